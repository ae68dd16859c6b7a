"""The exercises that a module's tests are about: those of its LESSON."""

import pytest

from tests.exercises.catalogue import EXERCISES, RETURNS_ANYTHING

pytest.register_assert_rewrite("tests.exercises.promises")


def pytest_generate_tests(metafunc):
    """Run every test that takes an exercise once for each of the lesson's."""
    for name in {"exercise", "returning_exercise"} & set(metafunc.fixturenames):
        found = [e for e in EXERCISES if e.lesson == metafunc.module.LESSON]
        if name == "returning_exercise":
            found = [e for e in found if e.name not in RETURNS_ANYTHING]
        metafunc.parametrize(name, found, ids=[e.name for e in found])
