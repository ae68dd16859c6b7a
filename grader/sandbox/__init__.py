"""Where students' code runs: a warm process under bubblewrap that forks a worker for each one.

The judge's end: starting, control, lane, memory, cgroups, bubblewrap, covering. What is imported
inside of the sandbox (warm, worker, wire, replies, trying, watch, confine, seccomp and others)
needs nothing but Python, NumPy, IPython and course.
"""
