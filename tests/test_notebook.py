"""Promises of what a notebook calls: which version is checked, loops, exits, a terminal."""

import datetime
import signal
import subprocess
import sys
import threading

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.terminal.interactiveshell import TerminalInteractiveShell
from traitlets.config import Config

from course import check, progress
from course.notebook import cells, kept, running
from course.notebook.definitions import fingerprint

progress_module = sys.modules["course.notebook.progress"]
RIGHT = "def neuron(x, w, b):\n    return x @ w + b"
CHECK = 'verdict = check("neuron", neuron)'
QUIET = Config({"HistoryManager": {"enabled": False}})


@pytest.fixture
def notebook():
    """A notebook's IPython: call it with a cell's source."""
    shell = InteractiveShell.instance(config=QUIET)
    shell.events.register("post_run_cell", cells.remember)
    cells._ran.clear()
    shell.push({"check": check})

    def run(*sources):
        for source in sources:
            shell.run_cell(source)
        return shell.user_ns.get("verdict")

    yield run
    InteractiveShell.clear_instance()
    cells._failed.clear()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            "def neuron(x, w, b):\n    y = x @ w\n    return y +",
            "`def neuron` ended in an error (line 3: SyntaxError: invalid syntax)",
        ),
        (
            "scale = 1 / 0\n" + RIGHT,
            "`def neuron` ended in an error (line 1: ZeroDivisionError: division by zero)",
        ),
        (
            "def neuron(x, w, b=nothing):\n    return x @ w",
            "`def neuron` ended in an error (line 1: NameError: name 'nothing' is not defined)",
        ),
        (
            "neuron = lambda x, w, b:\n",
            "`neuron =` ended in an error (line 1: SyntaxError: invalid syntax)",
        ),
        ("def neuron(x, w, b):\nreturn x @ w", "(line 2: IndentationError: expected an indented"),
        ("%matplotlib nowhere\n" + RIGHT, "`def neuron` ended in an error (line 1: "),
    ],
)
def test_a_check_says_when_it_sees_the_version_before_the_last(notebook, cell, said):
    verdict = notebook(RIGHT, cell, CHECK)
    assert said in verdict.message
    assert "this is the version before it." in verdict.message
    assert verdict.points == verdict.possible


@pytest.mark.parametrize(
    "cell",
    [
        RIGHT,
        RIGHT + "\n1 / 0",  # it failed, but after its def
        "def neurons(x):\n    return 1 / 0\nneurons(1)",
        "1 / 0",
        "# def neuron\n1 / 0",
    ],
)
def test_a_check_says_nothing_where_it_sees_the_last_version(notebook, cell):
    assert "version before" not in notebook(RIGHT, cell, CHECK).message


def test_a_cell_that_is_mended_is_no_longer_told(notebook):
    verdict = notebook(RIGHT, "def neuron(:", RIGHT, CHECK)
    assert verdict.headline == ""


def test_answers_whose_cell_failed_are_told_as_well(notebook):
    verdict = notebook(
        'answers = {1: "a"}',
        'answers = {\n  1: "b",\n  2: c}',
        'verdict = check("forward_pass_questions", answers)',
    )
    said = "Your last cell with `answers =` ended in an error (line 3: NameError"
    assert said in verdict.message
    assert verdict.number == "1 of 4 answered"


def test_a_function_that_is_not_there_is_told_with_what_became_of_its_cell(notebook, capsys):
    notebook(CHECK)
    assert "no `neuron` to check yet: run the cell with `def neuron` first." in _out(capsys)
    notebook("def neuron(x, w, b):\n    return (", CHECK)
    assert "to check yet: your last cell with `def neuron` ended in an error (line 2" in _out(
        capsys
    )


def _out(capsys):
    return capsys.readouterr().out


LOOP = """def neuron(x, w, b):
    z = 0
    while True:
        z = z + 1
    return z"""


