"""Which submissions of a class come from one hand: they agree where chance would not.

That two people write an exercise alike says little where many write it so, and much where nobody
else does: it tells -log2(share of the class) bits. Bits of all exercises are added up, and a pair
is named where they are more than so many pairs of people would reach by chance. So a lesson needs
four exercises or more: what a class of n can tell of one exercise is less than log2(n) bits.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import log2

from grader.judge.result import Result

COMMON = 0.3  # what this share of a class has is the usual way
MARGIN_BITS = 2.0  # over what makes one pair of a class by chance
NODES_A_BIT = 7  # a short function can be written in few ways: it tells no more than this


@dataclass(frozen=True)
class Alike:
    """Two submissions of one hand. bits: how much their agreement tells. exercises: where."""

    first: str
    second: str
    bits: float
    exercises: tuple[str, ...]


def alike(results: Mapping[str, Result]) -> list[Alike]:
    """Return the pairs of a class that are alike, those that tell most first.

    Code that is the reference's counts for nobody.
    """
    pairs: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for (exercise, _, nodes), students in _holders(results).items():
        if len(students) > max(COMMON * len(results), 2):
            continue
        bits = min(-log2(len(students) / len(results)), nodes / NODES_A_BIT)
        for pair in combinations(sorted(students), 2):
            pairs[pair][exercise] = max(bits, pairs[pair].get(exercise, 0.0))
    enough = 2 * log2(max(len(results), 2)) + MARGIN_BITS
    found = [
        Alike(*pair, sum(told.values()), tuple(told))
        for pair, told in pairs.items()
        if sum(told.values()) >= enough
    ]
    return sorted(found, key=lambda pair: (-pair.bits, pair.first, pair.second))


def _holders(results: Mapping[str, Result]) -> dict[tuple[str, str, int], list[str]]:
    """Return (exercise, a way of writing it, its nodes) to the students that have it."""
    holders: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for student, result in results.items():
        for name, outcome in result.exercises.items():
            for way in outcome.ways:
                holders[name, way, outcome.nodes].append(student)
    return holders
