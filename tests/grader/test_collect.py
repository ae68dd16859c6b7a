"""Collecting: what platforms and people give out ends in submitted/, none of it lost in silence."""

import io
import json
import shutil
import struct
import zipfile
from datetime import datetime

import pytest

from grader.classroom import archive
from grader.classroom.platforms import Platform, owner_by
from grader.classroom.spreadsheet import harmless
from grader.cli import main
from grader.judge.clock import parsed_time
from grader.paths import LESSONS
from tests.grader import downloads

LESSON, OTHER = "04-backward-pass", "03-chain-rule"
CONFIG = (
    "c = get_config()\nc.CourseDirectory.course_id = 'backprop'\n"
    "c.Exchange.timezone = 'Europe/Berlin'\n"
)


def notebook(lesson=LESSON, mark=""):
    """Return a notebook's bytes that are like no other's."""
    data = json.loads((LESSONS / lesson / f"{lesson}.ipynb").read_text())
    data["cells"][0]["source"] = [f"work of {mark}"]
    return json.dumps(data).encode()


@pytest.fixture
def home(tmp_path, monkeypatch, empty_gradebook):
    """A folder that nbgrader is configured in, in the zone of Berlin."""
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    shutil.copy(empty_gradebook, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys, *words, status=0):
    """Run a command; return its lines."""
    assert main([*map(str, words)]) == status
    said = capsys.readouterr()
    return (said.out + said.err).splitlines()


def collected(home):
    """Return student to the bytes that stand in submitted/."""
    paths = home.glob(f"submitted/*/{LESSON}/{LESSON}.ipynb")
    return {path.parts[-3]: path.read_bytes() for path in paths}


def times(home):
    """Return student to the time in timestamp.txt, in UTC."""
    paths = home.glob(f"submitted/*/{LESSON}/timestamp.txt")
    return {path.parts[-3]: parsed_time(path.read_text().strip()) for path in paths}


CLASS = downloads.people(39)
HANDED_IN = [(who, notebook(mark=who.login)) for who in CLASS]
LATE = [who for who in CLASS if who.late]


def utc(who):
    return who.time.astimezone(downloads.ZoneInfo("UTC")).replace(tzinfo=None)


@pytest.mark.parametrize("with_list", [False, True])
def test_canvas(home, capsys, with_list):
    downloads.canvas(home / "submissions.zip", HANDED_IN, f"{LESSON}-1.ipynb")
    downloads.canvas_list(home / "list.csv", CLASS)
    more = ["--roster", home / "list.csv"] if with_list else []
    lines = run(capsys, "collect", LESSON, home / "submissions.zip", *more)
    assert lines[0] == f"Canvas: 39 of 39 students handed in {LESSON}"
    assert sorted(collected(home).values()) == sorted(data for _, data in HANDED_IN)
    assert sum(line.endswith(", LATE") for line in lines) == len(LATE) > 0
    assert times(home) == {}  # Canvas's zip file says when it was packed, and nothing else
    assert any(f"39 times are not known, {len(LATE)} of them LATE" in line for line in lines)
    if with_list:
        assert collected(home).keys() == {who.login for who in CLASS}


@pytest.mark.parametrize("with_list", [False, True])
def test_moodle(home, capsys, with_list):
    downloads.moodle(home / "submissions.zip", HANDED_IN, "My Work.IPYNB")
    downloads.worksheet(home / "list.csv", CLASS, HANDED_IN)
    more = ["--roster", home / "list.csv"] if with_list else []
    lines = run(capsys, "collect", LESSON, home / "submissions.zip", *more)
    assert lines[0] == f"Moodle: 39 of 39 students handed in {LESSON}"
    assert sorted(collected(home).values()) == sorted(data for _, data in HANDED_IN)
    if with_list:
        whole = {who.login: utc(who).replace(second=0) for who in CLASS}
        assert times(home) == whole
        assert sum(", LATE" in line for line in lines) == len(LATE)
        assert any("Sun 01 Mar 2026, 22:59 Europe/Berlin" in line for line in lines)


