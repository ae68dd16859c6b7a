"""A lesson is one manifest: discovered, in order, graded or not, with any number of functions."""

import subprocess
import sys

import nbformat
import pytest

import course.exercises
from course.checking import Exercise, Part, Questions, Written
from course.exercises import lesson_of, lessons, of_lesson
from course.exercises.forward_pass import NEURON, RELU
from course.exercises.manifest import Lesson
from course.material import files
from grader.building import make, manifests
from grader.building.notebook import notebook_of
from grader.building.release import release
from grader.errors import CourseError
from grader.judge.plan import plan_of
from tests.submissions import GRADED, grade_id

EXERCISE = """
```{{code-cell}} ipython3
:tags: [exercise]

{solution}
```

```{{code-cell}} ipython3
:tags: [check]

check("{name}", {answer})
```
"""
SOLVED = '''def {name}({arguments}):
    """Return what is asked."""
    ### BEGIN SOLUTION
    return {result}
    ### END SOLUTION
'''


def write(folder, lesson, *exercises):
    """Write a lesson's text with exercises, given as (name, answer, solution)."""
    path = folder / f"{lesson.name}.md"
    cells = [
        EXERCISE.format(name=name, answer=answer, solution=solution)
        for name, answer, solution in exercises
    ]
    path.write_text(f"# {lesson.name}\n" + "".join(cells))
    return path


NEURON_TEXT = (
    "neuron",
    "neuron",
    SOLVED.format(name="neuron", arguments="x, w, b", result="x @ w + b"),
)
RELU_TEXT = ("relu", "relu", SOLVED.format(name="relu", arguments="z", result="z * (z > 0)"))


def test_every_text_has_its_manifest_and_every_manifest_its_text():
    assert list(lessons()) == make.lessons()


def test_an_exercise_is_found_in_its_lesson():
    assert lesson_of("dense_backward") == "04-backward-pass"
    names = [asked.name for asked in of_lesson("04-backward-pass")]
    assert names[0] == "relu_backward"
    assert names[-3:] == ["suspects", "backward_pass_questions", "backward_pass_dilemma"]


def test_a_graded_lesson_ends_with_four_questions_and_a_dilemma():
    for lesson in map(lessons().get, GRADED):
        *exercises, questions, dilemma = lesson.asked
        assert tuple(exercises) == lesson.exercises
        assert isinstance(questions, Questions) and questions.possible == 4
        assert isinstance(dilemma, Written) and dilemma.possible == 5


def test_the_choices_of_graded_questions_are_those_of_the_lesson_s_file():
    for lesson in map(lessons().get, GRADED):
        graded = files.read(lesson.name)["graded"]
        choices = lesson.asked[-2].choices
        assert dict(choices) == {n: tuple(q["choices"]) for n, q in enumerate(graded, 1)}


def test_finding_an_exercise_reads_no_file():
    code = (
        "import sys; from course.exercises import find; find('neuron'); "
        "print('yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_what_goes_further_is_no_part_of_the_core():
    lesson = Lesson("08-made-up", exercises=(NEURON, RELU), further=("relu",))
    assert lesson.core == (NEURON,)
    assert lesson.asked[:2] == (NEURON, RELU)


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ({"name": "regularization"}, "expected two digits and words"),
        ({"exercises": NEURON}, "end a single one with a comma"),
        ({"exercises": (NEURON,), "further": ("relu",)}, "the name of one of its exercises"),
        ({"exercises": (NEURON,), "further": "neuron"}, "end a single one with a comma"),
    ],
)
def test_a_slip_in_a_manifest_is_one_line_with_a_remedy(slip, told):
    with pytest.raises(ValueError, match=told) as caught:
        Lesson(**{"name": "08-made-up", **slip})
    assert "\n" not in str(caught.value)


