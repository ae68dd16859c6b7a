"""Promises of what a notebook calls: which version is checked, loops, exits, a terminal."""

import signal
import subprocess
import sys
import threading

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.terminal.interactiveshell import TerminalInteractiveShell
from traitlets.config import Config

from course import check
from course.notebook import cells, running

RIGHT = "def neuron(x, w, b):\n    return x @ w + b"
CHECK = 'verdict = check("neuron", neuron)'
QUIET = Config({"HistoryManager": {"enabled": False}})


@pytest.fixture
def notebook():
    """A notebook's IPython: call it with a cell's source."""
    shell = InteractiveShell.instance(config=QUIET)
    shell.events.register("post_run_cell", cells.remember)
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


def interrupt(seconds):
    timer = threading.Timer(seconds, signal.raise_signal, [signal.SIGINT])
    timer.start()


def test_a_loop_without_end_is_told_and_an_interrupt_says_where_it_was(
    notebook, capsys, monkeypatch
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
