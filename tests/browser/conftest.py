"""Fixtures of the browser tests: one server for all, one page for each module."""

import pytest

from tests.browser.lab import Lab, serve


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory):
    """The folder that the server shows: a test writes its notebook there."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="session")
def server(browser, notebooks, tmp_path_factory):
    with serve(notebooks, tmp_path_factory.mktemp("jupyter")) as url:
        yield url


@pytest.fixture(scope="module")
def lab(browser, server):
    """One page for a module's tests: JupyterLab takes seconds to load."""
    page = Lab(browser.new_page(viewport={"width": 1280, "height": 1000}), server)
    yield page
    page.close()