def test_two_lessons_of_one_name_are_told(monkeypatch, tmp_path):
    (tmp_path / "doubled.py").write_text(
        'from course.exercises.manifest import Lesson\nLESSON = Lesson("02-loss")\n'
    )
    monkeypatch.setattr(course.exercises, "__path__", [*course.exercises.__path__, str(tmp_path)])
    lessons.cache_clear()
    try:
        with pytest.raises(CourseError, match="a second lesson '02-loss'.*; rename it"):
            manifests.manifests()
    finally:
        sys.modules.pop("course.exercises.doubled", None)
        lessons.cache_clear()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('EXAMPLE = Exercise(name="example", pionts=3)', "line 2: TypeError: .*pionts.*; mend it"),
        ("EXAMPLE = Exercise(", "line 2: .*never closed; mend it"),
        ('LESSON = Lesson("08-slip", exercises=(1))', "line 2: ValueError: .* comma.*; mend it"),
    ],
)
def test_a_slip_in_a_module_of_exercises_is_one_line(monkeypatch, tmp_path, line, told):
    (tmp_path / "slip.py").write_text(
        f"from course.exercises.manifest import Exercise, Lesson\n{line}\n"
    )
    monkeypatch.setattr(course.exercises, "__path__", [*course.exercises.__path__, str(tmp_path)])
    monkeypatch.setattr(manifests, "FOLDER", tmp_path)
    lessons.cache_clear()
    try:
        with pytest.raises(CourseError, match=rf"slip\.py, {told}") as caught:
            manifests.manifests()
        assert "\n" not in str(caught.value)
    finally:
        sys.modules.pop("course.exercises.slip", None)
        lessons.cache_clear()


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ({"parts": (Part("y", 3))}, "parts is a Part; expected a tuple; .* comma"),
        ({"parts": (Part("y", "3"),)}, "part 'y': found '3' points; expected a whole number"),
        ({"parts": (Part("y", 3), Part("y", 2))}, "two of its parts are named 'y'; rename"),
        ({"mistakes": (("no_bias", "b is left out"),)}, "found a tuple in mistakes; .* Mistake;"),
        ({"reference": None}, "reference is no function"),
        ({"functions": ("train", "predict")}, "not as many as functions names"),
        ({"draw": []}, "draw is no function"),
        ({"name": "dense forward"}, "expected a name of Python's"),
    ],
)
def test_a_slip_in_an_exercise_is_one_line_with_a_remedy(slip, told):
    entry = {
        "name": "example",
        "contract": "a number",
        "reference": lambda x: x,
        "draw": lambda rng: [],
        "parts": (Part("y", 3),),
    }
    Exercise(**entry)
    with pytest.raises(ValueError, match=told) as caught:
        Exercise(**entry | slip)
    assert "\n" not in str(caught.value)


# Made-up lessons


@pytest.fixture(scope="module")
def ungraded(tmp_path_factory):
    """A lesson like the door, 00: an exercise to try, nothing that is graded; built, not run."""
    tmp_path = tmp_path_factory.mktemp("ungraded")
    lesson = Lesson("00-made-up", exercises=(NEURON,), graded=False)
    notebook = notebook_of(write(tmp_path, lesson, NEURON_TEXT), lesson)
    folder = tmp_path / "solutions" / lesson.name
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{lesson.name}.ipynb")
    release(lesson.name, tmp_path / "solutions", tmp_path / "lessons")
    released = tmp_path / "lessons" / lesson.name / f"{lesson.name}.ipynb"
    return notebook, nbformat.read(released, as_version=4)


def test_a_lesson_that_is_not_graded_needs_no_questions_dilemma_or_parts(ungraded):
    notebook, _ = ungraded
    assert [grade_id(cell) for cell in notebook.cells] == [None, "neuron", "neuron_check"]


def test_a_lesson_that_is_not_graded_is_released_without_points_and_without_solutions(ungraded):
    _, released = ungraded
    assert not any(c.metadata.get("nbgrader", {}).get("grade") for c in released.cells)
    _, exercise, check = released.cells
    assert "raise NotImplementedError()" in exercise.source and "x @ w" not in exercise.source
    assert check.source == 'check("neuron", neuron)'


