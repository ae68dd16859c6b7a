"""backprop collect, export and feedback: what the command line asks for, done and said."""

import shutil
from argparse import Namespace
from pathlib import Path

from course.exercises import lessons
from grader.classroom import records, words
from grader.classroom.archive import opened
from grader.classroom.collecting import name_students, put
from grader.classroom.exporting import FORMATS, worksheet
from grader.classroom.lists import Listed, read_list
from grader.classroom.platforms import Platform
from grader.classroom.returning import pack, page_of
from grader.classroom.roster import Roster
from grader.classroom.scores import Score, scores_of
from grader.classroom.times import zone_of
from grader.classroom.understanding import Understood, understood
from grader.environment import use_own_programs
from grader.errors import CourseError
from grader.judge.folders import Folders, folders
from grader.judge.writing import write


def collect(arguments: Namespace) -> int:
    """Put a download's notebooks into submitted/, or say what it means. Raises CourseError."""
    lesson = _known(arguments.lesson)
    use_own_programs()
    where = folders(arguments.submitted, arguments.out, arguments.db)
    zone, roster = zone_of(where.zone), Roster(where.root)
    record = records.load(where.root, lesson)
    listed = None
    if arguments.roster:
        listed = read_list(Path(arguments.roster), roster, lesson, zone)
    platform = Platform(arguments.platform) if arguments.platform else None
    download = opened(Path(arguments.download))
    found = understood(download, lesson, roster, zone, listed, platform)
    for line in words.meant(found, download, lesson, zone):
        print(line)
    _say_missing(found, listed)
    if arguments.dry_run:
        print("nothing was written (--dry-run)")
        return 0
    if listed is not None:
        record.expected = [student.id for student in listed.students]
        kept = worksheet(where.root, lesson)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(arguments.roster, kept)
    done = put(found, where, lesson, record)
    name_students(where, [each.student for each in found.taken])
    roster.save()
    records.save(where.root, lesson, record)
    for line in words.written(done, str(where.submitted)):
        print(line)
    return 0


def _say_missing(found: Understood, listed: Listed | None) -> None:
    there = {each.student.id for each in found.handed_in}
    missing = [s.shown for s in listed.students if s.id not in there] if listed else []
    if missing:
        print(f"  nothing handed in: {', '.join(missing)}")


def export(arguments: Namespace) -> int:
    """Write a lesson's scores as a platform imports them. Raises CourseError."""
    lesson = _known(arguments.lesson)
    where = folders(None, arguments.out, arguments.db)
    scores = _scores(where, lesson)
    path = Path(arguments.file or where.root / f"{lesson}-{arguments.to}.csv").absolute()
    kept = worksheet(where.root, lesson)
    text = FORMATS[arguments.to](scores, lesson, arguments.column, kept)
    write(path, text)
    counted = [score for score in scores if score.score is not None]
    print(f"{len(counted)} of {len(scores)} students have a score in {path}")
    for line in words.absent(scores):
        print(line)
    unnamed = [
        score.student.id for score in counted if not _has_number(score, arguments.to, lesson)
    ]
    if unnamed:
        print(f"  not in it, since {arguments.to} has no number of them: {', '.join(unnamed)}")
    return 0


def _has_number(score: Score, to: str, lesson: str) -> bool:
    student = score.student
    numbers = {"canvas": student.number, "moodle": student.numbers.get(lesson, "")}
    return bool(numbers.get(to, student.id))


def feedback(arguments: Namespace) -> int:
    """Pack the feedback pages for the platform. Raises CourseError."""
    lesson = _known(arguments.lesson)
    where = folders(None, arguments.out, arguments.db)
    scores = _scores(where, lesson)
    names = [score.student.id for score in scores]
    there = [name for name in names if page_of(where, name, lesson).exists()]
    if not there:
        raise CourseError(
            f"no feedback page of {lesson} in {where.feedback}: run backprop grade {lesson} "
            "--feedback first"
        )
    if arguments.zip:
        path = Path(arguments.file or where.root / f"{lesson}-feedback.zip").absolute()
        pack(where, lesson, records.load(where.root, lesson), there, path)
        print(f"{len(there)} pages in {path}")
    else:
        print(f"{len(there)} pages in {where.feedback}; --zip packs them for the platform")
    without = [score.student.shown for score in scores if score.student.id not in there]
    if without:
        print(f"  no page: {', '.join(without)}")
    return 0


def _scores(where: Folders, lesson: str) -> list[Score]:
    use_own_programs()
    record = records.load(where.root, lesson)
    return scores_of(where, lesson, Roster(where.root), record)


def _known(lesson: str) -> str:
    """Return a lesson's name. Raises CourseError where there is none of it."""
    if lesson not in lessons():
        raise CourseError(f"no lesson {lesson!r}: there are {', '.join(lessons())}")
    return lesson
