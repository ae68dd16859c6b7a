"""What grading promises when it is attacked: nothing unearned, nothing leaked, nothing left."""

import json
import os
import platform
import re

import pytest

from grader.paths import ROOT
from grader.sandbox.lane import Lane
from grader.sandbox.limits import Limits
from grader.sandbox.memory import descendants
from grader.sandbox.starting import Warm
from tests.grader.classes import LESSON, assert_earned
from tests.grader.conftest import MILD

SECRETS = re.compile(r"gradebook\.db|solutions/|root:x:0|root:\*|submitted/|attack-\d\d")


@pytest.fixture
def lane(warm):
    """A sandbox with a worker in it."""
    made = Lane(address=warm.address)
    try:
        made.start_worker()
        yield made
    finally:
        made.close()


def notebook_of(attacked_class, student):
    path = attacked_class.folder / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    return path.read_text(encoding="utf-8")


def student_of(kind):
    return next(student for student, name in MILD.items() if name == kind)


@pytest.mark.parametrize("student", MILD, ids=MILD.get)
def test_an_attack_earns_nothing_that_was_not_earned(attacked_class, student):
    assert_earned(attacked_class, student)
    possible = {n: o["possible"] for n, o in attacked_class.outcomes(student).items()}
    book = attacked_class.book[student]
    points = attacked_class.points(student)
    assert {n.removesuffix("_check"): m[1] for n, m in book.items()} == points
    assert all(points[name] is None or 0 <= points[name] <= possible[name] for name in points)


@pytest.mark.parametrize("student", MILD, ids=MILD.get)
def test_an_attack_is_met_with_a_line_for_the_student_and_for_the_instructor(
    attacked_class, student
):
    outcomes = attacked_class.outcomes(student)
    victim = next(iter(outcomes))
    words = outcomes[victim]["message"]
    assert words.strip()
    assert json.dumps(words, ensure_ascii=False)[1:-1] in _unescaped(
        notebook_of(attacked_class, student)
    )
    status = attacked_class.report["students"][student]["status"]
    assert outcomes[victim]["diagnosis"] in words or "\n--" in words or status == "unreadable"


def _unescaped(text):
    return json.dumps(json.loads(text), ensure_ascii=False)


def test_bystanders_keep_all_of_their_points(attacked_class):
    for student in ("a-bystander", "z-bystander"):
        assert_earned(attacked_class, student)
        assert attacked_class.report["students"][student]["status"] == "graded"


@pytest.mark.parametrize(
    "kind",
    [
        "processes and files searched",
        "frames searched for what is expected",
        "memory searched for what is expected",
        "links to the machine's files",
        "sockets",
        "another process's memory",
    ],
)
def test_a_search_finds_nothing(attacked_class, kind):
    text = notebook_of(attacked_class, student_of(kind))
    outputs = text[text.index('"outputs"') :]
    assert "CONNECTED" not in re.sub(r'print\(\\"CONNECTED\\"\)', "", outputs)
    printed = "".join(re.findall(r'"name": "stdout", "text": "(.*?)"[,}]', outputs))
    assert "FOUND [" not in printed or "FOUND []" in printed
    assert not re.search("found (expected|reference|asked|Question|Verdict|Plan|Set)", printed)
    assert not SECRETS.search(printed), SECRETS.search(printed)


def test_what_was_tried_is_told_to_the_instructor(attacked_class):
    for kind, words in {
        "sockets": "a network connection",
        "processes and files searched": "to read /proc",
        "modules and startup files left behind": "to write /",
        "a gradebook written to": "to write /srv/course/grader",
        "another process's memory": "the system's own libraries",
        "points changed": "given other points, locks or tags",
        "tags of every kind": "given other points, locks or tags",
        "checks deleted": "deleted, and taken as released",
        "ids that stand twice": "there twice",
        "a patched NumPy": "it replaces functions of libraries",
        "HTML, script and SVG in Markdown": "scripts",
        "an exit in a cell": "was stopped",
        "frames searched for what is expected": "frames or memory",
        "a notebook of 100 MB": "100 MB",
        "a link instead of a notebook": "is a link",
        "no JSON": "not JSON",
    }.items():
        flags = attacked_class.report["students"][student_of(kind)]["flags"]
        assert any(words in flag for flag in flags), (kind, flags)
        assert f"look at {student_of(kind)}: " in attacked_class.said


def test_nothing_that_a_student_wrote_can_run_in_a_reader_s_browser(attacked_class):
    for student in MILD:
        text = notebook_of(attacked_class, student)
        assert not re.search(r"text/html|image/svg|application/javascript", _outputs_of(text))
        path = attacked_class.folder / "feedback" / student / LESSON / f"{LESSON}.html"
        page = path.read_text(encoding="utf-8").split("<body>", 1)[1]
        assert not re.search(r"<script>alert|<svg onload|<img[^>]+onerror", page)
        assert not re.search(r"""(href|src)=["']?\s*(javascript|vbscript|file):""", page)
        assert not re.search(r"<img[^>]+example", page)


def _outputs_of(text):
    return "".join(re.findall(r'"data": \{.*?\}', text))


