"""Programs that a test runs within its own process, where it proves nothing to start them."""

from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader


def api(folder):
    """Return nbgrader, of the course in a folder; importing it takes a program seconds."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    config.CourseDirectory.root = str(folder)
    return NbGraderAPI(config=config)
