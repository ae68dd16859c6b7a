// What ipywidgets leave out: keys that stay with a control, names and words for screen readers.
// Jupyter's front ends leave the keys alone where an element says data-lm-suppress-shortcuts.

const CONTROLS = "[role=slider], [contenteditable=true], select, input, button";

const set = (element, attribute, value) => {
  if (element && element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
};

const tidySlider = (slider) => {
  const name = slider.querySelector(".widget-label")?.textContent ?? "";
  const handle = slider.querySelector("[role=slider]");
  const number = slider.querySelector(".widget-readout");
  set(handle, "aria-label", name);
  set(handle, "aria-valuetext", number?.textContent ?? ""); // else "-0.6000000000000001"
  if (number?.isContentEditable) {
    set(number, "role", "textbox");
    set(number, "aria-label", `${name}, typed`);
  }
};

const tidy = (panel) => {
  panel.querySelectorAll(CONTROLS).forEach((control) =>
    set(control, "data-lm-suppress-shortcuts", "true"));
  panel.querySelectorAll(".widget-slider").forEach(tidySlider);
  panel.querySelectorAll("img[title]").forEach((image) => set(image, "alt", image.title));
  set(panel.querySelector(".course-readout"), "role", "status");
};

export default {
  render({ el }) {
    el.style.display = "none";
    let gone = false;
    let observer = null;
    const attend = () => {
      const panel = el.closest(".course-panel");
      if (gone) return;
      if (!panel) return requestAnimationFrame(attend); // a view is made before it is shown
      tidy(panel);
      observer = new MutationObserver(() => tidy(panel));
      observer.observe(panel, {
        attributeFilter: ["aria-valuetext"], characterData: true, childList: true, subtree: true });
    };
    attend();
    return () => {
      gone = true;
      observer?.disconnect();
    };
  },
};
