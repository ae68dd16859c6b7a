"""The house is as docs/architecture.md says, and what its pages name is there."""

import ast
import functools
import re
import tomllib
from graphlib import TopologicalSorter

import pytest
import yaml

from grader.paths import ROOT

PAGE = ROOT / "docs" / "architecture.md"
ROW = re.compile(r"^\| `((?:course|grader)\.\w+)` \|.*\|(.*)\|$", re.M)
SMALL = {"grader.errors", "grader.commands", "grader.environment", "grader.paths"}
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "README.md"])
NAMED = re.compile(r"`((?:course|grader|tests|docs|solutions|quizzes|lessons|\.ci)/[\w./-]*)`")
LONGEST = 300
OF_MISTAKES = re.compile(r"(Mistake|Symptom|Code)(\.with_number)?")
STYLES = "grader/demo/styles/"  # right answers by style: as many as there are
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def allowed():
    """Return room to the rooms that the page lets it import."""
    rooms = {
        name: set(re.findall(r"`([\w.]+)`", cell)) for name, cell in ROW.findall(PAGE.read_text())
    }
    return {
        name: found | (SMALL if name.startswith("grader.") and name not in SMALL else set())
        for name, found in rooms.items()
    }


def modules(*tops):
    for top in tops:
        for path in sorted((ROOT / top).rglob("*.py")):
            yield path, path.relative_to(ROOT).with_suffix("").parts


@functools.cache
def tree_of(path):
    """Return a module as it is parsed, once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def imports(path):
    """Return the full names that a module imports, at its top or inside of functions."""
    names = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def arrows():
    """Yield (file, room, imported room) wherever a room imports another."""
    for path, parts in modules("course", "grader"):
        here = ".".join(parts[:2])
        for name in imports(path):
            there = ".".join(name.split(".")[:2])
            if there.startswith(("course.", "grader.")) and there != here:
                yield path.relative_to(ROOT).as_posix(), here, there


def test_the_page_has_every_room_and_no_other():
    rooms = {".".join(parts[:2]) for _, parts in modules("course", "grader")}
    scripts = {"course.__init__", "grader.__init__", "grader.hub"}
    assert set(allowed()) == rooms - scripts


def test_no_room_imports_one_that_the_page_does_not_let_it():
    rooms = allowed()
    # Names of a package's own, such as course.house, come from rooms that the package may use.
    wrong = [
        f"{file}: {here} imports {there}"
        for file, here, there in arrows()
        if here in rooms and there in rooms and there not in rooms[here]
    ]
    assert wrong == []


def test_the_page_lets_no_room_import_what_it_does_not_need():
    used = {(here, there) for _, here, there in arrows()}
    needless = {
        (here, there)
        for here, found in allowed().items()
        for there in found - SMALL
        if (here, there) not in used
    }
    assert needless == set()


def test_there_is_no_circle():
    order = list(TopologicalSorter(allowed()).static_order())
    assert order.index("course.nn") < order.index("course.exercises") < order.index("grader.judge")


def test_the_course_imports_nothing_of_the_grader():
    wrong = [file for file, _, there in arrows() if file[:6] == "course" and there[:6] == "grader"]
    assert wrong == []


def test_nn_imports_numpy_alone():
    for path, _ in modules("course/nn"):
        assert {name.split(".")[0] for name in imports(path)} <= {"numpy", "course"}, path
        assert all(name.startswith("course.nn") for name in imports(path) if name[:6] == "course")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page):
    text = page.read_text(encoding="utf-8")
    made_up = re.compile("perceptron|NN-name")
    named = [name for name in NAMED.findall(text) if not made_up.search(name)]
    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert missing == []


def ci_commands():
    """Return the tools that CI runs after the tests, each as one line."""
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    return [line for line in lines if line.startswith(".venv/bin/")]


def test_pre_commit_runs_what_ci_runs():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert len(ci_commands()) >= 3
    assert set(ci_commands()) <= {hook["entry"] for hook in hooks}
    for hook in hooks:
        assert (hook["language"], hook["pass_filenames"]) == ("system", False)


def test_the_workflow_runs_ci_on_every_python_that_is_promised():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text())
    job = workflow["jobs"]["tests"]
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["classifiers"]
    versions = [re.search(r":: (3\.\d+)$", line) for line in promised]
    assert job["strategy"]["matrix"]["python"] == [found[1] for found in versions if found]
    assert job["steps"][-1] == {"run": ".ci/run"}


def test_the_citation_has_the_version_that_is_released():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert cited["version"] == project["version"]
    assert f"## {project['version']}\n" in (ROOT / "CHANGELOG.md").read_text()


def lines_of_tables(tree):
    """Return the numbers of the lines that hold tables: a Mistake, or a tuple, list or dictionary
    of a module's own."""
    tables = [n.value for n in tree.body if isinstance(n, ast.Assign)]
    tables = [t for t in tables if isinstance(t, ast.Tuple | ast.List | ast.Dict)]
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    tables += [c for c in calls if OF_MISTAKES.fullmatch(ast.unparse(c.func))]
    return {line for t in tables for line in range(t.lineno, t.end_lineno + 1)}


def test_no_module_is_longer_than_300_lines_but_for_its_tables():
    long = {}
    for path, _ in modules("course", "grader"):
        lines = path.read_text(encoding="utf-8").count("\n")
        name = path.relative_to(ROOT).as_posix()
        if lines <= LONGEST or name.startswith(STYLES):
            continue
        own = lines - len(lines_of_tables(tree_of(path)))
        if own > LONGEST:
            long[name] = own
    assert long == {}