def test_blackboard(home, capsys):
    downloads.blackboard(home / "submissions.zip", HANDED_IN, f"{LESSON} (1).ipynb")
    lines = run(capsys, "collect", LESSON, home / "submissions.zip")
    assert lines[0] == f"Blackboard: 39 of 39 students handed in {LESSON}"
    assert collected(home) == {who.login: data for who, data in HANDED_IN}
    assert times(home) == {who.login: utc(who) for who in CLASS}
    assert any("Ada Lovelace (alo_1800): Sun 01 Mar 2026, 22:59 Europe/Berlin" in x for x in lines)


def test_an_american_receipt_has_its_zone(home, capsys):
    with zipfile.ZipFile(home / "b.zip", "w") as z:
        start = "A 4_ada_attempt_2026-03-01-08-30-00"
        z.writestr(
            f"{start}.txt", "Name: Ada L (ada)\nDate Submitted: March 1, 2026 8:30:00 AM CST\n"
        )
        z.writestr(f"{start}_x.ipynb", notebook())
    run(capsys, "collect", LESSON, home / "b.zip")
    assert times(home) == {"ada": datetime(2026, 3, 1, 14, 30)}


def test_the_newest_attempt_is_taken(home, capsys):
    with zipfile.ZipFile(home / "b.zip", "w") as z:
        for time in ("2026-03-01-08-30-00", "2026-03-02-08-30-00", "2026-02-27-08-30-00"):
            z.writestr(f"A_ada_attempt_{time}_x.ipynb", notebook(mark=time))
    lines = run(capsys, "collect", LESSON, home / "b.zip")
    assert collected(home) == {"ada": notebook(mark="2026-03-02-08-30-00")}
    assert any("took x.ipynb, the newest; left" in line for line in lines)


def test_a_dry_run_writes_nothing(home, capsys):
    downloads.canvas(home / "submissions.zip", HANDED_IN[:3], "work.ipynb")
    before = sorted(home.rglob("*"))
    lines = run(capsys, "collect", LESSON, home / "submissions.zip", "--dry-run")
    assert sorted(home.rglob("*")) == before
    assert lines[0] == f"Canvas: 3 of 3 students handed in {LESSON}"
    assert lines[-1] == "nothing was written (--dry-run)"


def test_times_of_files_count_where_they_are_not_all_of_one_moment(home, capsys):
    with zipfile.ZipFile(home / "c.zip", "w") as z:
        downloads.add(z, "ada_1_11_x.ipynb", notebook(), datetime(2026, 3, 1, 10, 0))
        downloads.add(z, "alan_LATE_2_12_x.ipynb", notebook(), datetime(2026, 3, 2, 10, 0))
    lines = run(capsys, "collect", LESSON, home / "c.zip")
    assert times(home) == {"ada-1": datetime(2026, 3, 1, 9), "alan-2": datetime(2026, 3, 2, 9)}
    assert any("times are those of the files in the download" in line for line in lines)


def zip_of(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name.replace("__", "/").replace("_ipynb", ".ipynb"), data)
    return out.getvalue()


