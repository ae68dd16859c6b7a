"""nbgrader's zip_collect, which leaves out what systems add to a zip file."""

from nbgrader.plugins import FileNameCollectorPlugin

from grader.classroom.archive import litter


class Collector(FileNameCollectorPlugin):
    """nbgrader's collector by file names, blind to macOS's and Jupyter's own files."""

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return whose a file is and what it is called, None where it is nobody's."""
        parts = tuple(submitted_file.replace("\\", "/").split("/"))
        return None if litter(parts) else super().collect(submitted_file)
