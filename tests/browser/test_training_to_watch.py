"""Promises of what trains in a lesson: it moves, tells the seconds left and can be stopped."""

import nbformat
import pytest

from grader.paths import LESSONS

DUEL = """g, d = new_pair(rng)
watch_adversaries(
    lambda: duel(g, d, clouds.blobs(128, rng), rng), g, d, clouds.blobs, steps={}"""
TRAINED = {  # what tells a cell that trains how long to, and what has it train for minutes
    "09-convolution": ("learn_bars(seed=0)", "learn_bars(seed=0, epochs=15_000)"),
    "10-recurrence": ("(x, labels), 150, text=RHYME", "(x, labels), 150_000, text=RHYME"),
    "11-attention": ("weights, 300, rows=", "weights, 300_000, rows="),
    "12-adversaries": (DUEL.format("1500"), DUEL.format("150_000")),
    "13-your-own-network": ("learning_curve(40)", "learning_curve(40_000)"),
}


def training_alone(lesson):
    """Return a lesson's untouched notebook up to a cell that trains for long, which is its last."""
    notebook = nbformat.read(LESSONS / lesson / f"{lesson}.ipynb", as_version=4)
    words, longer = TRAINED[lesson]
    (place,) = (n for n, cell in enumerate(notebook.cells) if words in cell.source)
    training = notebook.cells[place]
    training.source = training.source.replace(words, longer)
    before = [cell for cell in notebook.cells[:place] if cell.cell_type == "code"]
    notebook.cells = [c for c in before if "check" not in c.metadata.get("tags", [])] + [training]
    return notebook


@pytest.mark.parametrize("lesson", TRAINED)
def test_the_picture_moves_tells_the_seconds_left_and_can_be_stopped(lab, notebooks, lesson):
    nbformat.write(training_alone(lesson), notebooks / f"training-{lesson}.ipynb")
    lab.open(f"training-{lesson}.ipynb")
    lab.page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    cell = lab.page.locator(".jp-CodeCell").last
    image = cell.locator("img.widget-image")
    image.wait_for(timeout=60_000)
    pictures = [image.get_attribute("src")]
    for _ in range(2):
        changed = "([image, src]) => image.src !== src && image.complete && image.naturalWidth"
        lab.page.wait_for_function(changed, arg=[image.element_handle(), pictures[-1]])
        pictures.append(image.get_attribute("src"))
    readout = cell.locator(".course-readout")
    assert "s left" in readout.inner_text()
    lab.command("notebook:interrupt-kernel")
    lab.wait_until_idle()
    readout.get_by_text("stopped after").wait_for()
    assert lab.errors() == []
