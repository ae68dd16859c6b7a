"""Promises of pointing at a row of the attention widget, in JupyterLab and in Jupyter Notebook."""

import re

import pytest

from tests.browser.lab import Lab, write_notebook


@pytest.mark.parametrize("front", ["lab/tree", "notebooks"])
def test_the_row_under_the_pointer_is_the_one_that_is_told(browser, server, notebooks, front):
    source = "from course.widgets import attention_widget\nattention_widget()"
    write_notebook(notebooks / "pointing.ipynb", source)
    lab = Lab(browser.new_page(viewport={"width": 1280, "height": 1000}), server)
    lab.open("pointing.ipynb", front=front)
    lab.run_all()
    image, readout = (lab.page.locator(f".course-panel {x}") for x in ("img", ".course-readout"))
    image.wait_for()
    for share, word in ((0.55, "erred"), (0.30, "the"), (0.37, "weight")):
        box = image.bounding_box()
        lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + share * box["height"])
        readout.get_by_text(re.compile(f"“{word}” looks at")).wait_for()
    assert lab.errors() == []
    lab.close()
