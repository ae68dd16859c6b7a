"""Working without the virtual environment being activated."""

import os
import sys
from pathlib import Path


def use_own_programs() -> None:
    """Put this Python's programs in front of PATH, where nbgrader and kernels look for theirs.

    nbgrader runs alembic by its bare name, and JupyterLab's extensions run
    nbgrader so; without this they are found in an activated environment alone.
    """
    own = str(Path(sys.executable).parent)
    others = os.environ.get("PATH", "").split(os.pathsep)
    if others[0] != own:
        os.environ["PATH"] = os.pathsep.join([own, *others])
