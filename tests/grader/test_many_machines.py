"""Work that goes out to a Dask cluster, and marks that go into PostgreSQL."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.judge.executors import Pool
from grader.judge.folders import folders
from grader.judge.gradebook import Marks
from grader.judge.plan import plan_of
from grader.judge.run import Options, Run
from tests.grader.classes import LESSON, grade_here, marks, write_kinds

POSTGRES = shutil.which("postgres") or next(
    map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres")), None
)
CLASS = {f"s{n}": "right" if n % 2 else "named mistakes" for n in range(4)}


@pytest.fixture
def cluster():
    """The address of a Dask scheduler with two workers, separate processes, and their ids."""
    distributed = pytest.importorskip("distributed", reason="the extra 'grading' is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as made:
        for worker in made.workers.values():
            worker.auto_restart = False  # the other one does it all
        yield made


def test_two_dask_workers_share_the_work_and_a_lost_one_loses_nothing(
    tmp_path, cluster, pool, empty_gradebook
):
    write_kinds(tmp_path, CLASS)
    shutil.copy(empty_gradebook, tmp_path)
    far = Pool(scheduler=cluster.scheduler_address)
    assert far.workers == 2
    submit, lost = far._submit, []

    def losing(function, task):
        future = submit(function, task)
        if not lost:
            worker = next(iter(cluster.workers.values()))
            lost.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)
        return future

    far._submit = losing
    try:
        results = grade_here(tmp_path, far, seed=6)
    finally:
        far.close()
    assert lost and {result.status for result in results.values()} == {"graded"}
    before = marks(tmp_path)
    grade_here(tmp_path, pool, seed=6, force=True)
    assert marks(tmp_path) == before


def test_a_scheduler_that_is_not_there_is_one_line(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="the extra 'grading' is not installed")
    client = distributed.Client

    def impatient(address, timeout, **options):
        assert timeout <= 10
        return client(address, timeout=0.5, **options)

    monkeypatch.setattr(distributed, "Client", impatient)
    with pytest.raises(CourseError, match="no Dask scheduler answers") as raised:
        Pool(scheduler="tcp://127.0.0.1:9")
    assert "\n" not in str(raised.value)


NOBODY = 65534


@pytest.fixture
def postgres():
    """The URL of an empty database on a server that lives as long as the test."""
    pytest.importorskip("psycopg", reason="the extra 'grading' is not installed")
    if POSTGRES is None:
        pytest.skip("PostgreSQL's server is not installed (apt install postgresql)")
    programs, user = Path(os.path.realpath(POSTGRES)).parent, []
    place = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path has to be short
    if os.getuid() == 0:  # as whom the server refuses to run
        if shutil.which("setpriv") is None:
            pytest.skip("setpriv is not installed (apt install util-linux)")
        os.chown(place, NOBODY, NOBODY)
        user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    data = place / "data"
    subprocess.run(
        [
            *user,
            programs / "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "course",
            "-E",
            "UTF8",
            "--locale=C",
        ],
        check=True,
        capture_output=True,
        cwd="/",
    )
    server = subprocess.Popen(
        [*user, programs / "postgres", "-D", data, "-k", place, "-c", "listen_addresses="],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        _wait_for(place)
        yield f"postgresql+psycopg://course@/postgres?host={place}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
        shutil.rmtree(place)


def _wait_for(place):
    import psycopg

    for _ in range(100):
        try:
            psycopg.connect(f"host={place} user=course dbname=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def test_postgresql_has_the_same_marks_as_sqlite(tmp_path, pool, postgres, empty_gradebook):
    write_kinds(tmp_path, CLASS)
    shutil.copy(empty_gradebook, tmp_path)
    grade_here(tmp_path, pool, seed=6)
    where = folders(tmp_path / "submitted", tmp_path / "other", postgres)
    book = Marks(where, LESSON)
    try:
        for _ in range(2):
            Run(plan_of(LESSON), where, Options(seed=6, force=True), lambda: book, pool).start()
    finally:
        book.close()
    assert marks(tmp_path, url=postgres) == marks(tmp_path)


def test_a_gradebook_that_cannot_be_reached_is_one_line(tmp_path):
    pytest.importorskip("psycopg", reason="the extra 'grading' is not installed")
    url = "postgresql+psycopg://course:secret@127.0.0.1:9/none"
    with pytest.raises(CourseError, match="cannot be used") as raised:
        Marks(folders(tmp_path, tmp_path, url), LESSON)
    assert "\n" not in str(raised.value) and "secret" not in str(raised.value)
