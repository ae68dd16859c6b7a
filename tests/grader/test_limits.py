"""The nets under the caps: what stops the judge's own work, what is covered, what is told."""

import os
import re
import subprocess
import time

import pytest

from grader.errors import CourseError
from grader.judge import task
from grader.judge.executors import Pool
from grader.judge.holding import StoppedError, held
from grader.judge.plan import plan_of
from grader.sandbox import bubblewrap, trying
from tests.grader import outer
from tests.grader.classes import LESSON, PROGRAMS, marks, write_kinds

GIVEN = {"time": lambda: re.search("<[^>]*on", "<" * 10**5), "memory": lambda: [0] * 10**9}


@pytest.mark.parametrize("words", GIVEN)
def test_what_takes_too_much_of_the_judge_is_stopped(words):
    began = time.process_time()
    with pytest.raises(StoppedError, match=words), held(0.25, 200):
        GIVEN[words]()
    assert time.process_time() - began < 5


def test_an_inner_limit_leaves_the_outer_one_running():
    began = time.process_time()
    with pytest.raises(StoppedError), held(0.5, 200):
        with pytest.raises(StoppedError), held(0.1):
            GIVEN["time"]()
        GIVEN["time"]()
    assert 0.45 < time.process_time() - began < 4


def test_what_is_stopped_is_graded_and_told_and_not_tried_again(tmp_path, monkeypatch):
    tried = []

    class Lane:
        def close(self):
            pass

    def endless(*given):
        tried.append(given)
        raise StoppedError("it took too much of the judge's time")

    monkeypatch.setattr(task, "grade", endless)
    monkeypatch.setattr(task._lanes, "lane", lambda settings: Lane())
    settings = task.pickle.dumps(task.Settings(plan_of(LESSON), (1, 2)))
    result = task.grade_task(settings, b"{}", None)
    assert len(tried) == 1
    assert result.status == "unreadable"
    assert result.flags == ["stopped by the judge: it took too much of the judge's time"]


def test_a_pool_whose_processes_all_end_is_one_line_and_nobody_s_zero():
    pool = Pool(1)
    pool._submit = lambda function, task: pool.executor.submit(os._exit, 1)
    try:
        with pytest.raises(CourseError, match="end as soon as they start"):
            list(pool.run(len, [("ada", ("",))]))
    finally:
        pool.close()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("a network connection", "a network connection"),
        ("to read /etc/passwd", "to read /etc/passwd"),
        ("to read /home/ada/copied from alan", "to read /home/..."),
        ("to write /srv/course/grader/gradebook.db", "to write /srv/course/grader/gradebook.db"),
        ("to write /copied by ada", "to write /..."),
        ("to read /", "to read /"),
        ("to share 190 MB of memory between processes", None),
        ("to share 1 MB of memory between processes, as ada does", ""),
        ("to cheat: ada did", ""),
        ("to read /etc/\x1b[2J", "to read /etc/..."),
        (7, ""),
    ],
)
def test_what_was_tried_is_told_in_the_judge_s_own_words(told, words):
    assert trying.words(told) == (told if words is None else words)


def test_private_folders_below_what_is_shown_are_covered_and_others_are_left(tmp_path):
    shown = os.path.realpath(tmp_path / "shown")
    private = tmp_path / "shown" / "class"
    options = bubblewrap.covers([shown], [private, private / "inner", tmp_path / "elsewhere"])
    assert [part for part in options if str(tmp_path) in part] == [str(private)] * 2
    assert private.is_dir()  # what is not there cannot be covered
    with pytest.raises(CourseError, match="a folder of its own"):
        bubblewrap.covers([shown], [tmp_path / "shown"])


SPY = """
import os
def found(folder):
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return "none"
print("SEEN", found("/usr/local/games"), found("/usr/local/games/submitted"))
"""


@pytest.mark.skipif(outer.missing() is not None, reason=str(outer.missing()))
@pytest.mark.skipif(not os.path.isdir("/usr/local/games"), reason="there is no /usr/local/games")
def test_a_class_below_usr_is_not_seen_by_its_students(tmp_path):
    write_kinds(tmp_path, {"ada": "right"})
    notebook = tmp_path / "submitted" / "ada" / LESSON / f"{LESSON}.ipynb"
    text = task_with(SPY, notebook.read_text())
    notebook.write_text(text)
    for path in [tmp_path, *tmp_path.rglob("*")]:
        os.chmod(path, 0o777)
    place = "/usr/local/games"
    grade = [f"{PROGRAMS}/backprop", "grade", LESSON, "--out", place, "--workers", "1"]
    command = outer.command(tmp_path, *grade, "--submitted", f"{place}/submitted")
    command[command.index("/tmp/work")] = place
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    graded = tmp_path / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    assert "SEEN [] none" in graded.read_text()
    assert marks(tmp_path)["ada"]["relu_check"][0] == 5


def task_with(source, notebook):
    """Return a notebook's text with a cell of the student's own."""
    import json

    plain = json.loads(notebook)
    own = {"cell_type": "code", "id": "spy", "metadata": {}, "source": source}
    plain["cells"].insert(1, own | {"execution_count": None, "outputs": []})
    return json.dumps(plain)


def test_what_fails_unexpectedly_is_graded_and_told(tmp_path, monkeypatch):
    class Lane:
        def close(self):
            pass

    def failing(*given):
        raise KeyError("a word of the student's")

    monkeypatch.setattr(task, "grade", failing)
    monkeypatch.setattr(task._lanes, "lane", lambda settings: Lane())
    settings = task.pickle.dumps(task.Settings(plan_of(LESSON), (1, 2)))
    result = task.grade_task(settings, b"{}", None)
    assert result.status == "unreadable"
    assert result.flags == ["KeyError where none was expected: grade it yourself, and report it"]
