"""The exercises that the promises are about: all of them, each a parameter."""

from tests.exercises.catalogue import EXERCISES, RETURNS_ANYTHING, lesson_of


def pytest_generate_tests(metafunc):
    """Run every test that takes an exercise once for each there is."""
    for name in {"exercise", "returning_exercise"} & set(metafunc.fixturenames):
        found = EXERCISES
        if name == "returning_exercise":
            found = [e for e in found if e.name not in RETURNS_ANYTHING]
        metafunc.parametrize(name, found, ids=[f"{lesson_of(e.name)}:{e.name}" for e in found])
