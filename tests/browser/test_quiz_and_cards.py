"""Promises of quiz, cards and Listen button as a browser shows their HTML, without a kernel."""

import pytest

from course.material.cards import Cards, cards
from course.material.files import read
from course.material.glossary import Glossary
from course.material.listen import listen
from course.material.quiz import GradedQuestions, Quiz, quiz
from course.material.steps import steps

LESSON = "01-forward-pass"
PAGE = "http://127.0.0.1/"
HOSTILE = "<script>alert(1)</script> $300,000 and $350,000 [a](b) & \"q\" 'r' `w < 1`"


# What is drawn for a shuffle: numbers that leave choices as they are written, or turn them round.
AS_WRITTEN = "{ let drawn = 0; Math.random = () => 1 - 1e-6 * ++drawn; }"
TURNED = "{ let drawn = 0; Math.random = () => 1e-6 * ++drawn; }"


@pytest.fixture
def lesson():
    return read(LESSON)


@pytest.fixture(scope="module")
def window(browser):
    """A page that may ask for nothing, and that keeps what goes wrong there."""
    page = browser.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.route("**/*", lambda route: _answer(page, route))
    page.set_default_timeout(60_000)
    yield page
    page.close()


def _answer(page, route):
    if route.request.url == PAGE:
        route.fulfill(body=page.html, content_type="text/html; charset=utf-8")
    else:
        page.faults.append(route.request.url)
        route.abort()


@pytest.fixture
def page(window):
    """A page of JupyterLab's kind: its MathJax has no version."""
    window.before = ["window.MathJax = {}", AS_WRITTEN]
    yield window
    faults, window.faults = window.faults, []
    assert faults == []


def show(page, html):
    """Load the page anew with this HTML, what was to be run before that first."""
    scripts = "".join(f"<script>{script}</script>" for script in page.before)
    page.html = f"<!DOCTYPE html><head>{scripts}</head><body>{html}"
    page.goto(PAGE)


def plain(text):
    """Return what is seen of a text: its backticks are not."""
    return text.replace("`", "")


def words(texts):
    return [plain(text) for text in texts]


def test_every_choice_shows_its_explanation_at_once(page, lesson):
    show(page, quiz(LESSON)._repr_html_())
    drawn = page.locator(".Quiz")
    assert drawn.count() == len(lesson["quiz"])
    for place, question in enumerate(lesson["quiz"]):
        if question["kind"] == "numeric":
            continue
        for number, choice in enumerate(question["choices"]):
            drawn.nth(place).locator(".MCButton").nth(number).click()
            answer = drawn.nth(place).locator(".Feedback").inner_text()
            assert plain(choice["explanation"]) in answer
            assert answer.startswith("Right." if "right" in choice else "Not quite.")


def test_choices_are_shuffled_and_each_takes_its_explanation_along(page, lesson):
    page.before.append(TURNED)
    show(page, quiz(LESSON)._repr_html_())
    for place, question in enumerate(lesson["quiz"]):
        if question["kind"] == "numeric":
            continue
        buttons = page.locator(".Quiz").nth(place).locator(".MCButton")
        texts = words(choice["text"] for choice in question["choices"])
        shown = buttons.all_text_contents()
        assert shown != texts and sorted(shown) == sorted(texts)
        for number, text in enumerate(shown):
            buttons.nth(number).click()
            choice = question["choices"][texts.index(text)]
            said = page.locator(".Quiz").nth(place).locator(".Feedback").inner_text()
            assert plain(choice["explanation"]) in said
            assert said.startswith("Right." if "right" in choice else "Not quite.")


def test_an_order_is_drawn_anew_each_time_and_every_place_is_as_likely(page, lesson):
    """In a browser that draws as it likes: 40 shows, the right choice of one question."""
    page.before.append("Math.random = () => crypto.getRandomValues(new Uint32Array(1))[0] / 2**32")
    place = next(i for i, q in enumerate(lesson["quiz"]) if q["kind"] == "multiple_choice")
    right = next(c["text"] for c in lesson["quiz"][place]["choices"] if "right" in c)
    show(page, 40 * quiz(LESSON)._repr_html_())
    boxes = page.locator(".Quiz").evaluate_all(
        "all => all.map(q => [...q.querySelectorAll('.MCButton')].map(b => b.textContent))"
    )
    at = [box.index(plain(right)) for box in boxes[place :: len(lesson["quiz"])]]
    assert len(at) == 40 and set(at) == {0, 1, 2, 3}


