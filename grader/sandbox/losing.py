"""How a worker is lost: during a submission's code, or before any of it ran."""


class LostError(Exception):
    """The worker is gone, or was ended: kind is 'timeout' or 'worker_lost'."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message


class NotStartedError(Exception):
    """A worker ended before any of a submission's code ran: not the submission's doing."""

    def __init__(self) -> None:
        super().__init__("its process did not start: see that there is memory left, and run again")
