// The pad: strokes with mouse, pen, finger or keys; the image of 8 by 8; ten bars that move.

const SIZE = 256, SMALL = 128, STEP = 0.03, NEAR = 0.012;

const made = (kind, attributes = {}, parent = null) => {
  const element = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else element.setAttribute(name, value);
  }
  parent?.append(element);
  return element;
};

const drawStrokes = (canvas, strokes, pen) => {
  const ink = canvas.getContext("2d");
  ink.clearRect(0, 0, SIZE, SIZE);
  ink.lineWidth = SIZE / 14;
  ink.lineCap = ink.lineJoin = "round";
  ink.strokeStyle = "#222222";
  for (const points of strokes) {
    ink.beginPath();
    points.forEach(([x, y], i) => (i ? ink.lineTo(x * SIZE, y * SIZE) : ink.moveTo(x * SIZE, y * SIZE)));
    if (points.length === 1) ink.lineTo(points[0][0] * SIZE + 0.1, points[0][1] * SIZE);
    ink.stroke();
  }
  if (!pen) return;
  ink.lineWidth = 2;
  ink.strokeStyle = pen.down ? "#D55E00" : "#0072B2";
  ink.beginPath();
  ink.arc(pen.x * SIZE, pen.y * SIZE, SIZE / 28 + 2, 0, 7);
  ink.stroke();
};

const drawImage = (canvas, image) => {
  const side = SMALL / 8, ink = canvas.getContext("2d");
  image.forEach((value, i) => {
    const grey = Math.round(255 * (1 - value));
    ink.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
    ink.fillRect((i % 8) * side, Math.floor(i / 8) * side, side, side);
  });
};

const bars = (parent, kind) => {
  made("p", { text: kind }, parent);
  return Array.from({ length: 10 }, (_, digit) => {
    const row = made("div", { class: "bar" }, parent);
    made("span", { text: String(digit) }, row);
    const track = made("div", { class: "track", "aria-hidden": "true" }, row);
    return { row, fill: made("div", { class: "fill" }, track), number: made("span", {}, row) };
  });
};

export default {
  render({ model, el }) {
    const box = made("div", { class: "course-pad" }, el);
    const left = made("div", {}, box), right = made("div", {}, box);
    const middle = made("div", { class: "seen" });
    right.before(middle);
    const pad = made("canvas", {
      class: "pad", width: SIZE, height: SIZE, tabindex: "0", role: "application",
      "aria-label": "A pad to draw a digit on. Keys: the arrows move the pen, the space bar sets "
        + "it down or lifts it, Backspace wipes the pad.", "data-lm-suppress-shortcuts": "true",
    }, left);
    const wipe = made("button", { type: "button", text: "wipe", "data-lm-suppress-shortcuts": "true" }, left);
    made("p", { text: "By keys: arrows move the pen, the space bar sets it down or lifts it, "
      + "Backspace wipes." }, left);
    made("p", { text: "What your network sees" }, middle);
    const small = made("canvas", { width: SMALL, height: SMALL, role: "img",
      "aria-label": "The drawing as 8 by 8 shades of grey" }, middle);
    const told = made("p", { class: "told", role: "status" }, middle);
    const rows = bars(right, model.get("kind"));

    let strokes = [], drawing = false, waiting = false;
    const pen = { x: 0.5, y: 0.2, down: false };
    let keys = false;
    const send = () => {
      drawStrokes(pad, strokes, keys ? pen : null);
      if (waiting) return;
      waiting = true;
      setTimeout(() => {
        waiting = false;
        model.set("strokes", strokes.map((points) => points.map((p) => [...p])));
        model.save_changes();
      }, 25);
    };
    const place = (event) => {
      const box = pad.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    };
    const add = (point) => {
      const points = strokes[strokes.length - 1], last = points[points.length - 1];
      if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < NEAR) return;
      points.push(point);
      send();
    };
    const clear = () => {
      strokes = [];
      pen.down = false;
      send();
    };
    pad.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pad.setPointerCapture(event.pointerId);
      [drawing, keys] = [true, false];
      strokes.push([]);
      add(place(event));
    });
    pad.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      const all = event.getCoalescedEvents?.() ?? [];
      (all.length ? all : [event]).forEach((one) => add(place(one)));
    });
    for (const name of ["pointerup", "pointercancel"])
      pad.addEventListener(name, () => { drawing = false; });
    pad.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
      if (event.key === "Backspace" || event.key === "Delete") clear();
      else if (event.key === " ") {
        pen.down = !pen.down;
        if (pen.down) strokes.push([[pen.x, pen.y]]);
      } else if (event.key in moves) {
        const [right, down] = moves[event.key];
        pen.x = Math.min(0.97, Math.max(0.03, pen.x + right));
        pen.y = Math.min(0.97, Math.max(0.03, pen.y + down));
        if (pen.down) strokes[strokes.length - 1].push([pen.x, pen.y]);
      } else return;
      keys = true;
      event.preventDefault();
      event.stopPropagation();
      send();
    });
    wipe.addEventListener("click", clear);

    const show = () => {
      const { image, shares, told: words } = model.get("answer");
      drawImage(small, image);
      const best = Math.max(...shares);
      rows.forEach(({ row, fill, number }, digit) => {
        fill.style.width = `${100 * shares[digit]}%`;
        number.textContent = `${Math.round(100 * shares[digit])}%`;
        row.classList.toggle("first", best > 0 && shares[digit] === best);
      });
      if (told.textContent !== words) told.textContent = words;
    };
    model.on("change:answer", show);
    drawStrokes(pad, strokes, null);
    show();
    return () => model.off("change:answer", show);
  },
};
