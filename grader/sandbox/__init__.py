"""Where students' code runs: a warm process under bubblewrap that forks a worker for each one.

What is imported inside of the sandbox (warm, worker, wire, confine, seccomp, watch) needs
nothing but Python, NumPy, IPython and course.
"""
