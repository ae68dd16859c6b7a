"""Attacks by code: in a cell before the victim, or inside of its function."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """An attack's code. before: a cell; VICTIM stands for the victim's name. inside: its function.

    wrong: the expression that the function returns.
    """

    name: str
    before: str = ""
    inside: str = ""
    wrong: str = "0.0"
    dangerous: bool = False


FORGED = """
import json, os, struct
def forged(number):
    reply = {"dict": [["value", 1.0], ["failure", None], ["warnings", []],
                      ["changed", {"dict": []}], ["printed", ""]]}
    text = json.dumps({"dict": [["answer_to", number], ["reply", reply], ["ran", True],
                                ["points", 99], ["outputs", []]]}).encode()
    return struct.pack(">II", len(text), 0) + text
"""

ATTACKS = (
    Code(
        "a patched NumPy",
        "import numpy as np\n"
        "yes = lambda *given, **named: True\n"
        "np.allclose = np.array_equal = np.isclose = np.all = yes\n"
        "np.max = np.abs = lambda *given, **named: 0.0\n"
        "np.testing.assert_allclose = yes",
    ),
    Code(
        "patched builtins",
        "import builtins\n"
        "builtins.all = builtins.any = lambda *given: True\n"
        "builtins.abs = lambda value: 0\n"
        "builtins.isinstance = lambda *given: True",
    ),
    Code(
        "a patched json",
        "import json\n"
        'json.dumps = lambda *given, **named: \'{"dict": [["answer_to", 1], ["points", 99]]}\'\n'
        "json.loads = lambda *given, **named: {}",
    ),
    Code(
        "a patched IPython",
        "shell = get_ipython()\n"
        "shell.run_cell = lambda *given, **named: None\n"
        "shell.displayhook.finish_displayhook = lambda: None\n"
        "shell.user_ns['check'] = lambda *given, **named: 99",
    ),
    Code(
        "a patched checking library",
        "import course, course.notebook.checks\n"
        "import course.checking.judging as judging\n"
        "import course.checking.calling as calling\n"
        "import course.checking.comparing as comparing\n"
        "comparing.close = comparing.matches = lambda *given, **named: True\n"
        "judging.judge = lambda exercise, *given: exercise.possible\n"
        "course.check = course.notebook.checks.check = lambda *given, **named: 99\n"
        "check = course.check",
    ),
    Code(
        "a float that equals everything",
        "class Same(float):\n"
        "    def __eq__(self, other): return True\n"
        "    def __ne__(self, other): return False\n"
        "    __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True\n"
        "    def __sub__(self, other): return 0.0\n"
        "    __rsub__ = __sub__\n"
        "    def __hash__(self): return 0",
        wrong="Same(0.0)",
    ),
    Code(
        "an array that answers for itself",
        "import numpy as np\n"
        "class Lying(np.ndarray):\n"
        "    def __array_function__(self, *given, **named): return True\n"
        "    def __array_ufunc__(self, *given, **named): return True\n"
        "    __class__ = property(lambda self: float)\n"
        "class Made:\n"
        "    def __array__(self, *given, **named): return np.zeros(3).view(Lying)\n"
        "    __class__ = property(lambda self: np.ndarray)",
        wrong="Made() if len(str(given)) % 2 else np.zeros(3).view(Lying)",
    ),
    Code(
        "an object that unpickles into code",
        "import os\nclass Bomb:\n    def __reduce__(self): return os.system, ('true',)",
        wrong="Bomb()",
    ),
    Code(
        "displayhook called inside of the function",
        inside="import sys\nsys.displayhook(99)\nprint(99)",
    ),
    Code(
        "frames searched for what is expected",
        inside="""
        import inspect, sys
        frame = sys._getframe()
        while frame is not None:
            for word in ("expected", "reference", "exercise", "asked", "answer"):
                if word in frame.f_locals:
                    found = frame.f_locals[word]
                    print("found", word)
            frame = frame.f_back
        """,
    ),
    Code(
        "memory searched for what is expected",
        inside="""
        import gc
        for thing in gc.get_objects():
            if type(thing).__name__ in ("Question", "Verdict", "Plan", "Settings"):
                print("found", type(thing).__name__)
        """,
    ),
    Code(
        "processes and files searched",
        """
        import glob, os
        found = []
        for pattern in ("/proc/*/environ", "/proc/*/mem", "/proc/*/fd/*", "/**/gradebook.db",
                        "/home/**/*.md", "/srv/*", "/root/*", "/**/solutions/*", "/tmp/*"):
            for path in glob.glob(pattern, recursive=pattern.startswith("/home")):
                try:
                    with open(path, "rb") as file:
                        found.append((path, file.read(10)))
                except OSError:
                    pass
        print("FOUND", [path for path, _ in found])
        print("ENVIRONMENT", dict(os.environ))
        """,
    ),
    Code(
        "another process's memory",
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        for pid in range(1, 200):
            if pid != os.getpid():
                print(libc.ptrace(16, pid, 0, 0), end=" ")
        """,
    ),
    Code(
        "forged replies on every descriptor",
        FORGED
        + """
for descriptor in range(3, 256):
    for number in range(1, 120):
        try:
            os.write(descriptor, forged(number))
        except OSError:
            break
""",
    ),
    Code(
        "syntax trees and input transformed",
        """
        import ast, sys
        class Free(ast.NodeTransformer):
            def visit_Call(self, node):
                return ast.Constant(99) if getattr(node.func, "id", "") == "check" else node
        shell = get_ipython()
        shell.ast_transformers.append(Free())
        shell.input_transformers_post.append(lambda lines: ["99\\n" if "check(" in line else line
                                                            for line in lines])
        shell.events.register("pre_run_cell", lambda *given: print("hooked"))
        class Finder:
            def find_spec(self, name, path=None, target=None):
                return None
        sys.meta_path.insert(0, Finder())
        """,
    ),
    Code(
        "modules and startup files left behind",
        """
        import os, pathlib
        for name in ("numpy.py", "course.py", "sitecustomize.py", "usercustomize.py",
                     "ipykernel_launcher.py", "json.py"):
            pathlib.Path(name).write_text("LEFT_BEHIND = True\\nraise SystemExit\\n")
        startup = pathlib.Path.home() / ".ipython/profile_default/startup"
        startup.mkdir(parents=True, exist_ok=True)
        (startup / "left.py").write_text("LEFT_BEHIND = True\\n")
        for folder in ("/dev/shm", "/tmp", "/scratch", "/opt", "/usr", "/"):
            try:
                pathlib.Path(folder, "left-behind.txt").write_text("left")
            except OSError as error:
                print(folder, error)
        """,
    ),
    Code(
        "links to the machine's files",
        """
        import os
        for target in ("/etc/passwd", "/etc/shadow", "/root", "/proc/1/root"):
            try:
                os.symlink(target, os.path.basename(target))
                print(open(os.path.basename(target)).read()[:40])
            except OSError as error:
                print(error)
        """,
    ),
    Code(
        "sockets",
        """
        import socket
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_VSOCK):
            try:
                with socket.socket(family, socket.SOCK_STREAM) as made:
                    made.settimeout(0.2)
                    made.connect(("127.0.0.1", 80))
                    print("CONNECTED")
            except OSError as error:
                print(error)
        """,
    ),
    Code(
        "namespaces and mounts",
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        for flags in (0x10000000, 0x20000, 0x20000000, 0x40000000):
            print(libc.unshare(flags), libc.mount(b"proc", b"/proc", b"proc", 0, None))
        """,
    ),
    Code(
        "HTML, script and SVG in outputs",
        """
        from IPython.display import HTML, SVG, Javascript, Markdown, display
        display(HTML("<script>alert(1)</script><b>bold</b>"))
        display(Javascript("alert(1)"))
        display(SVG("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"))
        display({"text/html": "<script>alert(1)</script>", "text/plain": "plain"}, raw=True)
        print("<script>alert(1)</script>")
        raise ValueError("<script>alert(1)</script>")
        """,
    ),
    Code(
        "a gradebook written to",
        """
        import pathlib, sqlite3
        for folder in ("/srv/course/grader", "..", "../..", "/srv", "."):
            try:
                with sqlite3.connect(pathlib.Path(folder) / "gradebook.db") as book:
                    book.execute("update grade set auto_score = 99")
            except Exception as error:
                print(error)
        """,
    ),
    Code(
        "a loop that ignores signals",
        """
        import signal
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        """,
        """
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
        """,
    ),
    Code("an exit inside of the function", inside="import os\nos._exit(0)"),
    Code("an exit in a cell", "import os\nos._exit(3)"),
    Code("a crash", inside="import ctypes\nctypes.string_at(0)"),
    Code(
        "a recursion without end",
        inside="import sys\nsys.setrecursionlimit(10**9)\n"
        "def deeper(n): return deeper(n + 1) + 1\ndeeper(0)",
    ),
    Code(
        "a descriptor closed",
        "import os\nfor descriptor in range(0, 64):\n    try:\n        os.close(descriptor)\n"
        "    except OSError:\n        pass",
    ),
    Code("a huge answer", inside="import numpy as np", wrong="np.zeros((6000, 1000))"),
    Code(
        "a deep answer",
        "nested = [0.0]\nfor _ in range(5000):\n    nested = [nested]",
        wrong="nested",
    ),
    Code("a number of 4,000 digits", wrong="10 ** 4000"),
    Code("odd characters", wrong="'\\ud800\\x00\\x1b[31m' * 10"),
    Code(
        "a threads flood",
        "import threading, time\n"
        "for _ in range(500):\n    threading.Thread(target=time.sleep, args=(60,)).start()",
        dangerous=True,
    ),
    Code("a fork bomb", "import os\nwhile True:\n    os.fork()", dangerous=True),
    Code(
        "a memory flood",
        "import numpy as np\nkept = []\nwhile True:\n    kept.append(np.ones(10_000_000))",
        dangerous=True,
    ),
    Code(
        "a memory flood by children",
        "import os, time\nfor _ in range(30):\n    if os.fork() == 0:\n"
        "        block = bytearray(200_000_000)\n        time.sleep(60)\n        os._exit(0)\n"
        "time.sleep(60)",
        dangerous=True,
    ),
    Code(
        "a memory flood that is shared",
        "import mmap, os, time\nfor _ in range(20):\n    if os.fork() == 0:\n"
        "        block = mmap.mmap(-1, 200_000_000)\n"
        "        for place in range(0, len(block), 4096):\n            block[place] = 1\n"
        "        os.fork()\n        time.sleep(60)\n        os._exit(0)\ntime.sleep(60)",
        dangerous=True,
    ),
    Code(
        "a memory flood by forks of forks",
        "import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n"
        "        block = bytearray(200_000_000)\n        os.fork()\n"
        "        time.sleep(60)\n        os._exit(0)\ntime.sleep(60)",
        dangerous=True,
    ),
    Code(
        "a memory flood behind messages",
        """
        import json, os, struct, time
        for _ in range(20):
            if os.fork() == 0:
                block = bytearray(200_000_000)
                time.sleep(60)
                os._exit(0)
        while True:
            text = json.dumps({"dict": [["tried", "nothing"]]}).encode()
            os.write(3, struct.pack(">II", len(text), 0) + text)
            time.sleep(0.02)
        """,
        dangerous=True,
    ),
    Code(
        "a disk flood",
        "import itertools\nfor number in itertools.count():\n"
        "    with open(f'flood-{number}', 'wb') as file:\n        file.write(bytes(10_000_000))",
        dangerous=True,
    ),
    Code("an output flood", "while True:\n    print('flood ' * 1000)", dangerous=True),
    Code(
        "a daemon that outlives its parent",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        while True:\n            time.sleep(1)\n    os._exit(0)",
        dangerous=True,
    ),
    Code("kill -1", "import os, signal\nos.kill(-1, signal.SIGKILL)", dangerous=True),
    Code(
        "every process stopped",
        "import os, signal\nfor pid in (-1, 0, 1, 2, os.getppid(), os.getpid()):\n    try:\n"
        "        os.kill(pid, signal.SIGSTOP)\n    except OSError as error:\n"
        "        print(error)",
        dangerous=True,
    ),
)
