"""What a submission may cost the judge: not more than any other, whatever is in it.

Each of these took minutes or gigabytes of the judge itself, or could not be graded at all.
They are graded by an ordinary user in an outer sandbox, as attacks that may get out are.
"""

import json
import os
import random
import subprocess
import sys

import pytest

from grader.demo.answers import Answers
from grader.demo.honest import Desk
from grader.judge.plan import plan_of
from tests.grader import outer
from tests.grader.classes import LESSON, PROGRAMS, marks
from tests.grader.peaks import __file__ as peaks

pytestmark = [pytest.mark.skipif(outer.missing() is not None, reason=str(outer.missing()))]

SECONDS, MEGABYTES = 10, 300  # that one may take beyond an ordinary one
SYSTEM_V = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
held = 0
for _ in range(30):
    number = libc.shmget(0, 100 << 20, 0o1600)
    if number < 0:
        break
    place = libc.shmat(number, None, 0)
    ctypes.memset(place, 1, 100 << 20)
    libc.shmdt(ctypes.c_void_p(place))
    held += 100
print("HELD", held)
"""
UNMAPPED = """
import mmap
held = []
try:
    for _ in range(30):
        block = mmap.mmap(-1, 100 << 20)
        for place in range(0, len(block), 4096):
            block[place] = 1
        block.madvise(mmap.MADV_DONTNEED)
        held.append(block)
except OSError:
    pass
print("HELD", 100 * len(held))
"""
BUFFERS = """
import os, socket, time
kept = []
for _ in range(40):
    if os.fork() == 0:
        while True:
            try:
                pair = socket.socketpair()
                pair[0].setblocking(False)
                kept.append(pair)
                while True:
                    pair[0].send(bytes(50_000))
            except BlockingIOError:
                pass
            except OSError:
                time.sleep(60)
time.sleep(60)
"""
FORGED = """
import os, struct
for _ in range(40):
    os.write(3, struct.pack(">II", 3_000_000, 0) + b"[" + b"1," * 1_499_999 + b"1")
"""


def returning(expression, before=""):
    """Return what gives every function of the lesson the same body."""

    def change(desk):
        for exercise in desk.answers.exercises:
            source = f"{before}\nimport numpy as np\ndef {exercise.name}(*given):\n"
            desk.fill({exercise.name: f"{source}    return {expression}\n"})

    return change


def with_cell(source, kind="code"):
    """Return what adds a cell of the student's own."""
    return lambda desk: desk.add(2, source, kind)


def in_words(text):
    """Return what writes a text as the open question's answer."""
    return lambda desk: desk.fill({desk.answers.written[0].name: text})


def before_all(source):
    """Return what puts code before each right answer."""

    def change(desk):
        right = desk.answers.right()
        names = [exercise.name for exercise in desk.answers.exercises]
        desk.fill({name: f"{source}\n{right[name]}" for name in names})

    return change


def before_the_first(source):
    """Return what puts code before the first right answer."""

    def change(desk):
        name = desk.answers.exercises[0].name
        desk.fill({name: f"{source}\n{desk.answers.right()[name]}"})

    return change


def as_answers(source):
    """Return what answers the graded questions with a source."""

    def change(desk):
        (questions, *_) = desk.answers.questions
        variable, _ = desk.plan.keys[questions.name]
        desk.fill({questions.name: f"{variable} = {source}"})

    return change


def nested(levels, core):
    return f"{'[' * levels}{core}{']' * levels}"


COSTLY = {
    "no columns and many rows": returning("np.empty((10**7, 0))"),
    "no columns and more rows than there is memory": returning("np.empty((10**9, 0))"),
    "no rows, many of them, in a list": returning("[np.empty((10**7, 0))] * 3"),
    "lists around a large array": returning(nested(28, "np.ones(1_100_000)")),
    "a large array of bytes": returning("np.ones(30_000_000, dtype=np.int8)"),
    "many numbers in lists": returning("[[0.5] * 200] * 60"),
    "an input made large": returning("given[0].resize(3) or 0.0"),
    "a name of many dots": before_the_first("if 0: import a" + ".b" * 45_000),
    "an attribute of many dots": before_the_first("if 0: a" + ".b" * 45_000),
    "many signs": before_all("if 0: " + "-" * 20_000 + "1"),
    "Markdown of brackets": with_cell("<" * 50_000, "markdown"),
    "an answer of brackets": in_words("<" * 50_000),
    "an answer of stars": in_words("*a_" * 16_000),
    "an answer of quotes": in_words("> " * 20_000),
    "a character of many digits": in_words("&#" + "9" * 6_000 + ";"),
    "code of empty lines": with_cell(" \n" * 15_000),
    "code of few empty lines": with_cell(" \n" * 2_400),
    "code of quotes": with_cell("'" * 4_999),
    "many brackets": lambda desk: desk.notebook["metadata"].update(x=[[] for _ in range(10**6)]),
    "an answer too large to compare": as_answers("{1: 0x" + "f" * 300 + " + 1j}"),
    "an answer of many digits": as_answers("{1: " + "9" * 5_000 + "}"),
    "an answer that is a power": as_answers("{1: 9 ** 9 ** 9}"),
    "System V memory": with_cell(SYSTEM_V),
    "memory that is not mapped": with_cell(UNMAPPED),
    "buffers of sockets": with_cell(BUFFERS),
    "forged messages": with_cell(FORGED),
    "another's name": with_cell("open('/home/ada/copied from alan')"),
}
NAMES = {f"s{n:02d}": name for n, name in enumerate(COSTLY)}
HOLDING = ("System V memory", "memory that is not mapped")


