"""A syntax tree's nodes are those that Python's own walk gives, in its order."""

import ast

from grader.judge.trees import nodes
from grader.paths import ROOT


def test_they_are_the_library_s_in_its_order():
    for path in (ROOT / "course" / "exercises").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert nodes(tree) == list(ast.walk(tree)), path


def test_a_tree_made_by_hand_needs_no_fields():
    assert [type(node) for node in nodes(ast.Return())] == [ast.Return]
