"""Jupyter's programs, started by the course: what they are given, and what they go without."""

import subprocess
import sys

from grader.environment import jupyter

SHOWN = "import sys; print(__name__, sys.argv[1:], 'rfc3987_syntax' in sys.modules)"
REFUSED = "try:\n    import rfc3987_syntax\nexcept ImportError:\n    print('not built')\n"


def test_a_program_starts_as_python_s_m_would_start_it_and_builds_no_grammar(tmp_path):
    (tmp_path / "some_program.py").write_text(f"{SHOWN}\n{REFUSED}")
    command = jupyter("some_program", "--port=1", "two words")
    assert command[0] == sys.executable
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    said = "__main__ ['--port=1', 'two words'] True\nnot built\n"
    assert done.stdout == said, done.stderr
