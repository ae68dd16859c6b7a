"""An instructor's evening: every line of grader/README.md, run as it stands there.

A class of 15, of which three attack, hands in two lessons, one by Canvas and one by Moodle; at the
end the scores that go back are compared with those that were told beforehand. BACKPROP_FULL=1 has
a class of 40.
"""

import contextlib
import csv
import dataclasses
import io
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import zipfile
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from nbgrader.api import Gradebook
from traitlets.config.loader import PyFileConfigLoader

from grader import formgrader
from grader.cli import main
from grader.demo.classroom import _kinds
from grader.demo.hostile import ATTACKS
from grader.judge import command
from grader.paths import GRADER, LESSONS, ROOT, SOLUTIONS
from tests.grader import downloads
from tests.in_process import api, nbgrader
from tests.local import DIRECT, free_port
from tests.submissions import filled, solutions, student_notebook

PAGE = GRADER / "README.md"
LESSON, SECOND = "04-backward-pass", "02-loss"
STUDENTS = 40 if os.environ.get("BACKPROP_FULL") else 15
HOSTILE, HANDED_IN = STUDENTS // 5, STUDENTS - 1
SECONDS = 180  # on a machine that does much else, a server takes long to start
BESIDE = ("jupyterlab", "jupyter_lsp", "jupyter_server_terminals")  # which the formgrader needs not
ONCE = ("backprop formgrader", "backprop report")  # of the second lesson they say nothing new
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path, language):
    """Return the blocks of a page in a language, each with the heading that it stands under."""
    text = path.read_text(encoding="utf-8")
    found = []
    for match in BLOCK.finditer(text):
        if match[1] == language:
            heading = re.findall(r"^#+ (.*)$", text[: match.start()], re.MULTILINE)[-1]
            found.append((heading, match[2]))
    return found


def lines(heading):
    """Return the commands of a page's part, without remarks."""
    text = "".join(block for name, block in blocks(PAGE, "sh") if name == heading)
    return [re.sub(r"\s{2,}#.*", "", line).strip() for line in text.splitlines() if line.strip()]


