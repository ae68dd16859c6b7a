"""What collect and export say: lines for the instructor."""

from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from grader.classroom.absent import some
from grader.classroom.archive import Download
from grader.classroom.collecting import Put
from grader.classroom.platforms import Platform
from grader.classroom.scores import Score, Standing
from grader.classroom.times import shown
from grader.classroom.understanding import HandedIn, Understood

TITLES = {
    Platform.CANVAS: "Canvas",
    Platform.MOODLE: "Moodle",
    Platform.BLACKBOARD: "Blackboard",
    Platform.PLAIN: "plain files, no platform's names",
}


def meant(found: Understood, download: Download, lesson: str, zone: ZoneInfo) -> Iterator[str]:
    """Yield what a download means, a line for each student and for each thing left out."""
    yield (
        f"{TITLES[found.platform]}: {len(found.taken)} of {len(found.handed_in)} students handed "
        f"in {lesson}"
    )
    for each in found.taken:
        yield f"  {_line(each, zone)}"
    for each in found.without:
        yield f"  {each.student.shown}: {'; '.join(each.choice.remarks)}: no {lesson}"
    for remark in found.remarks:
        yield f"  {remark}"
    for kind, count in sorted(download.litter.items()):
        yield f"  {count} files of {kind}: left out"
    yield from _about_times(found, zone)


def _line(each: HandedIn, zone: ZoneInfo) -> str:
    time = shown(each.time, zone) if each.time else "time not known"
    late = ", LATE" if each.late else ""
    remarks = "".join(f"; {remark}" for remark in each.choice.remarks)
    return f"{each.student.shown}: {time}{late}{remarks}"


def _about_times(found: Understood, zone: ZoneInfo) -> Iterator[str]:
    if found.times_of_files:
        yield (
            "  times are those of the files in the download, by the platform's clock "
            f"(without a zone of their own: {zone.key})"
        )
    unknown = [each for each in found.taken if each.time is None]
    if unknown:
        late = sum(each.late for each in unknown)
        yield (
            f"  {len(unknown)} times are not known, {late} of them LATE: no penalty is taken there "
            "until a timestamp.txt stands beside the notebook"
        )


def written(done: Put, where: str) -> Iterator[str]:
    """Yield what was done with the notebooks."""
    yield f"{len(done.new)} collected into {where}"
    if done.same:
        yield f"  {len(done.same)} were there already"
    if done.replaced:
        names = some(done.replaced)
        yield f"  replaced by a newer one, the old kept in .class/replaced/: {names}"
    if done.older:
        yield f"  left, since what is in submitted/ is newer: {some(done.older)}"


def absent(scores: Sequence[Score]) -> Iterator[str]:
    """Yield a line for each standing in which a student has no points yet, or not all."""
    counts = Counter(score.standing for score in scores)
    for standing in Standing:
        if standing is not Standing.GRADED and counts[standing]:
            names = some([s.student.shown for s in scores if s.standing is standing])
            yield f"  {standing.value}: {names}"
