"""Promises of backprop start: which folder, and what is said."""

import os
import stat
import subprocess
import tempfile

import pytest

from course import places
from grader.cli import main
from grader.paths import LESSONS, ROOT
from grader.workplace.folder import DEFAULT, chosen, prepare
from grader.workplace.jupyter import PATH, configure, transport


def test_start_copies_every_lesson_and_says_where(tmp_path, capsys):
    folder = tmp_path / "a folder's name"
    assert main(["start", str(folder)]) == 0
    released = sorted(path.relative_to(LESSONS) for path in LESSONS.glob("*/*.ipynb"))
    assert sorted(path.relative_to(folder) for path in folder.glob("*/*.ipynb")) == released
    first, last = capsys.readouterr().out.splitlines()
    assert first == f"Your lessons are in {folder}"
    assert last.startswith("Open them with: backprop lab --folder '")
    assert main(["start", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [first, last]


def test_without_a_name_it_is_the_folder_that_was_begun_here_or_above(tmp_path, monkeypatch):
    (tmp_path / ".backprop").mkdir()
    (tmp_path / "01").mkdir()
    monkeypatch.chdir(tmp_path / "01")
    assert chosen(None) == tmp_path


def test_without_a_name_it_is_at_the_top_of_the_repository(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert chosen(None) == ROOT / DEFAULT


def test_without_a_repository_it_is_in_the_folder_that_one_is_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("grader.workplace.folder.installed", lambda: True)
    assert chosen(None) == tmp_path / DEFAULT


@pytest.mark.parametrize("part", ["", "lessons", "lessons/01-forward-pass", "solutions"])
def test_the_course_s_own_folders_are_refused(capsys, part):
    assert main(["start", str(ROOT / part)]) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1 and "is the course's own: name a folder of yours" in line


def test_git_sees_nothing_of_a_folder_inside_the_clone(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.workplace.folder.ROOT", tmp_path)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    prepare(tmp_path / DEFAULT)
    (tmp_path / DEFAULT / "work.ipynb").write_text("mine")
    state = ["git", "-C", tmp_path, "status", "--porcelain", "--untracked-files=all"]
    assert subprocess.run(state, check=True, capture_output=True).stdout == b""


def test_a_folder_elsewhere_is_left_to_the_student_s_own_git(tmp_path):
    prepare(tmp_path / "mine")
    assert list((tmp_path / "mine").iterdir()) == []


def test_a_file_in_the_folder_s_place_is_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["start", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_course_s_folders_are_found_in_a_wheel_and_in_a_repository(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "course")
    (tmp_path / "course").mkdir()
    assert places.folder("quizzes") == tmp_path / "quizzes" and not places.installed()
    (tmp_path / "course" / "lessons").mkdir()
    assert places.folder("lessons") == tmp_path / "course" / "lessons" and places.installed()


def test_kernels_use_sockets_in_the_file_system_or_encryption(monkeypatch):
    with tempfile.TemporaryDirectory(prefix="run-") as short:  # pytest's own are too long
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", short)
        assert transport() == {"transport": "ipc"}
        assert os.listdir(short) == []
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", f"{short}/{'long' * 30}")
        assert transport() == {"transport_encryption": "auto"}


def test_the_folder_of_sockets_is_the_user_s_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "new"))
    transport()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_others_configuration_stays_behind_the_course_s(monkeypatch):
    monkeypatch.setenv(PATH, "/theirs")
    configure()
    configure()
    own, theirs = os.environ[PATH].split(os.pathsep)
    assert own.endswith("configuration") and theirs == "/theirs"
