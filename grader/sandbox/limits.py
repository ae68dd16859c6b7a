"""What a submission may take, and what the judge may take for it and read of it, said once."""

from dataclasses import dataclass

SECONDS = 30.0  # of one cell, or of one call of a function
MEMORY_MB = 1024  # of one process of a submission, beyond what is imported
LEAST_MEMORY_MB = 64
SUBMISSION_TO_CELL = 20  # a whole submission has so many times what one cell has
PROCESSES = 48  # that a submission may have at a time
TOTAL_TO_ONE = 1.5  # all of a submission's processes may have this much of what one may

# The judge's own work for one submission, beyond what each of them takes. The caps below keep far
# from it; it is a net under them.
JUDGE_SECONDS = 5.0  # of processor time
JUDGE_MB = 256

# Caps on what the judge reads of a student's.
ITEMS_AT_MOST = 500_000  # commas and brackets of a notebook's JSON
CODE_AT_MOST = 10_000  # characters that are parsed, of one cell
TEXT_AT_MOST = 10_000  # characters that are searched, of one text
ENTRIES_BEYOND, ENTRIES_TO_ONE = 10_000, 20  # of an answer, against what is asked and expected
OUTPUTS_MB = 16  # of all cells
COLOURED_AT_MOST = 5_000  # characters of a cell that a feedback page shows in colours
COLOURED_SECONDS, PAGE_SECONDS = 0.3, 2.0  # for one text, for all of a page; the rest is plain


@dataclass(frozen=True)
class Limits:
    """What one worker may use: seconds a cell or a call, megabytes beyond the imports."""

    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB

    @property
    def whole_seconds(self) -> float:
        """What a whole submission may take."""
        return SUBMISSION_TO_CELL * self.seconds

    @property
    def whole_mb(self) -> float:
        """What all processes of a submission may hold together."""
        return TOTAL_TO_ONE * self.memory_mb
