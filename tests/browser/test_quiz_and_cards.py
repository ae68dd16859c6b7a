"""Promises of quiz, cards and Listen button as a browser shows their HTML, without a kernel."""

import pytest

from course.material.cards import Cards, cards
from course.material.files import read
from course.material.glossary import Glossary
from course.material.listen import listen
from course.material.quiz import GradedQuestions, Quiz, quiz

LESSON = "01-forward-pass"
PAGE = "http://127.0.0.1/"
HOSTILE = "<script>alert(1)</script> $300,000 and $350,000 [a](b) & \"q\" 'r' `w < 1`"


@pytest.fixture
def lesson():
    return read(LESSON)


@pytest.fixture
def page(browser):
    """A page of JupyterLab's kind (its MathJax has no version) that may ask for nothing."""
    page = browser.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.route("**/*", lambda route: (page.faults.append(route.request.url), route.abort()))
    page.set_default_timeout(10_000)
    page.add_init_script("window.MathJax = {}")
    yield page
    page.close()
    assert page.faults == []


def show(page, html):
    page.route(PAGE, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(PAGE)


def plain(text):
    """Return what is seen of a text: its backticks are not."""
    return text.replace("`", "")


def test_a_wrong_choice_shows_its_explanation_and_the_right_answer_at_once(shell, page, lesson):
    show(page, quiz(LESSON)._repr_html_())
    drawn = page.locator(".Quiz")
    drawn.nth(len(lesson["quiz"]) - 1).wait_for()
    for place, question in enumerate(lesson["quiz"]):
        if question["kind"] == "numeric":
            continue
        right = [choice["text"] for choice in question["choices"] if "right" in choice]
        for number, choice in enumerate(question["choices"]):
            drawn.nth(place).locator(".MCButton").nth(number).click()
            answer = drawn.nth(place).locator(".Feedback").inner_text()
            assert plain(choice["explanation"]) in answer
            assert answer.startswith("Right." if "right" in choice else "Not quite.")
            wanted = [] if "right" in choice else right
            assert all(plain(text) in answer for text in wanted)


def test_a_number_is_answered_whether_right_foreseen_or_neither(shell, page, lesson):
    question = lesson["quiz"][0]
    show(page, quiz(LESSON)._repr_html_())
    field = page.locator(".Quiz input[type=text]").first
    cases = [(choice["value"], choice["explanation"]) for choice in question["choices"]]
    for value, explanation in [*cases, (1234, question["otherwise"])]:
        field.fill(str(value))
        field.press("Enter")
        assert plain(explanation) in page.locator(".Quiz .Feedback").first.inner_text()


def test_the_quiz_is_answered_by_keyboard_and_announced(shell, page):
    show(page, quiz(LESSON)._repr_html_())
    question = page.locator(".Quiz:has(.MultipleChoiceQn)").first
    question.locator("input").first.press("Space")
    question.get_by_role("status").filter(has_text="Not quite.").wait_for()
    assert page.locator(".Quiz:has(.ManyChoiceQn)").get_by_role("checkbox").count() == 4
    assert page.get_by_label("numeric answer").count() == 2


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
    for place in (".MultipleChoiceQn", ".MCButton >> nth=0", ".frontcard .front"):
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
    for ground in (".Quiz > :first-child", ".MCButton", ".flashcard"):
        code = page.locator(f"{ground} code")
        assert code.count() > 0 and code.evaluate_all(ODD_CODE) == 0


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
    page.add_init_script(SPEECH)
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


def test_a_second_click_stops_and_another_button_takes_over(page):
    page.add_init_script(SPEECH)
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
    page.add_init_script(without)
    show(page, listen("One.")._repr_html_())
    button = page.locator("button")
    if button.is_enabled():
        button.click()
    assert button.inner_text() == "This browser has no speech" and button.is_disabled()
    assert button.get_attribute("aria-label") == "This browser has no speech"
