// Reads a text aloud with the browser's own speech, or an exchange with a voice for each speaker.
// Sentences are spoken one by one: some browsers fall silent within a long utterance. What is
// being read is noted as `run` on speechSynthesis, which all buttons of a page share.
(button, said) => {
  const speech = window.speechSynthesis;
  const sentences = said.flatMap(([speaker, text]) =>
    text.split(/(?<=[.!?])\s+/).map((sentence) => [speaker, sentence]));
  const show = (text, label) => {
    button.textContent = text;
    button.setAttribute("aria-label", label);
  };
  const [rests, asks] = [button.textContent, button.getAttribute("aria-label")];
  const rest = () => show(rests, asks);
  const giveUp = () => {
    button.disabled = true;
    show("This browser has no speech", "This browser has no speech");
  };
  // Two speakers have two English voices; where there is one, it speaks higher and lower.
  const lend = (utterance, speaker) => {
    const english = speech.getVoices().filter((voice) => voice.lang.startsWith("en"));
    const alike = english.filter((voice) => voice.lang === english[0].lang);
    const voices = alike.length > 1 ? alike : english;
    utterance.voice = voices[speaker % voices.length] ?? null;
    if (said.length > 1 && voices.length < 2) utterance.pitch = [1.3, 0.8][speaker % 2];
  };
  let run = {};
  const speak = (index, mine) => {
    if (speech.run === mine && index < sentences.length) return utter(index, mine);
    if (speech.run === mine) speech.run = null;
    if (run === mine) rest();
  };
  const utter = (index, mine) => {
    const [speaker, sentence] = sentences[index];
    const utterance = new SpeechSynthesisUtterance(sentence);
    utterance.lang = "en-US";
    lend(utterance, speaker);
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
    show("\u25A0 Stop", "Stop reading");
    speak(0, run);
  });
}
