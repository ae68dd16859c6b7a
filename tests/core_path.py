"""How long the core of a lesson takes: its words, its exercises and its questions, counted.

The core is what everybody does: not what is folded away, and not what stands under a heading with
"Going further". Words are read at 150 a minute, an exercise takes 6 minutes, a question 3/4; a
network of one's own takes half an hour.
"""

import re
from dataclasses import dataclass

from course.exercises import lessons
from course.material import files
from grader.building.sections import FURTHER, HEADING
from tests.submissions import student_notebook

NO_PROSE = re.compile(r"\$\$.*?\$\$|^```.*?^```|<[^>]+>", re.M | re.S)
LONG = ("train_predict",)
FOLD = re.compile(r"<details.*?</details>", re.S)


@dataclass(frozen=True)
class Core:
    """What the core of a lesson holds."""

    words: int
    exercises: int
    questions: int
    long: int = 0

    @property
    def minutes(self):
        short = self.exercises - self.long
        return self.words / 150 + 6 * short + 30 * self.long + 0.75 * self.questions


def core_of(name):
    """Return what a lesson's core holds."""
    material = files.read(name) if name in files.lessons() else {}
    questions = sum(len(material.get(kind, ())) for kind in ("quiz", "graded"))
    core = lessons()[name].core
    long = sum(exercise.name in LONG for exercise in core)
    return Core(len(words(core_text(text_of(name)))), len(core), questions, long)


def text_of(name):
    """Return the Markdown of a lesson's notebook, in order."""
    cells = student_notebook(name).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def words(text):
    """Return the words of a text, without displayed formulas, code, tags and lines of tables."""
    return re.findall(r"\S*\w\S*", NO_PROSE.sub(" ", text))


def core_text(text):
    """Return a text without what is folded and without what goes further."""
    kept, further = [], 7  # the level of the heading that goes further, 7 for none
    for level, section in sections(FOLD.sub(" ", text)):
        heading = section.partition("\n")[0].casefold()
        if level <= further:
            further = level if level and FURTHER in heading else 7
        if further == 7:
            kept.append(section)
    return "\n".join(kept)


def sections(text):
    """Yield (level, section) for each heading with the text under it, level 0 for what is above."""
    starts = [(0, 0)] + [(len(h[1]), h.start()) for h in HEADING.finditer(text)]
    for (level, start), (_, end) in zip(starts, [*starts[1:], (0, len(text))], strict=True):
        yield level, text[start:end]
