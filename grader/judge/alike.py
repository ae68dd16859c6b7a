"""Which submissions of a class come from one hand: they agree where chance would not.

That two people write an exercise alike says little where many write it so, and much where nobody
else does: it tells -log2(share of the class) bits. Names of variables and remarks tell more, as
far as they are not everybody's. Bits of all exercises are added up, and a pair is named where they
are more than so many pairs of people would reach by chance. What is found so counts as one hand
from then on: copies make nothing common.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb, log2

from grader.judge.handwriting import Built, Hand
from grader.judge.result import Result

COMMON = 0.3  # what this share of a class has is the usual way
MARGIN_BITS = 2.0  # over what makes one pair of a class by chance
NODES_A_BIT = 7  # a short function can be written in few ways: it tells no more than this
KEPT = 0.9  # of names, by somebody who copies and leaves them
RARE = 0.02  # of a class: only who shares a name as rare as this has names compared
ROUNDS = 4

Pair = tuple[str, str]
Where = tuple[str, str]  # an exercise, and a part of its answer
Hands = Mapping[str, Mapping[str, Hand]]  # student to exercise to what shows whose it is


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
    hands = {
        student: {name: outcome.hand for name, outcome in result.exercises.items()}
        for student, result in results.items()
    }
    found: list[Alike] = []
    for _ in range(ROUNDS):
        before, found = len(found), Class(hands, _one_of_each(found)).pairs()
        if len(found) <= before:
            break
    return sorted(found, key=lambda pair: (-pair.bits, pair.first, pair.second))


def _one_of_each(pairs: Iterable[Alike]) -> dict[str, str]:
    """Return student to one of those whose hand is the same."""
    one: dict[str, str] = {}
    for pair in pairs:
        first, second = one.get(pair.first, pair.first), one.get(pair.second, pair.second)
        one |= {student: first for student, other in one.items() if other == second}
        one |= {pair.first: first, pair.second: first}
    return one


@dataclass(slots=True)
class Told:
    """What the agreement of a pair tells: exercise to bits, of each kind.

    kept: how many names of one exercise are the same. parts: what is built alike.
    """

    built: dict[str, float] = field(default_factory=dict)
    names: dict[str, float] = field(default_factory=dict)
    kept: int = 0
    said: dict[str, float] = field(default_factory=dict)
    parts: set[Where] = field(default_factory=set)

    def bits(self, most: float) -> float:
        """Return all bits; names tell no more than `most`, or one bit for two in one exercise.

        People have habits, and a language: a name in each exercise is less than many in one.
        """
        names = min(sum(self.names.values()), max(most, self.kept / 2))
        return sum(self.built.values()) + names + sum(self.said.values())

    def exercises(self) -> tuple[str, ...]:
        """Return where the two agree."""
        return tuple(dict.fromkeys([*self.built, *self.names, *self.said]))


class Class:
    """The hands of a class, of which some are known to be one.

    one: student to another one whose hand is the same.
    """

    def __init__(self, hands: Hands, one: Mapping[str, str]) -> None:
        self.hands, self.one = hands, one
        self.size = self._count(hands)
        self.ways = self._ways()
        self.told: dict[Pair, Told] = defaultdict(Told)

    def pairs(self) -> list[Alike]:
        """Return the pairs that agree where chance would not."""
        for where, ways in self.ways.items():
            self._add_built(where, ways)
        self._add_said()
        self._add_names()
        each = log2(max(self.size, 2))
        found = []
        for pair, told in self.told.items():
            bits = told.bits(each) - 2 * each - MARGIN_BITS
            if bits >= 0 and bits >= self._chosen(pair, told):
                found.append(Alike(*pair, told.bits(each), told.exercises()))
        return found

    def _count(self, students: Iterable[str]) -> int:
        return len({self.one.get(student, student) for student in students})

    def _is_common(self, students: Sequence[str]) -> bool:
        return self._count(students) > max(COMMON * self.size, 2)

    def _ways(self) -> dict[Where, dict[Built, list[str]]]:
        """Return part to a way of building it to the students that have it."""
        ways: dict[Where, dict[Built, list[str]]] = defaultdict(lambda: defaultdict(list))
        for student, exercise, hand in self._all():
            for part, (digest, nodes) in hand.built.items():
                ways[exercise, part][digest, nodes].append(student)
        return ways

    def _all(self) -> Iterator[tuple[str, str, Hand]]:
        for student, of in self.hands.items():
            yield from ((student, exercise, hand) for exercise, hand in of.items())

    def _add_built(self, where: Where, ways: Mapping[Built, list[str]]) -> None:
        """Add what it tells that code is built alike.

        Of those who build it so one is left out, and so is as much as a way seen in a class is
        rarer than it seems (Good and Turing: by how many stand there once, and twice).
        """
        counts = Counter(self._count(students) for students in ways.values())
        rarer = counts[1] / (counts[1] + 2 * max(counts[2], 1))
        for (_, nodes), students in ways.items():
            if len(students) < 2 or self._is_common(students):
                continue
            others = max(self._count(students), 2) - 1
            bits = -log2((others - rarer) / self.size)
            for pair in combinations(sorted(students), 2):
                told = self.told[pair]
                known = told.built.get(where[0], 0.0)
                told.built[where[0]] = known + min(bits, nodes / NODES_A_BIT)
                told.parts.add(where)

    def _chosen(self, pair: Pair, told: Told) -> float:
        """Return the bits of choosing the parts that agree, among those that could have.

        Where either has the usual way, or the reference's, they could not.
        """
        first, second = (dict(self._parts(student)) for student in pair)
        otherwise = sum(
            where not in told.parts
            and not self._is_common(self.ways[where][first[where]])
            and not self._is_common(self.ways[where][second[where]])
            for where in first.keys() & second.keys()
        )
        return log2(comb(len(told.parts) + otherwise, len(told.parts)))

    def _parts(self, student: str) -> Iterator[tuple[Where, Built]]:
        for exercise, hand in self.hands[student].items():
            for part, (digest, nodes) in hand.built.items():
                yield (exercise, part), (digest, nodes)

    def _add_said(self) -> None:
        """Add what it tells that a remark, or a sentence, stands in both; once in a lesson."""
        said: dict[str, dict[str, str]] = defaultdict(dict)
        for student, exercise, hand in self._all():
            for text in hand.said:
                said[text].setdefault(student, exercise)
        for students in said.values():
            if len(students) < 2 or self._is_common(list(students)):
                continue
            bits = -log2(max(self._count(students), 2) / self.size)
            for pair in combinations(sorted(students), 2):
                told, exercise = self.told[pair].said, students[pair[0]]
                told[exercise] = told.get(exercise, 0.0) + bits

    def _add_names(self) -> None:
        """Add what it tells that names were kept, in each exercise where they were.

        It is the likelihood of all names of both, kept or chosen anew; a bit goes for choosing
        between the two. A name counts for a pair once in a lesson.
        """
        users: dict[str, set[str]] = defaultdict(set)
        for student, _, hand in self._all():
            for name in hand.names:
                users[name].add(self.one.get(student, student))
        each = log2(max(self.size, 2))
        telling = {pair for pair, told in self.told.items() if told.bits(0) >= each}
        for first, second in self._of_rare_names() | telling:
            counted: set[str] = set()
            for exercise in self.hands[first].keys() & self.hands[second].keys():
                names = [set(self.hands[s][exercise].names) for s in (first, second)]
                kept = (names[0] & names[1]) - counted
                bits = -1 + sum(self._not_kept(users[name]) for name in names[0] ^ names[1])
                bits += sum(self._kept([users[name] for name in kept], (first, second)))
                if bits > 0:
                    counted |= kept
                    told = self.told[first, second]
                    told.names[exercise], told.kept = bits, max(told.kept, len(kept))

    def _of_rare_names(self) -> set[Pair]:
        users: dict[str, set[str]] = defaultdict(set)
        for student, _, hand in self._all():
            for name in hand.names:
                users[name].add(student)
        few = max(RARE * self.size, 2)
        return {
            pair
            for of in users.values()
            if 2 <= len(of) <= few
            for pair in combinations(sorted(of), 2)
        }

    def _kept(self, users: Iterable[set[str]], pair: Pair) -> Iterator[float]:
        """Yield the bits of names that both use; those that come together in others count once."""
        seen: list[set[str]] = []
        both = {self.one.get(student, student) for student in pair}
        for of in sorted(users, key=len):
            others = of - both
            if all(2 * len(others & s) <= min(len(others), len(s)) for s in seen if s and others):
                seen.append(others)
                yield max(log2(KEPT * self.size / max(len(of), 2)), 0.0)

    def _not_kept(self, users: set[str]) -> float:
        share = len(users) / self.size
        return min(log2((1 - KEPT) / (1 - share)), 0.0) if share < 1 else 0.0
