"""What `import course` costs beyond `import numpy`: medians of one run, taken in turn."""

import statistics
import subprocess
import sys
import time

RUNS = 10


def seconds(statement):
    """Return how long a new Python takes for a statement."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start


def main():
    """Print the medians and their difference."""
    seconds("import course")
    pairs = [(seconds("import numpy"), seconds("import course")) for _ in range(RUNS)]
    numpy, course = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"import numpy  {numpy:.3f} s\nimport course {course:.3f} s, {course - numpy:+.3f} s")


if __name__ == "__main__":
    main()
