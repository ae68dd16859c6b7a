"""How long matrix products of a lesson's size take with more threads than one: ratios of one run.

    python -m tests.benchmarks.one_thread

Alone, and with a program beside it that keeps each processor busy, as a browser and a
second notebook do.
"""

import os
import statistics
import subprocess
import sys
import time

import numpy as np
from threadpoolctl import threadpool_limits

SIZES = ((32, 64, 64), (32, 64, 128), (128, 128, 128), (1_297, 64, 64))
PRODUCTS, RUNS = 500, 7
BUSY = "while True: pass"


def seconds(a, b, threads):
    """Return how long PRODUCTS products take."""
    with threadpool_limits(threads, user_api="blas"):
        start = time.perf_counter()
        for _ in range(PRODUCTS):
            a @ b
        return time.perf_counter() - start


def ratio(n, inner, columns, threads):
    """Return the median time with these threads to that with one, taken in turn."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(n, inner)), rng.normal(size=(inner, columns))
    pairs = [(seconds(a, b, threads), seconds(a, b, 1)) for _ in range(RUNS)]
    many, one = (statistics.median(column) for column in zip(*pairs, strict=True))
    return many / one


def main():
    """Print a line for each size."""
    threads = os.cpu_count() or 1
    print(f"time with {threads} threads to time with one, alone and with every processor busy")
    alone = [ratio(*size, threads) for size in SIZES]
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(threads)]
    try:
        busy = [ratio(*size, threads) for size in SIZES]
    finally:
        for other in others:
            other.kill()
    for (n, inner, columns), *ratios in zip(SIZES, alone, busy, strict=True):
        told = "  ".join(f"{each:6.1f}" for each in ratios)
        print(f"({n:5}, {inner:3}) @ ({inner:3}, {columns:3})  {told}")


if __name__ == "__main__":
    main()
