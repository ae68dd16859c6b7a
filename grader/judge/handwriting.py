"""What of an answer shows whose hand it is: how it is built, its names, its remarks."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from grader.judge.likeness import IMPORTS, bare, digest, parsed, wording
from grader.judge.trees import nodes
from grader.sandbox.limits import CODE_AT_MOST

HELPERS = "helpers"  # what stands beside several functions that an exercise asks for
NAMES_AT_MOST, NAME_AT_MOST = 80, 40
REMARKS_AT_MOST, WORDS_AT_LEAST = 40, 3
SENTENCE_AT_LEAST = 8  # words; two people write a shorter one alike
TOKEN = re.compile(r"\w+|[^\w\s]")
REMARK = re.compile(r"#+[ \t]*([^\n]*)")
SENTENCE = re.compile(r"[.!?:;\n]\s")

Built = tuple[str, int]  # a digest of how a piece of code is built, and its nodes


@dataclass
class Hand:
    """What shows whose an answer is. built: part of the answer to how it is built.

    names: of variables and helpers that the writer chose. said: digests of remarks, or of
    sentences of an answer in words.
    """

    built: dict[str, Built] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def hand_of_code(source: str, functions: Sequence[str], released: str, reference: str) -> Hand:
    """Return the Hand of a solution's cell; what is the reference's or was released shows nothing.

    functions: those that the cell is to define.
    """
    if len(source) > CODE_AT_MOST:
        return Hand()
    given = set(_remarks(released)) | set(_remarks(reference))
    said = [remark for remark in _remarks(source) if remark not in given]
    tree = parsed(source)
    if tree is None:  # of what does not parse there is the text alone
        built = {"": (wording(source), len(TOKEN.findall(REMARK.sub("", source))))}
        return Hand(built, said=_digests(said))
    names = _names(tree) - _names_of(released) - set(functions)
    try:  # this numbers the names in the tree
        theirs = _built_of(reference, tuple(functions))
        built = {
            part: how for part, how in _built(tree, functions).items() if theirs.get(part) != how
        }
    except RecursionError:
        return Hand()
    return Hand(built, sorted(n[:NAME_AT_MOST] for n in names)[:NAMES_AT_MOST], _digests(said))


def hand_of_words(text: str, given: str) -> Hand:
    """Return the Hand of an answer in words: its sentences. given: the lesson's own text."""
    known = _one_line(given)
    sentences = (_one_line(part) for part in SENTENCE.split(text[:CODE_AT_MOST] + " "))
    long = (s for s in sentences if len(s.split()) >= SENTENCE_AT_LEAST and s not in known)
    return Hand(said=_digests(list(dict.fromkeys(long))))


def _built(tree: ast.Module | None, functions: Sequence[str]) -> dict[str, Built]:
    """Return part to how it is built: the whole cell, or each of several functions and the rest.

    What only imports or shows something is left out, and names are numbered.
    """
    body = tree.body if tree else []
    kept = [node for node in body if not isinstance(node, (*IMPORTS, ast.Expr))]
    helpers = [name for node in kept for name in _defined(node) if name not in functions]
    numbers = {name: f"h{n}" for n, name in enumerate(dict.fromkeys(helpers))}
    parts: dict[str, list[ast.stmt]] = {}
    for node in kept:
        asked = [name for name in _defined(node) if name in functions]
        part = "" if len(functions) == 1 else asked[0] if asked else HELPERS
        parts.setdefault(part, []).append(_numbered(node, numbers))
    return {part: _how(nodes) for part, nodes in parts.items()}


@lru_cache(maxsize=256)
def _built_of(source: str, functions: tuple[str, ...]) -> Mapping[str, Built]:
    """Return how a cell of the lesson's is built, worked out once for all of a class."""
    return _built(parsed(source), functions)


def _how(statements: Sequence[ast.stmt]) -> Built:
    texts, sizes = zip(*map(bare, statements), strict=True)
    return digest("\n".join(texts)), sum(sizes)


def _numbered(node: ast.stmt, numbers: dict[str, str]) -> ast.stmt:
    """Give helpers numbers for names, in the order in which the cell defines them."""
    for inner in nodes(node):
        if isinstance(inner, ast.Name):
            inner.id = numbers.get(inner.id, inner.id)
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner.name = numbers.get(inner.name, inner.name)
    return node


def _defined(node: ast.stmt) -> list[str]:
    """Return the names that a statement at the top of a cell defines."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    return [n.id for n in nodes(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def _names(tree: ast.Module | None) -> set[str]:
    """Return the names that code gives to variables, to functions and to their arguments."""
    found = nodes(tree) if tree else []
    stored = {n.id for n in found if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    functions = {n.name for n in found if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    return stored | functions | {n.arg for n in found if isinstance(n, ast.arg)}


@lru_cache(maxsize=256)
def _names_of(source: str) -> Set[str]:
    return _names(parsed(source))


def _remarks(source: str) -> Iterator[str]:
    """Yield the remarks in code, those of some words."""
    found = (_one_line(text) for text in REMARK.findall(source))
    yield from dict.fromkeys(text for text in found if len(text.split()) >= WORDS_AT_LEAST)


def _one_line(text: str) -> str:
    return " ".join(text.lower().split())


def _digests(texts: Sequence[str]) -> list[str]:
    return [digest(text) for text in texts[:REMARKS_AT_MOST]]
