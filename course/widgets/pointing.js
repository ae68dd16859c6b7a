// The row of the picture under the pointer, told once each time that it is another one.

const rowAt = (image, model, event) => {
  const box = image.getBoundingClientRect();
  const height = (event.clientY - box.top) / box.height;
  const [top, bottom, rows] = ["top", "bottom", "rows"].map((name) => model.get(name));
  return Math.floor(((height - top) / (bottom - top)) * rows);
};

export default {
  render({ model, el }) {
    el.style.display = "none";
    let gone = false;
    let panel = null;
    const follow = (event) => {
      if (event.target.tagName !== "IMG") return;
      const row = rowAt(event.target, model, event);
      if (row < 0 || row >= model.get("rows") || row === model.get("row")) return;
      model.set("row", row);
      model.save_changes();
    };
    const attend = () => {
      if (gone) return;
      panel = el.closest(".course-panel");
      if (!panel) return requestAnimationFrame(attend); // a view is made before it is shown
      panel.addEventListener("pointermove", follow);
    };
    attend();
    return () => {
      gone = true;
      panel?.removeEventListener("pointermove", follow);
    };
  },
};
