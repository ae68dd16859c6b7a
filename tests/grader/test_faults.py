"""What a run promises when it is interrupted, or when the machine is in its way."""

import os
import random
import shutil
import signal
import subprocess
import time
from concurrent.futures import BrokenExecutor

import psutil
import pytest

from grader.errors import CourseError
from tests.grader import ending, outer
from tests.grader.classes import LESSON, PROGRAMS, command, grade, grade_here, marks, write_kinds

FULL = bool(os.environ.get("BACKPROP_FULL"))
STUDENTS, KILLS = (200, 10) if FULL else (8, 3)


def a_class(folder):
    kinds = ("right", "named mistakes", "half done", "blank")
    write_kinds(folder, {f"s{n:03d}": kinds[n % len(kinds)] for n in range(STUDENTS)})


def entries(folder):
    return len(list((folder / ".judge" / LESSON).glob("of-*.json")))


def kill_at(folder, count):
    """Start grading, and kill the judge when count submissions are in its journal.

    Return its processes, with how each was started; none where it has ended before.
    """
    judge = psutil.Popen(
        command(folder, "--seed", "3"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while judge.poll() is None and entries(folder) < count:
        time.sleep(0.005)
    family = judge.children(recursive=True) if judge.poll() is None else []
    words = list(map(words_of, family))
    time.sleep(random.random() * 0.05)
    judge.send_signal(signal.SIGKILL)
    judge.wait()
    return family, words


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory):
    """A class whose judge is killed again and again; its folder and each judge's processes."""
    folder = tmp_path_factory.mktemp("disturbed")
    a_class(folder)
    counts = sorted(random.Random(7).sample(range(1, STUDENTS), KILLS))
    return folder, [kill_at(folder, count) for count in counts]


def test_a_judge_that_is_killed_and_started_again_ends_with_the_same_gradebook(
    tmp_path, disturbed, pool
):
    disturbed, calm = disturbed[0], tmp_path
    a_class(calm)
    done = grade(disturbed, "--seed", "3")
    assert done.returncode == 0, done.stderr
    grade_here(calm, pool, seed=3)
    assert entries(disturbed) == STUDENTS
    assert marks(disturbed) == marks(calm)
    assert len(marks(calm)) == STUDENTS
    for path in (calm / "autograded").rglob("*.ipynb"):
        assert (disturbed / path.relative_to(calm)).read_bytes() == path.read_bytes()


def test_a_killed_judge_takes_all_of_its_processes_along(disturbed):
    (first, names), *others = disturbed[1]
    assert any("grader.sandbox.warm" in name for name in names), names
    own = " ".join(command(disturbed[0], "--seed", "3"))
    assert any(own in name for name in names), names  # the judge's forks, which grade
    family = first + [process for later, _ in others for process in later]
    _, left = psutil.wait_procs(family, timeout=10)
    assert [process for process in left if not ended(process)] == []


def words_of(process):
    """Return how a process was started, nothing where it has ended meanwhile."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def ended(process):
    """Return whether a process runs no more, though nobody has asked for its status yet."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_worker_that_is_lost_in_the_middle_loses_nothing(
    tmp_path, empty_gradebook, warm, monkeypatch
):
    from grader.judge.executors import Pool

    shutil.copy(empty_gradebook, tmp_path)
    write_kinds(tmp_path, {f"s{n}": "right" for n in range(4)})
    lossy = Pool(1, address=warm.address)
    lost = []
    submit = lossy._submit

    def losing(function, task):
        future = submit(function, task)
        if not lost:
            (process,) = lossy.executor._processes.values()
            lost.append(process.pid)
            os.kill(process.pid, signal.SIGKILL)
        return future

    monkeypatch.setattr(lossy, "_submit", losing)
    try:
        results = grade_here(tmp_path, lossy)
    finally:
        lossy.close()
    assert lost and all(result.status == "graded" for result in results.values())
    assert all(cells["relu_check"][0] == 5 for cells in marks(tmp_path).values())


