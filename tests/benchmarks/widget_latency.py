"""How long from a slider's move to the changed picture, in JupyterLab in a real browser.

    python -m tests.benchmarks.widget_latency [WIDGET ...]

measures the named widgets, or all that `course.widgets` exports with a picture that follows a
control (`UNMOVED` names the others), and in the same run `interact` around a function that plots
the neuron widget's picture anew. A move is a key pressed on the widget's first slider, or on its
first button where it has no slider. The clock is the page's own: from the key's event to the load
event of the picture that it brings. Design: a median of at most 45 ms over 40 moves, and at least
4 times faster than `interact`.
"""

import statistics
import sys
import tempfile
from pathlib import Path

import course.widgets
from tests.browser.lab import Lab, browse, serve, write_notebook

MOVES = 40
FRAME = 17  # milliseconds: pauses vary over one, lest all keys fall at the same point of it
WARM_UP = 4
INTERACT = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
from course.nn import sigmoid
from course.widgets.neuron import line_ends, two_clouds

points, targets = two_clouds()
side = np.linspace(-4, 4, 50)
x1, x2 = np.meshgrid(side, side)

def plot(w1=1.0, w2=-0.6, b=0.5):
    figure, ax = plt.subplots(figsize=(5.2, 4.5))
    shading = ax.imshow(sigmoid(w1 * x1 + w2 * x2 + b), extent=(-4, 4, -4, 4), origin="lower",
                        vmin=0, vmax=1, cmap="Blues", interpolation="bilinear")
    figure.colorbar(shading, label="output")
    ax.plot(*points[targets == 1].T, "o", label="target 1")
    ax.plot(*points[targets == 0].T, "s", label="target 0")
    ax.plot(*line_ends(np.array([w1, w2]), b), "k", label="z = 0")
    ax.set(xlim=(-4, 4), ylim=(-4, 4), xlabel="$x_1$", ylabel="$x_2$")
    figure.legend(loc="upper center", ncols=3)
    plt.show()

interact(plot, w1=(-3.0, 3.0), w2=(-3.0, 3.0), b=(-4.0, 4.0));
"""
RIGHT_LEFT, ENTER = ["ArrowRight", "ArrowLeft"], ["Enter"]
WATCH = """() => {
    window.moves = [];
    let pressed = null;
    const start = () => { pressed = performance.now(); };
    const end = event => {
        if (event.target.tagName !== "IMG" || pressed === null) return;
        window.moves.push(performance.now() - pressed);
        pressed = null;
    };
    document.addEventListener("keydown", start, true);
    document.addEventListener("load", end, true);
}"""


UNMOVED = [  # they follow a training or a pen and want arguments
    "digit_widget",
    "learning_curve",
    *(name for name in course.widgets.__all__ if name.startswith("watch_")),
]


def run(lab, folder, name, source):
    """Open a notebook with this one cell and run it."""
    write_notebook(folder / f"{name}.ipynb", source)
    lab.open(f"{name}.ipynb")
    lab.run_all()
    if lab.errors():
        raise RuntimeError(f"{name} does not run: {lab.errors()[0]}")


def measure(lab):
    """Return the milliseconds of each of `MOVES` moves of the control in the open notebook."""
    output = lab.page.locator(".jp-OutputArea-output")
    output.locator("img").first.wait_for()
    lab.page.evaluate(WATCH)
    slider = output.locator("[role=slider]")
    control, keys = (slider, RIGHT_LEFT) if slider.count() else (output.locator("button"), ENTER)
    control.first.focus()
    for move in range(WARM_UP + MOVES):
        lab.page.keyboard.press(keys[move % len(keys)])
        lab.page.wait_for_function("n => window.moves.length > n", arg=move, timeout=10_000)
        lab.wait_until_idle()
        lab.page.wait_for_timeout(50 + 7 * move % FRAME)
    return lab.page.evaluate("window.moves")[WARM_UP:]


def main(names):
    sources = {n: f"from course.widgets import {n}\n{n}()" for n in names} | {"interact": INTERACT}
    medians = {}
    with tempfile.TemporaryDirectory() as scratch, browse() as browser:
        folder, home = Path(scratch, "notebooks"), Path(scratch, "home")
        folder.mkdir()
        with serve(folder, home) as url:
            for name, source in sources.items():
                lab = Lab(browser.new_page(viewport={"width": 1280, "height": 1000}), url)
                run(lab, folder, name, source)
                times = measure(lab)
                lab.close()
                medians[name] = statistics.median(times)
                spread = f"{min(times):.0f} to {max(times):.0f}"
                print(f"{name}: median {medians[name]:.1f} ms of {len(times)} moves ({spread})")
    for name in names:
        print(f"interact / {name}: {medians['interact'] / medians[name]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:] or [name for name in course.widgets.__all__ if name not in UNMOVED])
