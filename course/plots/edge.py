"""Sharpness beside the limit that the learning rate sets, and the losses of the same descents."""

from matplotlib.ticker import LogLocator, NullFormatter

from course.plots.landscape import LOOKS
from course.plots.style import TARGET, course_style, new_figure


def plot_edge(descents):
    """Draw the sharpness and the loss of descents at several rates over their steps.

    descents: at most five, each with rate, losses, looked and sharpness. Returns a matplotlib
    Figure.
    """
    ends = ", ".join(
        f"at rate {d.rate} it ends at {d.sharpness[-1]:.2f}, where the limit is {2 / d.rate:g}"
        for d in descents
    )
    figure = new_figure(10, 3.9, f"The sharpness over the steps of training, and the loss: {ends}.")
    with course_style():
        sharp, loss = figure.subplots(1, 2)
        for look, d in zip(LOOKS[1:], descents, strict=False):
            look = look | {"marker": ""}
            sharp.axhline(2 / d.rate, color=TARGET, linestyle="-.", linewidth=1.2)
            sharp.annotate(f"2 / {d.rate}", (d.looked[-1], 2 / d.rate), (0, 4),
                           textcoords="offset points", ha="right")  # fmt: skip
            sharp.plot(d.looked, d.sharpness, label=f"rate {d.rate}", **look)
            loss.plot(d.losses, label=f"rate {d.rate}", **look)
        sharp.set(title="sharpness, λ of the steepest direction", xlabel="step", ylabel="λ")
        sharp.set_ylim(0, 1.18 * max(2 / d.rate for d in descents))
        loss.set(title="loss", xlabel="step", yscale="log")
        loss.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        loss.yaxis.set_major_formatter("{x:g}")
        loss.yaxis.set_minor_formatter(NullFormatter())
        loss.legend(loc="best")
    return figure
