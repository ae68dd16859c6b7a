// Questions, in the data format of jupyterquiz: a click or Enter answers, arrow keys only move,
// and the first wrong answer leaves a second try before what is right is told. Choices stand in
// another order each time, so that nobody learns a place instead of an answer.
(root, questions) => {
  const ask = (box, { type, answers }) => {
    const feedback = box.querySelector("[role=status]");
    const right = answers.filter((answer) => answer.correct);
    const [found, missed] = [new Set(), new Set()];
    const solved = () => found.size === (type === "many_choice" ? right.length : 1);
    const after = (answer) => {
      if (answer.correct && type === "many_choice")
        return solved() ? "You have found all that are right." : "Is there another one?";
      if (solved()) return "";
      if (missed.size === 1) return "Try once more.";
      const told = right.map(({ answer: text, value }) => text ?? String(value)).join("; ");
      return `<br><strong>The right answer:</strong> ${told}`;
    };
    const say = (answer, key) => {
      (answer.correct ? found : missed).add(key);
      const verdict = answer.correct ? "Right." : "Not quite.";
      feedback.className = `Feedback ${answer.correct ? "correct" : "incorrect"}`;
      feedback.innerHTML = `<strong>${verdict}</strong> ${answer.feedback} ${after(answer)}`;
    };
    return type === "numeric" ? number(box, answers, say, feedback) : choices(box, answers, say);
  };

  const shuffle = (buttons) => { // Fisher and Yates
    for (let last = buttons.length - 1; last > 0; last--) {
      const other = Math.floor(Math.random() * (last + 1));
      [buttons[last], buttons[other]] = [buttons[other], buttons[last]];
    }
  };

  const choices = (box, answers, say) => {
    const buttons = [...box.querySelectorAll(".MCButton")];
    const answerOf = new Map(buttons.map((button, place) => [button, answers[place]]));
    shuffle(buttons);
    box.querySelector("[role=status]").before(...buttons);
    buttons.forEach((button, place) => {
      const answer = answerOf.get(button);
      button.addEventListener("click", () => {
        button.classList.add(answer.correct ? "right" : "wrong");
        button.querySelector(".mark").innerHTML = answer.correct
          ? '<span aria-hidden="true">✓ </span><span class="unseen">right: </span>'
          : '<span aria-hidden="true">✗ </span><span class="unseen">wrong: </span>';
        say(answer, place);
      });
      button.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        buttons[(place + step + buttons.length) % buttons.length].focus();
      });
    });
  };

  const read = (text) => {
    const thousands = /^\s*[-−]?\d{1,3}(,\d{3})+\s*$/.test(text);
    const plain = text.replace("−", "-").replaceAll(",", thousands ? "" : ".");
    const [above, below = "1", ...more] = plain.split("/");
    const filled = above.trim() && below.trim() && !more.length;
    return filled ? Number(above) / Number(below) : NaN;
  };

  const number = (box, answers, say, feedback) => {
    const field = box.querySelector("input");
    const answer = () => {
      const value = read(field.value);
      if (!Number.isFinite(value)) {
        feedback.className = "Feedback";
        feedback.textContent = "Write a number, such as 0.5 or 1/2.";
        return;
      }
      const same = (known) => Math.abs(known.value - value) <= 1e-9 * Math.max(1, Math.abs(value));
      say(answers.find(same) ?? answers.find(({ type }) => type === "default"), value);
    };
    box.querySelector("button").addEventListener("click", answer);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") answer();
    });
  };

  root.querySelectorAll(".Quiz").forEach((box, place) => ask(box, questions[place]));
}
