"""Where the course's folders are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GRADER = ROOT / "grader"
LESSONS = ROOT / "lessons"
SOLUTIONS = ROOT / "solutions"
