"""In a lesson NumPy's matrix products have one thread, unless somebody has set another number."""

import nbformat
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from traitlets.config import Config

from course.notebook.threads import SETTINGS, one_thread

threadpoolctl = pytest.importorskip("threadpoolctl", reason="needs the package threadpoolctl")
COUNT = "max(pool['num_threads'] for pool in threadpoolctl.threadpool_info())"
CELLS = (
    f"import threadpoolctl\nimport numpy as np\nthreadpoolctl.threadpool_limits(2)\n{COUNT}",
    f"from course import check\n{COUNT}",
)


@pytest.fixture
def free(monkeypatch):
    """No variable has been set, and NumPy's products have two threads."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    if not threadpoolctl.threadpool_info():
        pytest.skip("threadpoolctl does not know this NumPy's products")
    with threadpoolctl.threadpool_limits(2):
        yield


def test_a_kernel_that_imports_the_course_after_numpy_has_one_thread(free):
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS)))
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    texts = [cell.outputs[0].data["text/plain"] for cell in notebook.cells]
    assert texts == ["2", "1"]


@pytest.fixture
def in_a_notebook():
    InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    yield
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(("setting", "threads"), [("OMP_NUM_THREADS", 2), ("OTHER", 1)])
def test_a_number_that_somebody_has_set_stays(free, in_a_notebook, monkeypatch, setting, threads):
    monkeypatch.setenv(setting, "2")
    one_thread()
    assert eval(COUNT) == threads


def test_outside_of_a_notebook_nothing_changes(free):
    one_thread()
    assert eval(COUNT) == 2
    assert np.array_equal(np.eye(2) @ np.eye(2), np.eye(2))
