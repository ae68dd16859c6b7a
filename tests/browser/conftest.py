"""Fixtures of the browser tests: one server and one page for all that a worker runs."""

import pytest

from tests.browser.lab import LAB, LIGHT, Lab, serve, write_notebook

WIDGETS = {  # what the tests of widgets try
    "neuron": "from course.widgets import neuron_widget\nneuron_widget()",
    "another neuron": "from course.widgets import neuron_widget\nneuron_widget()",
    "game": "from course.widgets import descent_game\ndescent_game()",
    "quiz": "from course import quiz\nquiz('01-forward-pass')",
    "cards": "from course import cards\ncards('01-forward-pass')",
    "attention": "from course.widgets import attention_widget\nattention_widget()",
    "convolution": "from course import convolution_widget\nconvolution_widget()",
    "unrolled": "from course import unrolled_widget\nunrolled_widget()",
    "adversaries": "from course import adversaries_widget\nadversaries_widget()",
    "overfitting": "from course import overfitting_widget\noverfitting_widget()",
    "deck": "from course import deck\ndeck('01-forward-pass')",
    "all decks": "from course import deck\ndeck('all')",
    "memory": "import random\nfrom course import memory_game\n"
    "memory_game('01-forward-pass', rng=random.Random(2))",
    "pad": """import numpy as np
from course import data, digit_widget
from course.exercises.your_own_network.solving import predict, train
x, labels = data.digits()
parameters = train(x[:1297], labels[:1297], np.random.default_rng(2))
digit_widget(lambda x: predict(parameters, x))""",
    "another pad": "from course import digit_widget\ndigit_widget(lambda x: [0] * len(x))",
    "another memory": "from course import memory_game\nmemory_game('01-forward-pass')",
}


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory):
    """The folder that the server shows: a test writes its notebook there."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="session")
def server(browser, notebooks, tmp_path_factory):
    with serve(notebooks, tmp_path_factory.mktemp("jupyter")) as url:
        yield url


@pytest.fixture(scope="session")
def lab(browser, server):
    """JupyterLab in a page, where `open` closes what was open: it takes seconds to load."""
    page = Lab(browser.new_page(viewport={"width": 1280, "height": 1000}), server)
    yield page
    page.close()


def run_widgets(lab, notebooks, names, front=LAB):
    """Run a notebook of these widgets; return name to the place of its cell in the page."""
    path = notebooks / f"{len(names)}-widgets.ipynb"
    if lab.notebook != path.name:
        write_notebook(path, *(WIDGETS[name] for name in names))
        if lab.theme != LIGHT:
            lab.set_theme(LIGHT)
        lab.open(path.name, front)
        lab.run_all()
        assert lab.errors() == []
    return dict(zip(names, lab.code_cells(), strict=True))


@pytest.fixture(scope="module")
def widgets(lab, notebooks):
    """All the widgets in one notebook, which stays open from file to file: name to cell."""
    return run_widgets(lab, notebooks, WIDGETS)
