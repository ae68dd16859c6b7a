"""Working without the virtual environment being activated, and without what nobody needs."""

import os
import sys
from pathlib import Path

# jsonschema goes without what cannot be imported: this builds a grammar of internet addresses,
# for longer than all the rest of a server takes, and no notebook's schema has that format.
QUICK = (
    "import runpy, sys; sys.modules['rfc3987_syntax'] = None; "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def jupyter(program: str, *words: str) -> list[str]:
    """Return the command that starts one of Jupyter's programs, in a fraction of its time."""
    return [sys.executable, "-c", QUICK, program, *words]


def use_own_programs() -> None:
    """Put this Python's programs in front of PATH, where nbgrader and kernels look for theirs.

    nbgrader runs alembic by its bare name, and JupyterLab's extensions run
    nbgrader so; without this they are found in an activated environment alone.
    """
    own = str(Path(sys.executable).parent)
    others = os.environ.get("PATH", "").split(os.pathsep)
    if others[0] != own:
        os.environ["PATH"] = os.pathsep.join([own, *others])