def write(folder, students):
    """Write submissions of a lesson, each by what changes it."""
    plan = plan_of(LESSON)
    for student, change in students.items():
        desk = Desk(plan, Answers(plan), random.Random(3))
        desk.fill(desk.answers.right())
        change(desk)
        place = folder / student / LESSON
        place.mkdir(parents=True)
        (place / f"{LESSON}.ipynb").write_text(json.dumps(desk.notebook))


def graded_in(folder):
    """Grade a class in the outer sandbox; return its report, what was said, and the peak in MB."""
    for path in [folder, *folder.rglob("*")]:
        os.chmod(path, 0o777)
    grade = [f"{PROGRAMS}/backprop", "grade", LESSON, "--timeout", "2", "--memory", "300"]
    places = ["--submitted", "/tmp/work/submitted", "--out", "/tmp/work", "--feedback"]
    report = ["--report", "/tmp/work/report.json", "--workers", "2"]
    inner = [sys.executable, peaks, "/tmp/work/peak", *grade, *places, *report]
    done = subprocess.run(
        outer.command(folder, *inner), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads((folder / "report.json").read_text())["students"]
    return report, done.stdout, float((folder / "peak").read_text())


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ordinary")
    write(folder / "submitted", {"ada": lambda desk: None})
    return graded_in(folder)


@pytest.fixture(scope="module")
def costly(tmp_path_factory):
    folder = tmp_path_factory.mktemp("costly")
    students = {student: COSTLY[name] for student, name in NAMES.items()}
    write(folder / "submitted", {**students, "z": lambda desk: None})
    return folder, *graded_in(folder)


@pytest.mark.parametrize("student", NAMES, ids=NAMES.get)
def test_it_takes_no_more_of_the_judge_s_time_than_it_may(costly, ordinary, student):
    _, report, _, _ = costly
    usual = ordinary[0]["ada"]
    spent = report[student]["busy"] - report[student]["own"]
    assert spent < usual["busy"] - usual["own"] + SECONDS


def test_they_take_no_more_of_the_judge_s_memory_than_they_may(costly, ordinary):
    assert costly[3] < ordinary[2] + MEGABYTES


@pytest.fixture(scope="module")
def book(costly):
    """What stands in the gradebook, read once."""
    return marks(costly[0])


@pytest.mark.parametrize("student", NAMES, ids=NAMES.get)
def test_each_is_graded_in_the_gradebook(costly, book, student):
    folder, report, _, _ = costly
    assert report[student]["status"] in ("graded", "unreadable")
    assert book[student]
    assert (folder / "feedback" / student / LESSON / f"{LESSON}.html").exists()


def test_who_stands_beside_them_keeps_all_points(costly):
    outcomes = costly[1]["z"]["exercises"].values()
    assert all(o["points"] in (None, o["possible"]) for o in outcomes)


@pytest.mark.parametrize("name", HOLDING)
def test_no_memory_is_held_that_is_not_counted(costly, name):
    folder = costly[0]
    student = next(student for student, known in NAMES.items() if known == name)
    text = (folder / "autograded" / student / LESSON / f"{LESSON}.ipynb").read_text()
    assert "HELD 0" in text


def test_buffers_of_sockets_count_as_memory(costly):
    student = next(s for s, known in NAMES.items() if known == "buffers of sockets")
    assert any("MB of memory" in flag for flag in costly[1][student]["flags"])


def test_what_is_told_of_it_holds_none_of_its_own_words(costly):
    student = next(s for s, known in NAMES.items() if known == "another's name")
    flags = costly[1][student]["flags"]
    assert "it tried to read /home/..., and was refused or watched" in flags
    assert "alan" not in json.dumps(flags) + costly[2]


@pytest.mark.parametrize(
    "name",
    ["an answer too large to compare", "an answer of many digits", "an answer that is a power"],
)
def test_answers_that_are_none_cost_the_questions_alone(costly, name):
    student = next(s for s, known in NAMES.items() if known == name)
    outcomes = costly[1][student]["exercises"]
    rest = [o for n, o in outcomes.items() if not n.endswith("questions")]
    assert all(o["points"] in (None, o["possible"]) for o in rest)
