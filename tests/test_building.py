"""The way from a lesson's text to its notebooks, and what each mistake in the text reads like."""

import ast
import re
import shutil

import nbformat
import pytest
import yaml

from course.exercises import of_lesson
from course.material import files, schema
from grader.building import make as building
from grader.building import readme
from grader.building.notebook import notebook_of
from grader.building.questions import check_claims
from grader.building.readme import build_readme, check_readme
from grader.building.running import check_earned, joined
from grader.building.text import Cell, Place
from grader.cli import main
from grader.errors import CourseError
from grader.paths import SOLUTIONS

LESSON = "01-forward-pass"
TEXT = (SOLUTIONS / f"{LESSON}.md").read_text(encoding="utf-8")
RELU = '\ndef relu(z):\n    """Return max(0, z), entry by entry."""\n'
RELU_CHECK = '```{code-cell} ipython3\n:tags: [check]\n\ncheck("relu", relu)\n```\n'


def changed(old, new):
    """Return the lesson's text with one thing in it changed."""
    assert TEXT.count(old) == 1, f"{old!r} stands {TEXT.count(old)} times in the text"
    return TEXT.replace(old, new)


def error_of(tmp_path, text):
    path = tmp_path / f"{LESSON}.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        notebook_of(path)
    return str(caught.value)


MISTAKES = {
    "a check without its exercise": (RELU_CHECK, RELU_CHECK + "\n" + RELU_CHECK, "tagged"),
    "an exercise without its check": (RELU_CHECK, "", "check"),
    'two exercises named "neuron"': ('check("relu", relu)', 'check("neuron", neuron)', "rename"),
    'no exercise "rely"': ('check("relu", relu)', 'check("rely", relu)', "use one of"),
    "a check that does not end in a call of check": (
        'check("relu", relu)',
        "relu(np.zeros(3))",
        "end it with",
    ),
    'does not define "relu"': (RELU, RELU.replace("def relu", "def rely"), "define the function"),
    "another signature": (RELU, RELU.replace("(z)", "(z, x)"), "write relu(z)"),
    "stands outside its markers": (RELU, RELU + "    z = z + 0\n", "leave nothing"),
    "is not between its markers": (
        RELU + "    ### BEGIN SOLUTION\n    return np.maximum(0, z)\n    ### END SOLUTION\n",
        RELU + "    return np.maximum(0, z)\n",
        "### BEGIN SOLUTION",
    ),
    "a solution in a cell that is no exercise": (
        "from course import data\n",
        "### BEGIN SOLUTION\nfrom course import data\n### END SOLUTION\n",
        "move it",
    ),
    "a marking scheme outside a dilemma": ('+++ {"tags": ["dilemma"]}', "+++", "dilemma"),
    '"Eleven questions" above quiz, which has 10': (
        "Ten questions, not graded",
        "Eleven questions, not graded",
        "correct the number",
    ),
    'no part "## Two voices"': ("## Two voices\n", "## Three voices\n", "has one"),
    'the part "Quick: in one minute" stands where "In code"': (
        "## Standard: the idea\n",
        "## Standard: the idea\n\n## Quick: in one minute\n",
        "once",
    ),
    "listen(...) without a text above it": (
        "from course import listen\n\nlisten(...)",
        "1\n```\n\n```{code-cell} ipython3\nfrom course import listen\n\nlisten(...)",
        "put it below its text",
    ),
    "listen(...) below 1": (
        "A neuron multiplies each input",
        "A neuron, " + "one of very many, " * 10 + "multiplies each input",
        "shorten them to 120",
    ),
    '"relu" is under a heading with "Going further"': (
        "#### Exercise 3. ReLU\n",
        "#### Exercise 3. ReLU, going further\n",
        "say the same in both",
    ),
    "unknown tag 'demos'": (
        ":tags: [demo]\n\nfrom course.plots import plot_activations",
        ":tags: [demos]\n\nfrom course.plots import plot_activations",
        "use one of",
    ),
    "question 2 has no choice 'x'": ('2: "d", 3', '2: "x", 3', "a, b, c, d"),
    "no dictionary with a letter for each question": ('2: "d", 3', "3", "1, 2, 3, 4"),
    "an amount with a dollar sign": ("so 3 means 300,000 dollars", "so 3 means $300,000", "word"),
    "not Python": (RELU, RELU.replace("(z):", "(z)"), "mend"),
}


@pytest.mark.parametrize("found", MISTAKES)
def test_a_mistake_in_the_text_is_one_line_with_file_line_and_remedy(tmp_path, found):
    old, new, remedy = MISTAKES[found]
    message = error_of(tmp_path, changed(old, new))
    assert found in message
    assert remedy in message
    assert "\n" not in message
    name, line, _ = message.split(":", 2)
    assert name == f"{LESSON}.md"
    assert 1 < int(line) <= TEXT.count("\n") + 10


