"""What a submission may take, and what the judge may take for it, said once."""

from dataclasses import dataclass

SECONDS = 30.0  # of one cell, or of one call of a function
MEMORY_MB = 1024  # of one process of a submission, beyond what is imported
LEAST_MEMORY_MB = 64
SUBMISSION_TO_CELL = 20  # a whole submission has so many times what one cell has
PROCESSES = 48  # that a submission may have at a time
TOTAL_TO_ONE = 1.5  # all of a submission's processes may have this much of what one may


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