class Evening:
    """A copy of the course, and a person who types what the page says.

    said: (line, lesson) to what it said first. students: lesson to the demo class's names, each
    with the person that a platform knows. pool: processes that are there already.
    """

    def __init__(self, root, pool):
        self.root, self.grader, self.pool = root, root / "course" / "grader", pool
        self.said, self.students = {}, {}
        self.grader.mkdir(parents=True)
        for folder in (LESSONS, SOLUTIONS):
            for lesson in (LESSON, SECOND):
                place = root / "course" / folder.name / lesson
                shutil.copytree(folder / lesson, place)
        (options,) = [text for _, text in blocks(PAGE, "python") if "LatePolicy" in text]
        text = (GRADER / "nbgrader_config.py").read_text()
        exchange = f"\nc.Exchange.root = {str(root / 'exchange')!r}\n"
        (self.grader / "nbgrader_config.py").write_text(text + exchange + options)
        (root / "Downloads").mkdir()

    def type(self, line, lesson=LESSON, **other):
        """Run a line of the page, other words put for some of its own; return what it said."""
        words = [os.path.expanduser(word) for word in shlex.split(self._put(line, lesson, other))]
        if words[:2] == ["backprop", "formgrader"]:
            known = any(typed.startswith("backprop formgrader") for typed, _ in self.said)
            said = self._served(words) if known else self._serve(words)
        elif words[0] == "backprop":
            said = self._here(words[1:])
        elif any(typed.startswith(words[0]) for typed, _ in self.said):  # a program that starts
            said = nbgrader(words[1:], self.grader, self.root)
        else:
            said = self._run(words, self.grader)
        self.said.setdefault((line, lesson), said)  # the first time
        return said

    def _put(self, line, lesson, other):
        line = line.replace("~", str(self.root)).replace("/tmp/class", str(self.root / lesson))
        for old, new in {LESSON: lesson, **other}.items():
            line = line.replace(old, new)
        return line

    def _here(self, words):
        """Run backprop in this process, which has imported already what takes seconds.

        What grades starts its processes where a line is the first of its kind, with feedback or
        without, and finds them started later.
        """
        out, err = io.StringIO(), io.StringIO()
        known = (typed for typed, _ in self.said if typed.startswith("backprop grade"))
        again = any(("--feedback" in typed) == ("--feedback" in words) for typed in known)
        processes = mock.patch.object(command, "_processes", lambda _: nullcontext(self.pool))
        with (
            processes if again else nullcontext(),
            contextlib.chdir(self.grader),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            status = main(words)
        assert status == 0, (words, out.getvalue(), err.getvalue())
        return out.getvalue()

    def _run(self, words, folder):
        program = Path(sys.executable).with_name(words[0])
        done = subprocess.run(
            [program, *words[1:]],
            cwd=folder,
            env=os.environ | {"HOME": str(self.root)},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, (words, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def _served(self, words):
        """Return what the formgrader would show, of what a server is given that was seen before."""
        given = []
        with (
            mock.patch.object(formgrader, "_become", given.append),
            contextlib.chdir(self.grader),
        ):
            main([*words[1:], "--no-browser"])
        options = dict(re.findall(r"^--CourseDirectory\.(\w+)=(.*)$", "\n".join(given[0]), re.M))
        assert options.keys() == {"root", "db_url"}
        api_ = api(self.grader, **options)
        return json.dumps(api_.get_assignments(), default=str)

    def _serve(self, words):
        """Start the formgrader, ask it for what it shows, and end it."""
        program = Path(sys.executable).with_name("backprop")
        more = ["--no-browser", "--allow-root", f"--port={free_port()}"]
        more += [f"--ServerApp.jpserver_extensions={name}=False" for name in BESIDE]
        log = self.root / "formgrader.log"
        with open(log, "w") as out:
            server = subprocess.Popen(
                [program, *words[1:], *more], cwd=self.grader, stdout=out, stderr=out
            )
        try:
            return self._shown(server, log)
        finally:
            server.terminate()
            server.wait(SECONDS)

    def _shown(self, server, log):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and server.poll() is None:
            found = re.search(r"(http://127\.0\.0\.1:\d+)\S*[?&]token=(\w+)", log.read_text())
            if found:
                query = urllib.parse.urlencode({"token": found[2]})
                address = f"{found[1]}/formgrader/api/assignments?{query}"
                with contextlib.suppress(urllib.error.URLError):  # it says so before it listens
                    return DIRECT.open(address, timeout=SECONDS).read().decode()
            time.sleep(0.1)
        raise AssertionError(log.read_text()[-3000:])

    def submit(self, notebook):
        """Fetch a lesson and hand it in through the exchange, as a student; return the folder."""
        place = self.root / "student"
        place.mkdir()
        config = f"c = get_config()\nc.Exchange.root = {str(self.root / 'exchange')!r}\n"
        config += "c.CourseDirectory.course_id = 'backprop'\n"
        (place / "nbgrader_config.py").write_text(config)
        nbgrader(["fetch_assignment", LESSON], place, self.root)
        (place / LESSON / f"{LESSON}.ipynb").write_text(json.dumps(notebook))
        nbgrader(["submit", LESSON], place, self.root)
        return place


def mild_seed():
    """Return a seed of a class whose attackers cannot harm the machine, and can be zipped."""
    for seed in range(200):
        hostile = [k for k in _kinds(STUDENTS, random.Random(seed), False) if k in ATTACKS]
        names = " ".join(hostile)
        mild = not any(ATTACKS[kind].dangerous for kind in hostile)
        files = re.search("instead of|100 MB|100,000|loop|flood|exit|process|sockets|odd", names)
        if mild and not files and len(hostile) == HOSTILE:
            return str(seed)
    raise AssertionError("no such seed")


CLASS = [
    dataclasses.replace(p, time=p.time + timedelta(hours=10)) if p.late else p
    for p in downloads.people(STUDENTS)
]


@pytest.fixture(scope="module")
def evening(tmp_path_factory, pool):
    """The page's lines, typed one after the other."""
    it = Evening(tmp_path_factory.mktemp("evening"), pool)
    seed = mild_seed()
    for lesson, platform in ((LESSON, "canvas"), (SECOND, "moodle")):
        demo, *graded = lines("A class to try it on")
        it.type(demo, lesson, **{"--students 60": f"--students {STUDENTS} --seed {seed}"})
        for line in graded if lesson == LESSON else ():
            it.type(line, lesson)
        _download(it, lesson, platform)
        for line in lines("An evening"):
            if lesson == LESSON or not line.startswith(ONCE):
                it.type(line, lesson, **{"--to canvas": f"--to {platform}"})
        for line in lines("Late work"):
            it.type(line, lesson)
        it.type("backprop export 04-backward-pass --to canvas", lesson, canvas=platform)
    return it


def _download(it, lesson, platform):
    """Write what the platform gives out of the demo class; the last one handed in nothing."""
    submitted = it.root / lesson / "submitted"
    students = dict(zip(sorted(_expected(it, lesson)), CLASS, strict=True))
    it.students[lesson] = students
    handed_in = [
        (person, (submitted / student / lesson / f"{lesson}.ipynb").read_bytes())
        for student, person in list(students.items())[:-1]
    ]
    path, list_ = it.root / "Downloads" / "submissions.zip", it.root / "Downloads" / "class.csv"
    if platform == "canvas":
        downloads.canvas(path, handed_in, f"{lesson}-1.ipynb")
        downloads.canvas_list(list_, CLASS)
    else:
        downloads.moodle(path, handed_in, "my homework (2).ipynb", offset=300)
        downloads.worksheet(list_, CLASS, handed_in, offset=300)


def _expected(it, lesson):
    text = (it.root / lesson / "submitted" / "expected.json").read_text()
    return json.loads(text)["students"]


def told(it, lesson):
    """Return login to the points that the class's honest members must earn, where all are told."""
    found = {}
    for student, each in _expected(it, lesson).items():
        points = [exercise["points"] for exercise in each["exercises"].values()]
        if not each["hostile"] and None not in points:
            found[it.students[lesson][student].login] = sum(points)
    return found


def tried(it, lesson):
    """Return login to the score in the gradebook of the class to try on, graded by itself."""
    url = f"sqlite:///{it.root / lesson / 'gradebook.db'}"
    with Gradebook(url, "backprop") as book:
        scores = {s.student_id: s.score for s in book.assignment_submissions(lesson)}
    return {it.students[lesson][student].login: score for student, score in scores.items()}


def exported(it, lesson, platform):
    """Return login to the score that the platform would import, None where it changes nothing."""
    text = (it.grader / f"{lesson}-{platform}.csv").read_text()
    rows = list(csv.DictReader(io.StringIO(text)))
    column = lesson if platform == "canvas" else "Grade"
    numbers = {str(p.number): p.login for p in CLASS}
    if platform == "moodle":
        numbers = {f"Participant {p.number + 300}": p.login for p in CLASS}
    key = "ID" if platform == "canvas" else "Identifier"
    found = {numbers[row[key]]: row[column] for row in rows if row[key] in numbers}
    return {login: float(score) if score else None for login, score in found.items()}


LATE = {p.login for p in CLASS if p.late}
GONE = CLASS[-1]


def test_the_page_is_not_run_past(evening):
    typed = {line for line, _ in evening.said}
    parts = ("A class to try it on", "An evening", "Late work", "Through nbgrader's exchange")
    known = {line for part in parts for line in lines(part)}
    every = {line for _, block in blocks(PAGE, "sh") for line in block.splitlines() if line}
    assert {re.sub(r"\s{2,}#.*", "", line).strip() for line in every} == known
    assert known - typed < set(lines("Through nbgrader's exchange"))


def test_the_readme_s_lines_are_the_page_s(evening):
    page = {line for part in ("An evening",) for line in lines(part)}
    (block,) = [text for name, text in blocks(ROOT / "README.md", "sh") if "instructors" in name]
    for line in block.splitlines()[1:]:
        assert re.sub(r"\s{2,}#.*", "", line).strip().replace("../.venv/bin/", "") in page


@pytest.mark.parametrize(("lesson", "title"), [(LESSON, "Canvas"), (SECOND, "Moodle")])
def test_the_zip_file_is_understood_collected_and_graded(evening, lesson, title):
    dry, collect, grade, *_ = lines("An evening")
    said = evening.said[dry, lesson]
    assert said.startswith(f"{title}: {HANDED_IN} of {HANDED_IN} students handed in {lesson}\n")
    assert said.endswith("nothing was written (--dry-run)\n")
    said = evening.said[collect, lesson]
    assert f"{HANDED_IN} collected into" in said
    assert f"nothing handed in: {GONE.sortable if lesson == LESSON else GONE.full}" in said
    assert said.count(", LATE") == len(LATE - {GONE.login})
    said = evening.said[grade, lesson]
    assert said.startswith(f"{HANDED_IN} graded\n")
    assert (
        f"nothing handed in: {GONE.full}" in said or f"nothing handed in: {GONE.sortable}" in said
    )
    assert len({p.name for p in (evening.grader / "submitted").iterdir()}) >= HANDED_IN


def test_feedback_grades_nothing_again(evening):
    again = next(line for line in lines("An evening") if line.endswith("--feedback"))
    for lesson in (LESSON, SECOND):
        said = evening.said[again, lesson]
        assert said.startswith(f"0 graded, {HANDED_IN} graded before and unchanged\n")


def test_the_formgrader_shows_the_class(evening):
    own, class_s = "backprop formgrader", "backprop formgrader --out /tmp/class"
    for line, count in ((class_s, STUDENTS), (own, HANDED_IN)):
        shown = json.loads(evening.said[line, LESSON])
        assert {each["name"]: each["num_submissions"] for each in shown}[LESSON] == count


@pytest.mark.parametrize(("lesson", "platform"), [(LESSON, "canvas"), (SECOND, "moodle")])
def test_scores_that_go_back_are_those_of_the_class(evening, lesson, platform):
    back, beforehand = exported(evening, lesson, platform), told(evening, lesson)
    direct = tried(evening, lesson) if lesson == LESSON else {}
    assert back.keys() == {p.login for p in CLASS}
    assert back.pop(GONE.login) is None  # an empty cell, and no 0
    assert len(beforehand.keys() & back.keys()) >= STUDENTS * 3 / 8
    for login, score in back.items():
        share = 0.9 if platform == "moodle" and login in LATE else 1.0
        if login in beforehand:
            assert score == pytest.approx(share * beforehand[login], abs=0.02), login
        if direct and not _hostile(evening, lesson, login):
            assert score == pytest.approx(direct[login], abs=0.02), login
    most = max(beforehand.values())
    hostile = [login for login in back if _hostile(evening, lesson, login)]
    assert len(hostile) >= HOSTILE - 1
    assert all(back[login] < most for login in hostile)


def _hostile(it, lesson, login):
    by_login = {person.login: student for student, person in it.students[lesson].items()}
    return _expected(it, lesson)[by_login[login]]["hostile"]


def test_the_export_names_who_has_handed_in_nothing(evening):
    said = evening.said[lines("An evening")[-1], LESSON]
    assert f"nothing handed in: {GONE.sortable}" in said
    assert f"{HANDED_IN} of {STUDENTS} students have a score" in said


def test_feedback_goes_back_under_the_platform_s_names(evening):
    with zipfile.ZipFile(evening.grader / f"{LESSON}-feedback.zip") as packed:
        names = packed.namelist()
        assert b"relu_backward" in packed.read(names[0])
    assert len(names) == HANDED_IN
    pattern = re.compile(rf"\w+?(_LATE)?_(\d+)_\d+_{LESSON}\.html")
    numbers = {pattern.fullmatch(name)[2] for name in names}
    assert numbers == {str(p.number) for p in CLASS[:-1]}
    with zipfile.ZipFile(evening.grader / f"{SECOND}-feedback.zip") as packed:
        folders = {name.split("/")[0] for name in packed.namelist()}
    assert {folder.split("_")[1] for folder in folders} == {str(p.number + 300) for p in CLASS[:-1]}


def test_a_student_s_way_through_the_exchange(evening):
    release, collect, *rest = lines("Through nbgrader's exchange")
    evening.type(release)
    notebook = filled(student_notebook(LESSON), solutions(LESSON))
    place = evening.submit(notebook)
    evening.type(collect)
    said = [evening.type(line) for line in rest]
    assert said[0].startswith(f"1 graded, {HANDED_IN} graded before and unchanged")
    nbgrader(["fetch_feedback", LESSON], place, evening.root)
    (page,) = place.rglob("*.html")
    assert "relu_backward" in page.read_text()
    text = (evening.grader / f"{LESSON}-csv.csv").read_text()
    rows = {row["student_id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == STUDENTS + 1
    assert rows[GONE.login]["status"] == "nothing handed in"
    assert rows[GONE.login]["score"] == ""
    assert rows[CLASS[3].login]["late"] == "LATE"


def test_the_configuration_for_who_has_no_clone(tmp_path):
    (text,) = [text for _, text in blocks(PAGE, "python") if "load_subconfig" in text]
    (tmp_path / "nbgrader_config.py").write_text(text)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(tmp_path)).load_config()
    assert config.CourseDirectory.course_id == "backprop"
    assert Path(config.CourseDirectory.source_directory) == SOLUTIONS