def test_the_line_of_a_mistake_is_that_of_its_cell(tmp_path):
    text = changed(RELU, RELU.replace("def relu", "def rely"))
    line = int(error_of(tmp_path, text).split(":")[1])
    assert text.splitlines()[line - 1] == "```{code-cell} ipython3"
    assert "def rely(z):" in text.splitlines()[line : line + 4]


def test_every_exercise_s_name_and_points_come_from_the_library():
    cells = notebook_of(SOLUTIONS / f"{LESSON}.md").cells
    points = {
        cell.metadata.nbgrader.grade_id.removesuffix("_check"): cell.metadata.nbgrader.points
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert points == {exercise.name: exercise.possible for exercise in of_lesson(LESSON)}


def test_cell_ids_are_the_same_every_time_and_differ():
    first, second = (
        [cell.id for cell in notebook_of(p).cells] for p in [SOLUTIONS / f"{LESSON}.md"] * 2
    )
    assert first == second
    assert len(set(first)) == len(first)


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A copy of the text and its notebooks in folders of its own, for builds."""
    for name in ("SOLUTIONS", "LESSONS"):
        folder = tmp_path / name.lower()
        shutil.copytree(getattr(building, name), folder)
        monkeypatch.setattr(building, name, folder)
    return tmp_path


@pytest.mark.parametrize("lesson", building.lessons())
def test_what_lies_in_the_tree_is_what_the_text_gives(lesson):
    building.check(lesson)


@pytest.mark.parametrize("which", ["solutions", "lessons"])
def test_a_stale_notebook_is_told(house, which):
    path = house / which / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace("A neuron multiplies", "A neuron divides", 1))
    before = path.read_bytes()
    with pytest.raises(CourseError, match=f"{which}/{LESSON}/.*run backprop build {LESSON}"):
        building.check(LESSON)
    assert path.read_bytes() == before, "a check changes nothing"


def test_two_builds_give_the_same_but_for_outputs(house):
    """The first of them made what lies in the tree."""
    paths = [house / which / LESSON / f"{LESSON}.ipynb" for which in ("solutions", "lessons")]
    solution, lesson = (path.read_bytes() for path in paths)
    for path in paths:
        path.unlink()
    building.build(LESSON)
    assert paths[1].read_bytes() == lesson
    first, second = nbformat.reads(solution.decode(), 4), nbformat.read(paths[0], 4)
    for cell in (*first.cells, *second.cells):
        cell.pop("outputs", None)
    assert first == second


def test_a_cell_that_fails_is_named_by_its_line(house):
    path = house / "solutions" / f"{LESSON}.md"
    text = changed("from course import data\n", "from course import data\n1 / 0\n")
    text = text.replace("# ", "# from course import data, said before it is done\n\n", 1)
    path.write_text(text)
    with pytest.raises(CourseError) as caught:
        building.build(LESSON)
    line = int(str(caught.value).split(":")[1])
    assert text.splitlines()[line - 1] == "from course import data"
    assert "ZeroDivisionError" in str(caught.value)


@pytest.mark.parametrize(("shown", "told"), [("3", "3"), ("", "none")])
def test_a_solution_that_does_not_earn_everything_is_told_at_its_check(shown, told):
    notebook = notebook_of(SOLUTIONS / f"{LESSON}.md")
    check = next(cell for cell in notebook.cells if cell.source == 'check("relu", relu)')
    points = check.metadata.nbgrader.points
    data = {"text/plain": str(points)}
    check.outputs = [nbformat.v4.new_output("execute_result", data=data)]
    check_earned(check, SOLUTIONS / f"{LESSON}.md")
    check.outputs[0].data["text/plain"] = shown
    with pytest.raises(CourseError, match=f"the solution earns {told} of {points} ") as caught:
        check_earned(check, SOLUTIONS / f"{LESSON}.md")
    line = int(str(caught.value).split(":")[1])
    assert TEXT.splitlines()[line - 1] == 'check("relu", relu)'


def test_a_lesson_that_is_not_there_is_told():
    with pytest.raises(CourseError, match=f"no lesson '99-none': there are .*{LESSON}"):
        building.build("99-none")


def test_a_question_taken_out_of_a_quiz_that_the_text_counts_is_told(monkeypatch, tmp_path):
    kept = yaml.safe_load((files.FOLDER / f"{LESSON}.yaml").read_text())
    del kept["quiz"][4]
    shutil.copy(files.FOLDER / "schema.json", tmp_path)
    (tmp_path / f"{LESSON}.yaml").write_text(yaml.safe_dump(kept))
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    monkeypatch.setattr(schema, "FOLDER", tmp_path)
    with pytest.raises(CourseError, match='"Ten questions" above quiz, which has 9: correct'):
        notebook_of(SOLUTIONS / f"{LESSON}.md")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Ten questions.", "Ten questions"),
        ("There are 10 practice questions", "10 practice questions"),
        ("One question is hard. Questions help.", None),
        ("Eight cards to come.", None),
        ("Nine questions, or so.", None),
    ],
)
def test_what_counts_as_a_count_of_questions(text, counted):
    cells = [
        Cell(nbformat.v4.new_markdown_cell(text), (), Place(SOLUTIONS / "x.md", 1)),
        Cell(nbformat.v4.new_code_cell('quiz("x")'), (), Place(SOLUTIONS / "x.md", 3)),
    ]
    if counted is None:
        check_claims(cells, {"quiz": [{}] * 9, "cards": [{}]})
    else:
        with pytest.raises(CourseError, match=f'x.md:1: "{counted}" above quiz, which has 9'):
            check_claims(cells, {"quiz": [{}] * 9, "cards": [{}]})


def test_what_is_read_aloud_stands_in_the_text_once():
    assert TEXT.count("adds the products, and adds one more number") == 1
    cells = notebook_of(SOLUTIONS / f"{LESSON}.md").cells
    button = next(cell for cell in cells if "listen(" in cell.source)
    spoken = ast.literal_eval(ast.parse(button.source).body[-1].value.args[0])
    assert spoken.startswith("A neuron multiplies each input by a weight, adds the products, and")
    assert max(map(len, button.source.splitlines())) <= 100


def test_check_names_every_stale_lesson_and_what_is_left_over(house, capsys):
    others = [lesson for lesson in building.lessons() if lesson > LESSON][:2]
    for lesson in set(building.lessons()) - {LESSON, *others}:
        (house / "solutions" / f"{lesson}.md").unlink()
        for which in ("solutions", "lessons"):
            shutil.rmtree(house / which / lesson)
    for lesson in (LESSON, others[0]):
        path = house / "lessons" / lesson / f"{lesson}.ipynb"
        path.write_text(path.read_text().replace("## By hand", "## By foot"))
    (house / "lessons" / "99-gone").mkdir()
    (house / "lessons" / ".ipynb_checkpoints").mkdir()
    assert main(["build", "--check"]) == 1
    out, err = capsys.readouterr()
    assert f"{others[1]}: up to date" in out
    assert err.splitlines() == [
        "backprop build: lessons/99-gone is left over, since there is no solutions/99-gone.md: "
        "remove the folder",
        *(
            f"backprop build: lessons/{lesson}/{lesson}.ipynb is not what solutions/{lesson}.md "
            f"gives: run backprop build {lesson}"
            for lesson in (LESSON, others[0])
        ),
    ]


def test_a_notebook_that_a_merge_has_broken_is_stale(house, capsys):
    path = house / "solutions" / LESSON / f"{LESSON}.ipynb"
    path.write_text("<<<<<<< HEAD\n" + path.read_text())
    assert main(["build", "--check", LESSON]) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1 and f"run backprop build {LESSON}" in line


def test_line_ends_are_no_difference(house):
    for which in ("solutions", "lessons"):
        path = house / which / LESSON / f"{LESSON}.ipynb"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    path = house / "solutions" / f"{LESSON}.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    building.check(LESSON)


def test_the_readme_s_table_is_made_of_the_texts(monkeypatch, tmp_path):
    check_readme()
    other = tmp_path / "README.md"
    text = readme.README.read_text()
    other.write_text(text.replace("Whose fault was the error", "Who is to blame"))
    monkeypatch.setattr(readme, "README", other)
    with pytest.raises(CourseError, match="run backprop build"):
        check_readme()
    build_readme()
    assert other.read_text() == text


def test_neighbouring_texts_of_a_stream_are_one_output():
    def stream(name, text):
        return nbformat.v4.new_output("stream", name=name, text=text)

    shown = nbformat.v4.new_output("display_data", {"text/plain": "picture"})
    cut = [stream("stdout", "a"), stream("stdout", "b\n"), shown, stream("stdout", "c")]
    cut += [stream("stderr", "d"), stream("stdout", "e"), stream("stdout", "f")]
    whole = [stream("stdout", "ab\n"), shown, stream("stdout", "c")]
    whole += [stream("stderr", "d"), stream("stdout", "ef")]
    assert joined(cut) == whole


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (LESSON, "is there already: choose another name"),
        ("14-loss", "loss.* is there already"),
        ("perceptron", "expected two digits and words"),
        ("14-2d", "expected two digits and words"),
    ],
)
def test_a_new_lesson_that_cannot_be_is_one_line_and_writes_nothing(name, told, capsys):
    before = set(SOLUTIONS.iterdir())
    assert main(["new-lesson", name]) == 1
    line = capsys.readouterr().err
    assert re.search(told, line) and line.count("\n") == 1
    assert set(SOLUTIONS.iterdir()) == before