@pytest.fixture
def interrupt():
    """Interrupt this process in so many seconds, whatever another test has left of its handler."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda seconds: threading.Timer(seconds, signal.raise_signal, [signal.SIGINT]).start()
    signal.signal(signal.SIGINT, before or signal.default_int_handler)


def test_a_loop_without_end_is_told_and_an_interrupt_says_where_it_was(
    notebook, capsys, monkeypatch, interrupt
):
    monkeypatch.setattr(running, "PATIENCE", 0.2)
    notebook(LOOP)
    interrupt(0.8)
    verdict = notebook(CHECK)
    printed = capsys.readouterr()
    assert "Your neuron is still running, with x (3,), w (3,), b = " in printed.out
    assert "Traceback" not in printed.out + printed.err
    assert (verdict.status, verdict.points, verdict.possible) == ("error", 0, 5)
    assert verdict.diagnosis == "interrupted"
    assert "It was still running at your line 4, `z = z + 1`, after 1 s." in verdict.message or (
        "It was still running at your line 3, `while True:`, after 1 s." in verdict.message
    )


def test_what_does_not_take_long_is_not_told(notebook, capsys, monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", 60)
    before = threading.active_count()
    notebook(RIGHT, CHECK)
    assert "still running" not in capsys.readouterr().out
    assert threading.active_count() <= before + 1


def test_input_gets_a_sentence(notebook):
    verdict = notebook("def neuron(x, w, b):\n    return float(input())", CHECK)
    assert "input() waits for a person, and a check has none" in verdict.message
    assert "Your line 2" in verdict.message


@pytest.mark.parametrize("call", ["exit()", "quit()", "import sys; sys.exit()"])
def test_an_exit_does_not_end_the_kernel(call):
    """In a real kernel, whose exit raises nothing."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel()
    try:
        for source in (
            "from course import check",
            f"def neuron(x, w, b):\n    {call}\n    return x @ w + b",
            'print(check("neuron", neuron))',
        ):
            outputs = []
            client.execute_interactive(source, timeout=60, output_hook=outputs.append)
        words = "".join(o["content"].get("text", "") for o in outputs)
        assert "SystemExit" in words and "Your line 2" in words
        reply = client.execute("1 + 1", reply=True, timeout=20)
        assert reply["content"]["status"] == "ok"
        assert reply["content"].get("payload", []) == []
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_print_shows_the_words_and_a_kernel_s_text_is_the_points():
    wrong = check("neuron", lambda x, w, b: x @ w)
    assert "The bias is left out" in str(wrong)
    assert str(wrong) == wrong.message
    shell = InteractiveShell(config=QUIET)
    assert shell.display_formatter.format(wrong)[0]["text/plain"] == "0"


def test_ipython_in_a_terminal_shows_the_words():
    shell = TerminalInteractiveShell.instance(config=QUIET, simple_prompt=True)
    try:
        wrong = check("neuron", lambda x, w, b: x @ w)
        assert "The bias is left out" in shell.display_formatter.format(wrong)[0]["text/plain"]
    finally:
        TerminalInteractiveShell.clear_instance()
        InteractiveShell.clear_instance()


def test_importing_the_course_outside_of_a_notebook_follows_nothing():
    code = "import sys, course; assert 'IPython' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


# What was earned before the kernel started

RELU = "def relu(z):\n    return np.maximum(0, z)"
MLP = """def mlp_forward(x, weights, biases):
    activations = [x]
    for w, b in zip(weights[:-1], biases[:-1]):
        activations.append(relu(activations[-1] @ w + b))
    return [*activations, activations[-1] @ weights[-1] + biases[-1]]"""
IMPORT = "import numpy as np"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The notebook's own file: call it with the cells that it is to hold."""
    path = tmp_path / "01-forward-pass.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))

    def save(*sources):
        nbformat.write(
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources]), path
        )
        return path

    return save


def restart():
    """All that a kernel knows is gone."""
    progress_module._verdicts.clear()
    cells._ran.clear()


def row(name):
    return next(row for row in progress("01-forward-pass").rows if row.name == name)


def checked(name, variable=None):
    return f'check("{name}", {variable or name})'


