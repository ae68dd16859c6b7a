"""Puts the folders that stand at the top of the repository into the wheel; all else says pyproject.

A lesson, its text and its questions are found at the top, by people. A wheel has one place for
data, its packages: there course/places.py finds them.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

DATA = {"lessons": "*/*.ipynb", "quizzes": "*.*"}


class BuildWithData(build_py):
    """setuptools' build of packages, and lessons/ and quizzes/ inside of course."""

    def run(self):
        """Build the packages; a wheel gets the data as well, an editable course has it already."""
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)  # what is gone must not come along
        super().run()
        if not self.editable_mode:
            for source, target in self._data().items():
                self.mkpath(str(Path(target).parent))
                self.copy_file(source, target)

    def _data(self):
        inside = Path(self.build_lib) / "course"
        return {
            path.as_posix(): str(inside / path)
            for folder, pattern in DATA.items()
            for path in sorted(Path(folder).glob(pattern))
        }

    def get_source_files(self):
        """Return what a source distribution must hold."""
        return [*super().get_source_files(), *self._data()]

    def get_outputs(self, include_bytecode=1):
        """Return what a build writes."""
        return [*super().get_outputs(include_bytecode), *self._data().values()]


setup(cmdclass={"build_py": BuildWithData})