def test_a_lesson_that_is_not_graded_may_hold_a_single_question_and_a_card(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    lesson = Lesson("00-made-up", graded=False)
    choices = "".join(
        f"      - {{text: {text}, explanation: why{right}}}\n"
        for text, right in (("one", ", right: true"), ("two", ""), ("three", ""))
    )
    text = (
        f"quiz:\n  - prompt: How many?\n    kind: multiple_choice\n    choices:\n{choices}"
        "cards:\n  - {front: What?, back: That.}\n"
    )
    (tmp_path / "schema.json").write_text(
        (make.SOLUTIONS.parent / "quizzes" / "schema.json").read_text()
    )
    (tmp_path / "00-made-up.yaml").write_text(text)
    notebook_of(write(tmp_path, lesson), lesson)
    (tmp_path / "00-made-up.yaml").write_text(text.replace("front", "frnt"))
    with pytest.raises(CourseError, match="quizzes/00-made-up.yaml, cards 1: found"):
        notebook_of(write(tmp_path, lesson), lesson)


def test_a_lesson_that_is_not_graded_is_not_in_the_judge_s_list(monkeypatch):
    door = Lesson("00-made-up", exercises=(NEURON,), graded=False)
    monkeypatch.setattr("grader.judge.plan.lessons", lambda: {door.name: door, **lessons()})
    with pytest.raises(CourseError, match="no graded lesson '00-made-up': there are 01-"):
        plan_of("00-made-up")


def train(x, labels, rng):
    return [x.mean(axis=0)]


def predict(parameters, x):
    return (x > parameters[0]).argmax(axis=1)


TRAIN_PREDICT = Exercise(
    name="train_predict",
    contract="parameters, and labels",
    reference=(train, predict),
    functions=("train", "predict"),
    draw=lambda rng: [],
    parts=(Part("labels", 3),),
)
TRAIN = SOLVED.format(name="train", arguments="x, labels, rng", result="[x.mean(axis=0)]")
PREDICT = SOLVED.format(name="predict", arguments="parameters, x", result="x.argmax(axis=1)")


def test_an_exercise_may_ask_for_two_functions_in_one_cell(tmp_path):
    lesson = Lesson("13-made-up", exercises=(TRAIN_PREDICT,), graded=False)
    both = ("train_predict", "(train, predict)", f"{TRAIN}\n\n{PREDICT}")
    notebook = notebook_of(write(tmp_path, lesson, both), lesson)
    names = [grade_id(cell) for cell in notebook.cells[1:]]
    assert names == ["train_predict", "train_predict_check"]
    alone = ("train_predict", "(train, predict)", TRAIN)
    with pytest.raises(CourseError, match='does not define "predict"'):
        notebook_of(write(tmp_path, lesson, alone), lesson)
    other = ("train_predict", "(train, predict)", f"{TRAIN}\n\n{PREDICT}".replace("s, x)", "s)"))
    with pytest.raises(CourseError, match=r"write predict\(parameters, x\)"):
        notebook_of(write(tmp_path, lesson, other), lesson)


def test_the_text_has_the_manifest_s_order(tmp_path):
    lesson = Lesson("00-made-up", exercises=(NEURON, RELU), graded=False)
    notebook_of(write(tmp_path, lesson, NEURON_TEXT, RELU_TEXT), lesson)
    with pytest.raises(CourseError, match='"relu" stands here, where the manifest has "neuron"'):
        notebook_of(write(tmp_path, lesson, RELU_TEXT, NEURON_TEXT), lesson)


def test_a_graded_lesson_without_its_file_of_questions_says_which_to_add(tmp_path):
    lesson = Lesson("77-unlike")
    with pytest.raises(CourseError, match="77-unlike: found no .*; add quizzes/77-unlike.yaml$"):
        notebook_of(write(tmp_path, lesson), lesson)
    with pytest.raises(ValueError) as caught:
        files.read("77-unlike")
    assert "add quizzes/77-unlike.yaml" in str(caught.value)
    assert not any(name in str(caught.value) for name in lessons())
