"""Promises of the browser harness: a test that looks for errors finds those that are there."""

from tests.browser.lab import write_notebook


def test_errors_and_warnings_are_found(lab, notebooks):
    warn = "import sys\nprint('to stderr', file=sys.stderr)"
    write_notebook(notebooks / "wrong.ipynb", "print('fine')", warn, "1 / 0")
    lab.open("wrong.ipynb")
    lab.run_all()
    warning, error = lab.errors()
    assert "to stderr" in warning
    assert "ZeroDivisionError" in error


def test_cells_far_out_of_view_are_seen_and_waited_for(lab, notebooks):
    slow = "import time\ntime.sleep(2)\nprint('the last', 6 * 7)"
    write_notebook(notebooks / "long.ipynb", *["print('line\\n' * 40)"] * 30, slow)
    lab.open("long.ipynb")
    lab.run_all()
    outputs = lab.page.locator(".jp-OutputArea-output:visible")
    assert outputs.count() == 31
    assert "the last 42" in outputs.last.inner_text()
    assert lab.errors() == []


def test_the_theme_changes(lab):
    for theme, is_light in [("JupyterLab Dark", "false"), ("JupyterLab Light", "true")]:
        lab.set_theme(theme)
        assert lab.page.locator("body").get_attribute("data-jp-theme-light") == is_light