ODD = {  # name in the download: what is in it, whether it is collected, what is said
    "ada_1_11_04-backward-pass (1).ipynb": (notebook(), True, None),
    "ada_1_11_BACKWARD.IPYNB": (notebook(), True, None),
    "ada_1_11_work.zip": (zip_of(deep__er__04_ipynb=notebook()), True, None),
    "ada_1_11_03-chain-rule.ipynb": (notebook(), True, None),
    "ada_1_11_04-backward-pass.ipynb": (notebook(OTHER), False, f"it is {OTHER}"),
    "ada_1_11_report.pdf": (b"%PDF", False, "no notebook among report.pdf"),
    "ada_1_text.html": (b"<p>", False, "no file"),
    "ada_1_11_two.zip": (
        zip_of(a_ipynb=notebook(mark="a"), __b_ipynb=notebook(OTHER)),
        True,
        f"left two.zip/b.ipynb: it is {OTHER}",
    ),
    "ada_1_11_checked.zip": (
        zip_of(a_ipynb=notebook(), **{".ipynb_checkpoints__a_ipynb": notebook(mark="old")}),
        True,
        "1 files of checkpoints: left out",
    ),
    "ada_1_11_broken.zip": (b"PK\x03\x04 not really", False, "is no zip file that can be read"),
    "ada_1_11_04-backward-pass-2.ipynb": (b"<<<<<<< HEAD", True, "for its name: it is not JSON"),
    "ada_1_11_huge.ipynb": (b" " * (17 * 2**20), False, "has more than 16 MB: ask for it"),
    "ada_1_11_zips.zip": (
        zip_of(**{"b.zip": zip_of(**{"c.zip": zip_of(d_ipynb=notebook())})}),
        False,
        "is a zip file in a zip file in a zip file: not opened",
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_things_are_collected_or_told_each_in_a_line(home, capsys, name):
    data, taken, words = ODD[name]
    with zipfile.ZipFile(home / "c.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(name, data)
        z.writestr("bo_2_12_x.ipynb", notebook(mark="bo"))
        z.writestr("__MACOSX/._bo_2_12_x.ipynb", b"\0\5\x16\7")
    lines = run(capsys, "collect", LESSON, home / "c.zip")
    assert (collected(home).keys() == {"ada-1", "bo-2"}) == taken, lines
    assert any("1 files of macOS: left out" in line for line in lines)
    assert words is None or any(words in line for line in lines), lines
    if not taken:
        assert lines[0] == f"Canvas: 1 of 2 students handed in {LESSON}"
        assert any(line.startswith("  ada (ada-1): ") for line in lines), lines


def test_nothing_leads_out_of_the_folder_and_no_link_is_followed(home, capsys):
    with zipfile.ZipFile(home / "c.zip", "w") as z:
        z.writestr("../../../ada_1_11_x.ipynb", notebook(mark="up"))
        z.writestr("C:\\evil\\bo_2_12_x.ipynb", notebook(mark="windows"))
        link = zipfile.ZipInfo("cy_3_13_x.ipynb")
        link.external_attr = 0o120777 << 16
        z.writestr(link, "/etc/passwd")
    before = {path for path in home.parent.rglob("*")}
    lines = run(capsys, "collect", LESSON, home / "c.zip")
    assert collected(home).keys() == {"ada-1", "bo-2"}
    new = {path for path in home.parent.rglob("*")} - before
    assert all(path.is_relative_to(home) for path in new)
    assert any("cy (cy-3): x.ipynb is a link: not followed" in line for line in lines)


def test_what_is_packed_to_burst_is_not_read(home, capsys, monkeypatch):
    bomb = zip_of(x_ipynb=b" " * 200 * 2**20)
    many = zip_of(**{f"{n}_ipynb": b"" for n in range(5000)})
    lying = bytearray(zip_of(x_ipynb=notebook()))
    struct.pack_into("<I", lying, lying.rindex(b"PK\5\6") + 12, 2**31)
    with zipfile.ZipFile(home / "c.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("ada_1_11_bomb.zip", bomb)
        z.writestr("bo_2_12_many.zip", many)
        z.writestr("cy_3_13_lying.zip", bytes(lying))
        z.writestr("di_4_14_x.ipynb", notebook())
    lines = run(capsys, "collect", LESSON, home / "c.zip")
    assert collected(home).keys() == {"di-4"}
    assert any("bomb.zip/x.ipynb has more than 16 MB" in line for line in lines), lines
    assert sum("has more than 2,000 files" in line for line in lines) == 2


def test_plain_folders_and_names(home, capsys):
    place = home / "from-mail"
    for path, mark in {
        "ada/04-backward-pass/04-backward-pass.ipynb": "ada",
        "d.o'brien/anything.ipynb": "d",
        f"eve_{LESSON}.ipynb": "eve",
        f"{LESSON}-fay (2).ipynb": "fay",
        "gus.ipynb": "gus",
    }.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(notebook(mark=mark))
    (place / "ada" / LESSON / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    (place / f"{LESSON}.ipynb").write_bytes(notebook(mark="nobody"))
    lines = run(capsys, "collect", LESSON, place)
    assert collected(home).keys() == {"ada", "d.o'brien", "eve", "fay", "gus"}
    assert times(home) == {"ada": datetime(2026, 3, 1, 12)}
    assert any("whose it is cannot be told" in line for line in lines)


def test_collected_again_it_is_there_replaced_or_older(home, capsys):
    def attempt(time, mark):
        with zipfile.ZipFile(home / "b.zip", "w") as z:
            z.writestr(f"A_ada_attempt_{time}_x.ipynb", notebook(mark=mark))
        return run(capsys, "collect", LESSON, home / "b.zip")

    attempt("2026-03-01-08-30-00", "first")
    assert "  1 were there already" in attempt("2026-03-01-08-30-00", "first")
    assert any("replaced by a newer one" in x for x in attempt("2026-03-02-08-30-00", "second"))
    assert any("is newer: ada" in line for line in attempt("2026-02-01-08-30-00", "old"))
    assert collected(home) == {"ada": notebook(mark="second")}
    (kept,) = (home / ".class" / "replaced" / LESSON).iterdir()
    assert (kept / f"{LESSON}.ipynb").read_bytes() == notebook(mark="first")


def test_who_handed_in_nothing_is_named(home, capsys):
    downloads.canvas(home / "submissions.zip", HANDED_IN[1:3], "work.ipynb")
    downloads.canvas_list(home / "list.csv", CLASS[:3])
    lines = run(capsys, "collect", LESSON, home / "submissions.zip", "--roster", home / "list.csv")
    assert "  nothing handed in: Lovelace, Ada (alo_1800)" in lines


def test_students_keep_their_ids_where_moodle_s_numbers_change(home, capsys):
    downloads.moodle(home / "one.zip", HANDED_IN[:3], "x.ipynb")
    run(capsys, "collect", LESSON, home / "one.zip")
    first = collected(home)
    other = [(who, notebook(OTHER, who.login)) for who in CLASS[:3]]
    downloads.moodle(home / "two.zip", other, "x.ipynb", offset=700)
    run(capsys, "collect", OTHER, home / "two.zip")
    assert {path.name for path in (home / "submitted").iterdir()} == first.keys()


def test_two_of_one_name_are_not_mixed_up(home, capsys):
    twins = [(who, notebook(mark=str(who.number))) for who in downloads.people(2)]
    twins[1] = (downloads.Person(**(vars(twins[0][0]) | {"number": 7000})), twins[1][1])
    downloads.moodle(home / "one.zip", twins, "x.ipynb")
    run(capsys, "collect", LESSON, home / "one.zip")
    assert len(set(collected(home).values())) == 2
    downloads.moodle(home / "two.zip", [(w, notebook(OTHER)) for w, _ in twins], "x.ipynb", 50)
    lines = run(capsys, "collect", OTHER, home / "two.zip")
    assert sum("2 students are called Ada Lovelace" in line for line in lines) == 2


@pytest.mark.parametrize("wrong", ["nowhere.zip", "text.zip"])
def test_what_is_no_download_is_one_line(home, capsys, wrong):
    (home / "text.zip").write_text("no zip")
    (line,) = run(capsys, "collect", LESSON, home / wrong, status=1)
    assert line.startswith("backprop collect: ")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-a", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_a_spreadsheet_runs_nothing(text):
    assert harmless(text) == (text if text == "+49" else f"'{text}")


def test_a_download_of_too_many_files_is_cut(monkeypatch, home):
    monkeypatch.setattr(archive, "FILES_AT_MOST", 2)
    (home / "c.zip").write_bytes(zip_of(a_ipynb=b"", b_ipynb=b"", c_ipynb=b""))
    found = archive.opened(home / "c.zip")
    assert len(found.files) == 2
    assert "more than 2 files" in found.troubles[0].why


def test_who_is_anonymous_and_late_is_both():
    owner = owner_by(Platform.CANVAS, ("LATE_anon_Ab3dE_91000_work.ipynb",))
    assert (owner.number, owner.name, owner.late) == ("anon_Ab3dE", "", True)
    assert owner.returned == "LATE_anon_Ab3dE_91000_"
