"""The commands around the judge: collect, export and feedback."""

from argparse import ArgumentParser

from grader.commands import Commands

PLATFORMS = ("canvas", "moodle", "blackboard", "plain")
FORMATS = ("canvas", "moodle", "csv")


def add_commands(commands: Commands) -> None:
    """Add backprop collect, export and feedback with their options."""
    collect = commands.add_parser("collect", help="put what students handed in into submitted/")
    collect.set_defaults(run="grader.classroom.command:collect")
    _lesson(collect)
    collect.add_argument("download", help="the zip file or folder that the platform gave out")
    collect.add_argument("--dry-run", action="store_true", help="show what it means; write nothing")
    collect.add_argument("--from", dest="platform", choices=PLATFORMS, help="told by file names")
    collect.add_argument("--roster", metavar="FILE", help="the platform's list of the class, CSV")
    collect.add_argument("--submitted", metavar="DIR", help="laid out as nbgrader's submitted/")
    _places(collect)
    export = commands.add_parser("export", help="write the scores as a platform imports them")
    export.set_defaults(run="grader.classroom.command:export")
    _lesson(export)
    export.add_argument("--to", choices=FORMATS, default="csv", help="csv by default")
    export.add_argument("--file", metavar="FILE", help="where; LESSON-FORMAT.csv by default")
    export.add_argument("--column", metavar="TITLE", help='Canvas\'s, such as "Lesson 4 (98765)"')
    _places(export)
    feedback = commands.add_parser("feedback", help="pack the feedback pages for the platform")
    feedback.set_defaults(run="grader.classroom.command:feedback")
    _lesson(feedback)
    feedback.add_argument("--zip", action="store_true", help="write the zip file")
    feedback.add_argument("--file", metavar="FILE", help="where; LESSON-feedback.zip by default")
    _places(feedback)


def _lesson(parser: ArgumentParser) -> None:
    parser.add_argument("lesson", help="such as 01-forward-pass")


def _places(parser: ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", help="where gradebook.db and feedback/ are")
    parser.add_argument("--db", metavar="URL", help="the gradebook, where it is another")