def test_a_first_wrong_choice_leaves_a_second_try_and_a_second_one_tells_what_is_right(
    page, lesson
):
    show(page, quiz(LESSON)._repr_html_())
    for place, question in enumerate(lesson["quiz"]):
        if question["kind"] == "numeric":
            continue
        drawn = page.locator(".Quiz").nth(place)
        right = words(c["text"] for c in question["choices"] if "right" in c)
        wrong = [i for i, c in enumerate(question["choices"]) if "right" not in c]
        feedback = drawn.locator(".Feedback")
        for _ in range(2):  # the same choice again is no second try
            drawn.locator(".MCButton").nth(wrong[0]).click()
            assert feedback.inner_text().endswith("Try once more.")
            assert "The right answer" not in feedback.inner_text()
        drawn.locator(".MCButton").nth(wrong[1]).click()
        told = feedback.inner_text().split("The right answer:")[1]
        assert told.split("; ") == [f" {right[0]}", *right[1:]]


def test_of_several_that_are_right_each_is_to_be_found(page, lesson):
    show(page, quiz(LESSON)._repr_html_())
    place, question = next(
        (i, q) for i, q in enumerate(lesson["quiz"]) if q["kind"] == "many_choice"
    )
    drawn = page.locator(".Quiz").nth(place)
    right = [i for i, c in enumerate(question["choices"]) if "right" in c]
    for number in right:
        drawn.locator(".MCButton").nth(number).click()
        last = "You have found all that are right." if number == right[-1] else "another one?"
        assert drawn.locator(".Feedback").inner_text().endswith(last)


def test_a_number_is_answered_whether_right_foreseen_or_neither(page, lesson):
    question = lesson["quiz"][0]
    show(page, quiz(LESSON)._repr_html_())
    field = page.locator(".Quiz input[type=text]").first
    cases = [(choice["value"], choice["explanation"]) for choice in question["choices"]]
    for value, explanation in [*cases, (1234, question["otherwise"])]:
        field.fill(str(value))
        field.press("Enter")
        assert plain(explanation) in page.locator(".Quiz .Feedback").first.inner_text()


