// Opens or folds every "All the steps" of the notebook. Cells come into the page as they are
// scrolled to, so those that come later are opened too while the button says so.
(button, summary) => {
  const page = button.closest(".jp-Notebook") ?? document.body;
  const all = () => [...page.querySelectorAll("details")].filter(
    (details) => details.querySelector("summary")?.textContent.trim() === summary);
  let open = false;
  const watch = new MutationObserver(() => all().forEach((details) => {
    if (!details.dataset.opened) details.open = details.dataset.opened = true;
  }));
  button.addEventListener("click", () => {
    if (!all().length) { // VS Code keeps outputs apart from the text
      button.textContent = "Here each of them opens by itself";
      return;
    }
    open = !open;
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? "Fold all the steps" : "Open all the steps";
    watch.disconnect();
    for (const details of all()) {
      details.open = open;
      if (open) details.dataset.opened = true;
      else delete details.dataset.opened;
    }
    if (open) watch.observe(page, { childList: true, subtree: true });
  });
}
