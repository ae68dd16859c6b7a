"""One thread for NumPy's matrix products, in a notebook."""

import os

from course.notebook.cells import shell

SETTINGS = tuple(f"{library}_NUM_THREADS" for library in ("OPENBLAS", "OMP", "MKL", "BLIS"))


def one_thread() -> None:
    """Give the products of a notebook's matrices one thread, unless its user has set a number.

    Outside of IPython nothing changes.
    """
    # A lesson's matrices are so small that sharing a product costs more than the product: with
    # two threads 128 rows take three times as long, and twenty times where other programs keep
    # the processors busy (tests/benchmarks/one_thread.py). NumPy is loaded by now, in a lesson's
    # first line or by Colab itself, and reads no variable any more: hence threadpoolctl.
    if shell() is None or any(name in os.environ for name in SETTINGS):
        return
    try:
        from threadpoolctl import threadpool_limits
    except ModuleNotFoundError:  # a clone that was updated without its packages: only slower
        return
    threadpool_limits(limits=1, user_api="blas")
