"""A button that opens or folds all steps of a lesson at once."""

from dataclasses import dataclass

from course.material.page import button

SUMMARY = "All the steps"  # what stands on each of the folds


@dataclass(frozen=True)
class Steps:
    """A button for every fold of the notebook that holds all the steps."""

    def __repr__(self) -> str:
        return "Open all the steps: a button"

    def _repr_html_(self) -> str:
        return button("Open all the steps", "", "steps.js", SUMMARY)


def steps() -> Steps:
    """Return the button that opens or folds all the steps of a lesson, for a notebook to show."""
    return Steps()