def test_nothing_is_left_for_the_next_student(lane):
    lane.run(
        "import os, pathlib\nfor place in ('.', '/scratch', '/tmp', '/dev/shm', '/'):\n"
        "    try:\n        pathlib.Path(place, 'left.txt').write_text('left')\n"
        "    except OSError:\n        pass\nimport numpy\nnumpy.left = True\n"
        "os.write(2, b'left')\n"
    )
    lane.end_worker()
    lane.start_worker()
    outputs = lane.run(
        "import os, numpy\n"
        "print([os.listdir(p) for p in ('.', '/scratch', '/dev/shm')],\n"
        "      hasattr(numpy, 'left'),\n"
        "      [os.path.exists(f'{p}/left.txt') for p in ('/tmp', '')],\n"
        "      os.path.samestat(os.fstat(2), os.stat('/dev/null')))"
    )
    assert outputs[0]["text"].strip() == "[[], [], []] False [False, False] True"


def test_a_signal_to_its_group_reaches_no_other_submission():
    warm = Warm()
    lanes = [Lane(limits=Limits(seconds=20), address=warm.address) for _ in range(2)]
    try:
        for lane in lanes:
            lane.start_worker()
        for signal in ("SIGSTOP", "SIGKILL"):
            lanes[0].run(f"import os, signal\nos.kill(0, signal.{signal})\nos.killpg(0, 9)")
            assert lanes[1].run("print(6 * 7)")[0]["text"] == "42\n"
        lanes[0].end_worker()
        lanes[0].start_worker()
        assert lanes[0].run("print(6 * 7)")[0]["text"] == "42\n"
        assert warm._process.poll() is None
    finally:
        for lane in lanes:
            lane.close()
        warm.close()


def test_the_sandbox_shows_python_and_course_and_nothing_else(monkeypatch):
    monkeypatch.setenv("A_SECRET", "of the instructor")
    lane = Lane()  # of a sandbox that starts now, when the secret is there
    try:
        lane.start_worker()
        outputs = _seen_from(lane)
    finally:
        lane.close()
    wanted = "True [False, False, False, False, False] [] ['sandbox'] [] True"
    assert outputs[0]["text"].strip() == wanted


def _seen_from(lane):
    return lane.run(
        f"import os\nprint(os.path.isdir('/opt/backprop/course'),\n"
        f"      [os.path.exists(os.path.join({str(ROOT)!r}, part)) for part in\n"
        "       ('solutions', 'grader/gradebook.db', 'lessons', '.git', 'grader/judge')],\n"
        "      os.listdir('/proc'), sorted(os.listdir('/opt/backprop/grader')),\n"
        "      [name for name in os.environ if 'SECRET' in name], os.getuid() != 0)"
    )


REFUSED = """
import ctypes, errno, os, socket, time
libc = ctypes.CDLL(None, use_errno=True)
def told(name, result):
    print(name, errno.errorcode[ctypes.get_errno()] if result == -1 else f"allowed ({result})")
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
    told(family.name, libc.socket(int(family), 2, 0))
child = os.fork()
if child == 0:
    time.sleep(20)
    os._exit(0)
told("ptrace", libc.ptrace(16, child, 0, 0))
told("unshare", libc.unshare(0x10000000))
told("mount", libc.mount(b"x", b"/scratch", b"tmpfs", 0, None))
told("keyctl", libc.syscall(250, 0, -3, 0))
told("shmget", libc.shmget(0, 4096, 0o1600))
told("msgget", libc.msgget(0, 0o1600))
told("semget", libc.semget(0, 1, 0o1600))
told("shared", libc.mmap(0, 4096, 3, 0x21, -1, 0))
told("datagrams", libc.socketpair(1, 2, 0, (ctypes.c_int * 2)()))
pair = socket.socketpair()
for name in ("SO_SNDBUF", "SO_RCVBUF"):
    size = ctypes.byref(ctypes.c_int(1 << 20))
    told(name, libc.setsockopt(pair[0].fileno(), 1, getattr(socket, name), size, 4))
os.kill(child, 9)
"""


@pytest.mark.skipif(platform.machine() != "x86_64", reason="has numbers of x86_64's system calls")
def test_the_kernel_refuses_what_a_submission_has_no_use_for(lane):
    (output,) = lane.run(REFUSED)
    answers = dict(line.split(" ", 1) for line in output["text"].splitlines())
    assert answers.keys() == {
        "AF_INET", "AF_INET6", "AF_NETLINK", "ptrace", "unshare", "mount", "keyctl",
        "shmget", "msgget", "semget", "shared", "datagrams", "SO_SNDBUF", "SO_RCVBUF",
    }  # fmt: skip
    assert set(answers.values()) == {"EPERM"}, answers


@pytest.mark.parametrize("kind", ["net", "pid", "mnt", "ipc", "user", "uts"])
def test_a_worker_shares_no_namespace_with_the_machine(lane, kind):
    lane.run("1 + 1")
    *_, worker = descendants(lane._warm.pid)
    inside = os.readlink(f"/proc/{worker}/ns/{kind}")
    assert inside != os.readlink(f"/proc/self/ns/{kind}")