def test_progress_after_a_restart_says_what_is_from_before(notebook, file):
    file(IMPORT, RIGHT)
    notebook(IMPORT, RIGHT, checked("neuron"))
    assert row("neuron").state == "right, 5 of 5 points"
    restart()
    today = datetime.date.today()
    said = f"from before, {today.day} {today:%B %Y}"
    assert row("neuron").state == f"right, 5 of 5 points; {said}"
    assert f"right, 5 of 5 points; {said}" in progress("01-forward-pass")._repr_html_()
    assert repr(progress("01-forward-pass")).startswith("01-forward-pass: 5 of 3")
    assert row("relu").state.startswith("not attempted yet, 0 of ")


@pytest.mark.parametrize(
    ("now", "same"),
    [
        ([IMPORT, RELU, MLP], True),
        ([IMPORT, "# a comment\n" + RELU + "  # another", MLP, "1 / 0", "def ("], True),
        ([IMPORT, RELU.replace("0, z", "1, z"), MLP], False),  # what it calls is another
        ([IMPORT, RELU, MLP.replace("[:-1]", "[:-2]")], False),
        ([IMPORT, RELU, MLP, RELU.replace("maximum", "minimum")], False),  # defined again
        (["import math as np", RELU, MLP], False),
        ([IMPORT, RELU], False),
        ([], False),
    ],
)
def test_what_was_earned_counts_as_long_as_the_notebook_holds_that_code(notebook, file, now, same):
    file(IMPORT, RELU, MLP)
    notebook(IMPORT, RELU, MLP, checked("mlp_forward"))
    assert row("mlp_forward").status == "right"
    restart()
    file(*now)
    found = row("mlp_forward")
    if same:
        assert found.status == "right" and found.points == found.possible
    else:
        assert (found.status, found.points) == ("unknown", 0)
        assert f"; changed since {datetime.date.today().day} " in found.state
        assert f"; it had {found.possible} of {found.possible} points then" in found.state


def test_a_version_that_may_not_have_run_is_not_kept(notebook, file):
    """The cell failed after its def: whether the right version was reached is not known."""
    file(IMPORT, RIGHT)
    notebook(IMPORT, "def neuron(x, w, b):\n    return x", RIGHT + "\n1 / 0", checked("neuron"))
    restart()
    assert row("neuron").status == "not_attempted"


def test_answers_are_kept_as_well(notebook, file):
    answers = 'answers = {1: "a", 2: "b"}'
    path = file(answers)
    notebook(answers, checked("forward_pass_questions", "answers"))
    restart()
    assert row("forward_pass_questions").status == "unanswered"
    assert sorted(each.name for each in path.parent.iterdir()) == [".ipynb_checkpoints", path.name]


@pytest.mark.parametrize(
    "broken", ["", "[]", "{}", '{"neuron": 3}', '{"neuron": {"status": "right"}}', "\0", "[" * 9999]
)
def test_what_cannot_be_read_counts_as_nothing(notebook, file, broken):
    path = file(IMPORT, RIGHT)
    notebook(IMPORT, RIGHT, checked("neuron"))
    kept._file(path).write_text(broken)
    restart()
    assert row("neuron").status == "not_attempted"
    notebook(IMPORT, RIGHT, checked("neuron"))
    restart()
    assert row("neuron").status == "right"


def test_nothing_is_written_outside_of_a_notebook(notebook, tmp_path, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(tmp_path)
    notebook(IMPORT, RIGHT, checked("neuron"))
    assert list(tmp_path.iterdir()) == []


def test_a_fingerprint_follows_what_is_used_and_nothing_else():
    def of(*sources):
        return fingerprint([(source, True) for source in sources], "f")

    base = of("k = 2", "def f(x):\n    y = x\n    return y * k")
    assert base == of("y = 7", "k = 2", "def f(x):\n  y = x  # copied\n  return y*k", "x = 3")
    assert base != of("k = 3", "def f(x):\n    y = x\n    return y * k")
    assert of("def g(): pass") is None
    assert fingerprint([("def f(): pass", False)], "f") is None
    assert of("def f(a=[k for k in range(3)]): pass", "k = 1") is not None
