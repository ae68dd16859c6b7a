"""Fixtures of the browser tests: one server and one browser for all, one page for each module."""

import pytest

from tests.browser.lab import Lab, browse, chromium_path, serve


@pytest.fixture(scope="session")
def browser():
    if chromium_path() is None:
        pytest.skip("there is no Chromium: install Debian's package `chromium`")
    with browse() as chromium:
        yield chromium


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
