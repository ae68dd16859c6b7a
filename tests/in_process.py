"""Programs that a test runs within its own process, where it proves nothing to start them."""

import contextlib
import io

import pytest
from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderAPI, NbGraderApp
from traitlets.config.loader import PyFileConfigLoader


def api(folder, **options):
    """Return nbgrader, of the course in a folder; importing it takes a program seconds.

    options: others of CourseDirectory than the folder's.
    """
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    config.CourseDirectory.update({"root": str(folder), **options})
    return NbGraderAPI(config=config)


def nbgrader(arguments, folder, home):
    """Run a line of nbgrader in a folder, as a person with this home; return what it said."""
    said = io.StringIO()
    app = NbGraderApp()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("HOME", str(home))
        try:
            app.initialize(arguments)
            with contextlib.suppress(NoStart):  # how an application says that another one did it
                app.start()
        except SystemExit as stop:
            assert not stop.code, (arguments, said.getvalue())
        finally:
            while app.subapp is not None:  # each is its class's one instance
                app = app.subapp
                type(app).clear_instance()
    return said.getvalue()
