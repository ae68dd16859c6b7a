// What only the browser knows: whether it can read a text aloud. Voices may come a moment later.
(table) => {
  const row = table.querySelector("[data-thing=speech]");
  const say = (mark, words) => {
    row.cells[0].textContent = `${mark} speech`;
    row.cells[1].textContent = words;
  };
  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance)
    return say("\u2717", "this browser has none: open the page in another one, or read");
  const count = () => {
    const voices = speech.getVoices().length;
    say(voices ? "\u2713" : "?", voices
      ? "this browser can read aloud"
      : "this browser knows how, and has found no voice: install one in your system, or read");
  };
  count();
  speech.addEventListener("voiceschanged", count);
}