@pytest.mark.parametrize(
    ("typed", "right"),
    [("1", True), ("2/2", True), (" 1,0 ", True), ("1,000", False), ("−1", False), ("", None),
     ("one", None), ("1/0", None), ("1/2/2", None)],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(page, typed, right):
    show(page, quiz(LESSON)._repr_html_())  # the first question's answer is 1
    box = page.locator(".Quiz").first
    box.locator("input").fill(typed)
    box.get_by_role("button", name="Answer").click()
    feedback = box.locator(".Feedback").inner_text()
    begins = {True: "Right.", False: "Not quite.", None: "Write a number, such as"}[right]
    assert feedback.startswith(begins)


def test_arrow_keys_move_and_only_a_click_or_enter_answers(page):
    show(page, quiz(LESSON)._repr_html_())
    question = page.locator(".Quiz:has(.MCButton)").first
    choices, status = question.locator(".MCButton"), question.get_by_role("status")
    choices.first.focus()
    focused = []
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        focused.append(page.evaluate("document.activeElement.textContent"))
    places = [choices.nth(place).text_content() for place in (1, 2, 1, 0, 3)]
    assert focused == places
    assert status.inner_text() == "" and question.locator(".right, .wrong").count() == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    status.filter(has_text="Not quite.").wait_for()
    assert question.locator(".wrong").all_text_contents() == ["✗ wrong: " + places[3]]


def test_questions_are_groups_with_names_and_every_field_has_a_label(page, lesson):
    show(page, quiz(LESSON)._repr_html_())
    for number, question in enumerate(lesson["quiz"], 1):
        prompt = plain(question["prompt"])
        assert page.get_by_role("group", name=f"{number}. {prompt}").count() == 1
    assert page.get_by_label("Your number").count() == 2


def test_a_deck_is_worked_by_keyboard_and_lets_the_keyboard_go(shell, page, lesson):
    show(page, cards(LESSON)._repr_html_() + "<button>after</button>")
    deck = page.get_by_role("group", name="Flash card")
    deck.press(" ")
    page.locator(".flip-container.flip").wait_for()
    back = page.locator(".frontcard .back")
    assert back.inner_text() == plain(lesson["cards"][0]["back"])
    assert back.get_attribute("aria-hidden") == "false"
    deck.press("Enter")
    front = plain(lesson["cards"][1]["front"])
    page.locator(".frontcard .front", has_text=front).wait_for()
    assert page.locator(".frontcard").get_attribute("aria-hidden") == "false"
    deck.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Next")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "after"


def test_two_of_each_on_a_page_do_not_meddle_with_each_other(shell, page, lesson):
    show(page, 2 * (quiz(LESSON)._repr_html_() + cards(LESSON)._repr_html_()))
    page.locator(".flip-container").nth(1).click()
    page.locator(".flip-container.flip").wait_for()
    assert page.locator(".flip-container").nth(0).get_attribute("class") == "flip-container"
    page.locator(".Quiz").nth(2 * len(lesson["quiz"]) - 1).wait_for()
    half = page.locator(".MCButton").count() // 2
    page.locator(".MCButton").nth(half).click()
    assert page.locator(".Feedback.incorrect").count() == 1
    assert page.locator(".MCButton").nth(0).get_attribute("class") == "MCButton"


def test_text_is_shown_as_it_was_written(shell, page):
    choice = {"text": HOSTILE, "right": True, "explanation": HOSTILE}
    wrong = {"text": "x", "explanation": "y"}
    asked = {"prompt": HOSTILE, "kind": "multiple_choice", "choices": [choice, wrong]}
    graded = {"prompt": HOSTILE, "choices": {"a": HOSTILE}}
    shown = [
        Quiz("x", (asked,)),
        Cards("x", ({"front": HOSTILE, "back": HOSTILE}, {"front": "b", "back": "c"})),
        GradedQuestions((graded,)),
        Glossary(((HOSTILE, HOSTILE),)),
    ]
    show(page, "".join(each._repr_html_() for each in shown))
    page.locator(".MCButton").first.click()
    for text in page.locator("dt, dd, li li, .Feedback").all_text_contents():
        assert plain(HOSTILE) in text
    for place in (".Quiz legend", ".MCButton >> nth=0", ".frontcard .front"):
        assert plain(HOSTILE) in page.locator(place).text_content()


THEME = """<style>
.jp-RenderedHTMLCommon :not(pre) > code { background-color: #eee; color: #111; }
</style><div class="jp-RenderedHTMLCommon">"""
ODD_CODE = """(elements) => elements.filter((code) => {
    const [own, around] = [getComputedStyle(code), getComputedStyle(code.parentNode)];
    return own.backgroundColor !== "rgba(0, 0, 0, 0)" || own.color !== around.color;
}).length"""


def test_code_on_a_coloured_ground_has_the_colour_of_the_text_around_it(shell, page):
    show(page, THEME + quiz(LESSON)._repr_html_() + cards(LESSON)._repr_html_())
    page.locator(".MCButton code").first.click()
    for ground in (".MCButton", ".flashcard"):
        code = page.locator(f"{ground} code")
        assert code.count() > 0 and code.evaluate_all(ODD_CODE) == 0


FLOATING = """<style>
dl dt { float: left; clear: left; width: 20%; } dl dd { float: left; width: 78%; }
</style>"""  # as JupyterLab has it


def test_a_word_stands_beside_its_meaning_however_long_it_is(page):
    long = ("a word that is much too long for the place that it has got here", "short")
    show(page, FLOATING + Glossary((long, *[("b", "c")] * 3))._repr_html_())
    tops = [
        page.locator(f"{kind}").evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
        for kind in ("dt", "dd")
    ]
    assert tops[0] == tops[1] and tops[0] == sorted(set(tops[0]))
    left = page.locator("dd").evaluate_all("all => all.map(e => e.getBoundingClientRect().left)")
    assert len(set(left)) == 1


SPEECH = """
window.spoken = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "de-DE" }, { lang: "en-GB" }],
  speak(utterance) { this.now = utterance; spoken.push([utterance.text, utterance.voice.lang]); },
  cancel() { const last = this.now; this.now = null; last?.onend(); },
  finish() { const last = this.now; this.now = null; last.onend(); },
} });
"""


def test_listen_reads_every_sentence_in_english_and_comes_to_rest(page):
    page.before.append(SPEECH)
    show(page, listen('Half is 0.5. </script> & "two"? Yes.')._repr_html_())
    button = page.get_by_role("button", name="Listen to this text")
    assert button.inner_text().endswith("Listen")
    button.click()
    for _ in range(3):
        assert page.get_by_role("button", name="Stop reading").inner_text().endswith("Stop")
        page.evaluate("speechSynthesis.finish()")
    sentences = ["Half is 0.5.", '</script> & "two"?', "Yes."]
    assert page.evaluate("spoken") == [[sentence, "en-GB"] for sentence in sentences]
    button.wait_for()


EXCHANGE = (("Student", "Why? So?"), ("Teacher", "Because."), ("Student", "Ah."))


@pytest.mark.parametrize(
    ("voices", "heard"),
    [
        (["de-DE", "en-GB", "en-US", "en-GB"], [(1, None), (1, None), (3, None), (1, None)]),
        (["en-US", "en-GB"], [(0, None), (0, None), (1, None), (0, None)]),
        (["en-GB"], [(0, 1.3), (0, 1.3), (0, 0.8), (0, 1.3)]),
    ],
)
def test_an_exchange_is_read_in_two_voices(page, voices, heard):
    listed = ", ".join(f'{{ lang: "{lang}", place: {i} }}' for i, lang in enumerate(voices))
    voice = "[utterance.voice.place, utterance.pitch ?? null]"
    speech = SPEECH.replace('{ lang: "de-DE" }, { lang: "en-GB" }', listed)
    page.before.append(speech.replace("utterance.voice.lang", voice))
    show(page, listen(*EXCHANGE)._repr_html_())
    page.get_by_role("button", name="Listen to this exchange").click()
    for _ in range(4):
        page.evaluate("speechSynthesis.finish()")
    sentences = ["Why?", "So?", "Because.", "Ah."]
    wanted = [[said, list(how)] for said, how in zip(sentences, heard, strict=True)]
    assert page.evaluate("spoken") == wanted
    page.get_by_role("button", name="Listen to this exchange").wait_for()


FOLD = "<details><summary>{}</summary>x</details>"


def test_a_button_opens_and_folds_all_the_steps_and_no_hint(page):
    folds = [FOLD.format(name) for name in ("All the steps", "Hint 1", "All the steps")]
    show(page, steps()._repr_html_() + "".join(folds))
    button = page.locator("button")

    def opened():
        return page.locator("details").evaluate_all("all => all.map(each => each.open)")

    button.click()
    assert opened() == [True, False, True]
    assert button.inner_text() == "Fold all the steps"
    page.locator("details").nth(0).evaluate("one => { one.open = false }")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', `" + folds[0] + "`)")
    page.wait_for_function("document.querySelectorAll('details')[3].open")  # scrolled to later
    assert opened() == [False, False, True, True]  # one that the reader folded stays so
    button.click()
    assert opened() == [False] * 4 and button.inner_text() == "Open all the steps"


def test_a_second_click_stops_and_another_button_takes_over(page):
    page.before.append(SPEECH)
    show(page, listen("One. Two.")._repr_html_() + listen("Three. Four.")._repr_html_())
    first, second = page.locator("button").nth(0), page.locator("button").nth(1)
    first.click()
    first.click()
    assert first.inner_text().endswith("Listen")
    first.click()
    second.click()
    assert first.inner_text().endswith("Listen") and second.inner_text().endswith("Stop")
    page.evaluate("speechSynthesis.finish()")
    assert [text for text, _ in page.evaluate("spoken")] == ["One.", "One.", "Three.", "Four."]


@pytest.mark.parametrize(
    "without",
    [
        'Object.defineProperty(window, "speechSynthesis", { value: undefined });',
        SPEECH + 'speechSynthesis.speak = (u) => u.onerror({ error: "voice-unavailable" });',
    ],
)
def test_listen_says_where_there_is_no_speech(page, without):
    page.before.append(without)
    show(page, listen("One.")._repr_html_())
    button = page.locator("button")
    if button.is_enabled():
        button.click()
    assert button.inner_text() == "This browser has no speech" and button.is_disabled()
    assert button.get_attribute("aria-label") == "This browser has no speech"
