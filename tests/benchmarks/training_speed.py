"""1,000 mini-batch steps on the digits, batch 32: `course.training` beside PyTorch, in one run.

    python -m tests.benchmarks.training_speed

needs PyTorch, which is no dependency of the course: run it in an environment of its own that has
numpy, tqdm and torch. The network is 64-64-10 with ReLU under cross-entropy, plain steps of 0.1,
every epoch in a new order. Both sides start at the same weights, take the same number of threads
and are timed in turn; both must have learned. PyTorch is timed as its users write it (autograd
and torch.optim.SGD), in float32 and in the course's float64, with its data on tensors and without
a DataLoader, which would cost it more.
"""

import os
import statistics
import sys
import time
from functools import partial

import numpy as np

from course import nn
from course.examples.data import digits
from course.training import classifier, train

STEPS, BATCH, RATE, RUNS, THREADS = 1_000, 32, 0.1, 9, 1


def start():
    """Return the starting weights and biases, the same for both sides."""
    rng = np.random.default_rng(0)
    sizes = ((64, 64), (64, 10))
    weights = [rng.normal(scale=np.sqrt(2 / d_in), size=(d_in, d_out)) for d_in, d_out in sizes]
    return weights + [np.zeros(d_out) for _, d_out in sizes]


def ours(x, labels):
    """Return (seconds, loss at the end) of the course's own training."""
    update = partial(nn.sgd_step, learning_rate=RATE)
    epochs = -(-STEPS // -(-len(x) // BATCH))
    begin = time.perf_counter()
    params, _ = train(
        classifier, start(), (x, labels), np.random.default_rng(1), update, epochs=epochs
    )
    seconds = time.perf_counter() - begin
    steps = epochs * -(-len(x) // BATCH)
    return seconds * STEPS / steps, classifier(params, x, labels)[0]


def pytorch(x, labels, dtype):
    """Return (seconds, loss at the end) of the same training in PyTorch."""
    x, labels = torch.tensor(x, dtype=dtype), torch.tensor(labels)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10)
    ).to(dtype)
    with torch.no_grad():
        w1, w2, b1, b2 = (torch.tensor(p, dtype=dtype) for p in start())
        for mine, given in zip(model.parameters(), (w1.T, b1, w2.T, b2), strict=True):
            mine.copy_(given)
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    loss_of = torch.nn.CrossEntropyLoss()
    generator = torch.Generator().manual_seed(1)
    steps = 0
    begin = time.perf_counter()
    while steps < STEPS:
        order = torch.randperm(len(x), generator=generator)
        for chosen in order.split(BATCH):
            optimizer.zero_grad()
            loss = loss_of(model(x[chosen]), labels[chosen])
            loss.backward()
            optimizer.step()
            steps += 1
    seconds = time.perf_counter() - begin
    with torch.no_grad():
        return seconds * STEPS / steps, loss_of(model(x), labels).item()


def main():
    """Print both sides' medians and their ratio."""
    x, labels = digits()
    torch.set_num_threads(THREADS)
    sides = {
        "course.training, float64": lambda: ours(x, labels),
        "PyTorch, float32": lambda: pytorch(x, labels, torch.float32),
        "PyTorch, float64": lambda: pytorch(x, labels, torch.float64),
    }
    runs = {name: [] for name in sides}
    for _ in range(RUNS + 1):
        for name, side in sides.items():
            runs[name].append(side())
    print(f"{STEPS:,} steps, {THREADS} thread, median of {RUNS} (the first run is left out)")
    medians = {}
    for name, results in runs.items():
        seconds, losses = zip(*results[1:], strict=True)
        medians[name] = statistics.median(seconds)
        spread = f"{min(seconds):.3f} to {max(seconds):.3f}"
        print(f"{name:26} {medians[name]:.3f} s ({spread}), loss at the end {losses[-1]:.3f}")
    own = medians.pop("course.training, float64")
    for name, seconds in medians.items():
        print(f"{name} takes {seconds / own:.2f} times as long as course.training")


if __name__ == "__main__":
    if "torch" not in sys.modules and os.environ.get("OMP_NUM_THREADS") != str(THREADS):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        environment = os.environ | dict.fromkeys(names, str(THREADS))
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.benchmarks.training_speed"],
            environment,
        )
    import torch

    main()
