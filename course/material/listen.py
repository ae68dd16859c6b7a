"""A button that reads a text aloud with the browser's own speech."""

from dataclasses import dataclass

from course.material.page import script_literal

# Sentences are spoken one by one: some browsers fall silent within a long utterance. What is
# being read is noted as `run` on speechSynthesis, which all buttons of a page share.
BUTTON = """<button type="button" aria-label="Listen to this text" style="background: transparent;
border: 1px solid currentColor; border-radius: 4px; color: inherit; cursor: pointer;
font: inherit; padding: 4px 12px">&#9654; Listen</button>
<script>
(() => {
  const button = document.currentScript.previousElementSibling;
  const speech = window.speechSynthesis;
  const sentences = TEXT.split(/(?<=[.!?])\\s+/);
  const show = (text, label) => {
    button.textContent = text;
    button.setAttribute("aria-label", label);
  };
  const rest = () => show("\\u25B6 Listen", "Listen to this text");
  const giveUp = () => {
    button.disabled = true;
    show("This browser has no speech", "This browser has no speech");
  };
  let run = {};
  const speak = (index, mine) => {
    if (speech.run === mine && index < sentences.length) return utter(index, mine);
    if (speech.run === mine) speech.run = null;
    if (run === mine) rest();
  };
  const utter = (index, mine) => {
    const utterance = new SpeechSynthesisUtterance(sentences[index]);
    utterance.lang = "en-US";
    utterance.voice = speech.getVoices().find((voice) => voice.lang.startsWith("en")) ?? null;
    utterance.onend = () => speak(index + 1, mine);
    utterance.onerror = ({ error }) => {
      speak(sentences.length, mine);
      if (error !== "interrupted" && error !== "canceled") giveUp();
    };
    mine.utterance = utterance; // a browser may forget one that nothing refers to
    speech.speak(utterance);
  };
  if (!speech || !window.SpeechSynthesisUtterance) return giveUp();
  button.addEventListener("click", () => {
    const starts = speech.run !== run;
    run = {};
    speech.run = starts ? run : null;
    speech.cancel();
    if (!starts) return rest();
    show("\\u25A0 Stop", "Stop reading");
    speak(0, run);
  });
})();
</script>"""


@dataclass(frozen=True)
class Listen:
    """A text with a button that reads it aloud."""

    text: str

    def __repr__(self) -> str:
        return f"Listen: {len(self.text.split())} words"

    def _repr_html_(self) -> str:
        return BUTTON.replace("TEXT", script_literal(self.text), 1)


def listen(text: str) -> Listen:
    """Return a button for a notebook to show; where the browser has no speech, it says so."""
    return Listen(text)
