"""Each lesson has a core path of about an hour, and says so at its head."""

import re

import pytest

from course.exercises import lessons
from tests.core_path import Core, core_of, core_text, text_of, words
from tests.submissions import GRADED

MOST_WORDS, MOST_MINUTES = 2_500, 65
TIME = re.compile(
    r"^\*\*[^*]+\?\*\*\n\n"  # the lesson's question
    r"\*\*Time:\*\* about (\d+) minutes for the core\. "
    r"What is marked \*Going further\* comes on top[^\n]*\.$",
    re.M,
)


@pytest.mark.parametrize("name", lessons())
def test_the_prose_of_the_core_is_short_enough(name):
    assert core_of(name).words <= MOST_WORDS


@pytest.mark.parametrize("name", GRADED)
def test_the_core_takes_about_an_hour_and_the_head_says_so(name):
    minutes = core_of(name).minutes
    said = TIME.search(text_of(name).partition("\n## ")[0])
    assert said, (
        "expected under the lesson's question: **Time:** about 60 minutes for the core. ..."
    )
    assert minutes <= MOST_MINUTES and abs(minutes - int(said[1])) <= 5


# How it is counted


TEXT = """# A lesson

one two

<details><summary>All the steps</summary>

folded folded

</details>

## The idea

three $a + b$

$$x = y$$

### Going further: more of it

further

#### deeper

further

### Four

five

```python
code = 1
```

## The other, going further

further

# Six
"""


def test_what_is_folded_shown_as_formula_or_goes_further_is_no_part_of_the_core():
    assert words(core_text(TEXT)) == (
        ["A", "lesson", "one", "two", "The", "idea", "three", "$a", "b$", "Four", "five", "Six"]
    )


def test_minutes_are_those_of_words_exercises_and_questions():
    assert Core(words=1500, exercises=5, questions=12).minutes == 10 + 30 + 9