def test_a_task_that_ends_its_worker_every_time_takes_no_innocent_along():
    from grader.judge.executors import Pool

    pool = Pool(2)
    names = ["a", "b", "guilty", "c", "d", "e"]
    try:
        found = dict(pool.run(ending.ended_by, ((name, (name,)) for name in names)))
    finally:
        pool.close()
    assert isinstance(found.pop("guilty"), BrokenExecutor)
    assert found == {name: name for name in "abcde"}


def test_a_class_that_cannot_be_read_is_one_line(tmp_path, pool, empty_gradebook):
    with pytest.raises(CourseError, match="collect the submissions first"):
        grade_here(tmp_path, pool)


@pytest.mark.skipif(outer.missing() is not None, reason=str(outer.missing()))
def test_a_folder_that_cannot_be_read_stops_nothing_and_a_later_run_completes(tmp_path, started):
    write_kinds(tmp_path, {"ada": "right", "alan": "right"})
    for path in [tmp_path, *tmp_path.rglob("*")]:
        os.chmod(path, 0o777)
    closed = tmp_path / "submitted" / "alan" / LESSON
    os.chmod(closed, 0)
    first = _as_a_user(tmp_path)
    assert first.returncode == 0, first.stderr
    assert "look at alan: 01-forward-pass: permission denied" in first.stdout
    assert marks(tmp_path)["ada"]["relu_check"][0] == 5
    os.chmod(closed, 0o777)
    assert grade(tmp_path).returncode == 0
    assert marks(tmp_path)["alan"]["relu_check"] == (5, 5, None, False)


@pytest.mark.skipif(outer.missing() is not None, reason=str(outer.missing()))
def test_a_full_disk_is_one_line_and_a_later_run_completes(tmp_path):
    write_kinds(tmp_path, {f"s{n}": "right" for n in range(4)})
    small = (
        "mount -t tmpfs -o size=160k tmpfs /tmp/out; "
        "{grade}; echo status $?; mount -o remount,size=20m /tmp/out; {grade}; echo status $?; "
        "cp /tmp/out/gradebook.db /tmp/work/"
    )
    script = small.format(
        grade=f"{PROGRAMS}/backprop grade {LESSON} --submitted /tmp/work/submitted --out /tmp/out"
    )
    whole = outer.command(tmp_path, "true")
    begin = whole.index(outer.BEGIN)
    as_root = [*whole[:begin], f"mount -t proc proc /proc; mkdir /tmp/out; {script}"]
    done = subprocess.run(as_root, capture_output=True, text=True, timeout=300)
    lines = [line for line in done.stderr.splitlines() if line.startswith("backprop grade:")]
    assert "status 1" in done.stdout and "status 0" in done.stdout, done.stderr
    assert len(lines) == 1 and "run the same command again" in lines[0], lines
    assert len(marks(tmp_path)) == 4


def _as_a_user(folder):
    inner = [f"{PROGRAMS}/backprop", "grade", LESSON]
    places = ["--submitted", "/tmp/work/submitted", "--out", "/tmp/work"]
    return subprocess.run(
        outer.command(folder, *inner, *places), capture_output=True, text=True, timeout=200
    )


def test_nothing_is_graded_where_nothing_can_be_kept_in(tmp_path):
    write_kinds(tmp_path, {"ada": "right"})
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "sh", "-c"]
        + [
            "echo 0 > /proc/sys/user/max_user_namespaces; "
            + " ".join(command(tmp_path, "--workers", "1"))
        ],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = [text for text in done.stderr.splitlines() if text.startswith("backprop grade:")]
    assert "students' code cannot be kept in here" in line and "--no-sandbox" in line
    assert not (tmp_path / "autograded").exists()


def test_grading_without_a_sandbox_is_said_every_time_and_gives_the_same_marks(tmp_path, pool):
    write_kinds(tmp_path, {"ada": "right", "alan": "named mistakes", "kurt": "half done"})
    for _ in range(2):
        done = grade(tmp_path, "--no-sandbox", "--seed", "4", "--workers", "1")
        assert done.returncode == 0, done.stderr
        assert "students' code runs as you" in done.stderr
    without = marks(tmp_path)
    grade_here(tmp_path, pool, seed=4, force=True)
    assert marks(tmp_path) == without
