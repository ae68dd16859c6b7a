"""How the workers share the tests: whole files, the longest first, and on after a crash."""

import contextlib
import re
from collections import OrderedDict

from xdist.scheduler import LoadFileScheduling

UNITS = (  # what is handed out parameter by parameter or as several files, and not as a file
    re.compile(r"tests/exercises/.*\[(.*)\]$"),
    re.compile(r"(tests/browser/test_lessons).*\[(\d\d-.*)\]$"),
    re.compile(r"(tests/browser/)test_(?:digit|keys|neuron|practice).*$"),
    re.compile(r"(tests/test_nbgrader).*\[(\d\d-.*)\]$"),
)
LONGEST_FIRST = (  # so that no worker begins one when the other has nothing left
    "tests/hub/test_evening",
    "tests/workplace/test_wheel",
    "tests/grader/test_dangerous",
    "tests/browser/test_first_hour",
    "tests/grader/test_evening",
    "tests/test_nbgrader.py",
    "tests/pages",
    "tests/grader/test_costs",
    "tests/grader/test_attacks",
    "tests/grader/test_saved",
    "tests/browser",
    "tests/grader",
    "tests/test_nbgrader",
    "solutions",
    "tests/workplace",
)


def unit_of(nodeid):
    """Return the unit that a test belongs to: what shares its set-up, and so its worker.

    A notebook is never split, since its cells share a kernel. The tests of the widgets in a browser
    share one as well.
    """
    for pattern in UNITS:
        if match := pattern.match(nodeid):
            return ":".join(match.groups())
    return nodeid.split("::", 1)[0]


def rank(unit):
    """Return a unit's place among those that take long, the same for all others."""
    places = (i for i, start in enumerate(LONGEST_FIRST) if unit.startswith(start))
    return next(places, len(LONGEST_FIRST))


class Scheduling(LoadFileScheduling):
    """Hands out units, and hands out again what a worker left when it crashed.

    As xdist does it, a run hangs then: the units that were done go back into the queue as well,
    and a new worker that is given one of those has nothing to run and never asks for more.
    """

    def _split_scope(self, nodeid):
        return unit_of(nodeid)

    def schedule(self):
        first = self.collection is None
        super().schedule()
        if first:
            order = sorted(self.workqueue, key=rank)
            self.workqueue = OrderedDict((unit, self.workqueue[unit]) for unit in order)

    def remove_node(self, node):
        """Take a worker away; return the test that it crashed in, whose unit goes on behind it."""
        tests = [
            (unit, test)
            for unit, work in self.assigned_work.pop(node).items()
            for test, done in work.items()
            if not done
        ]
        if not tests:
            return None
        for unit, test in tests[1:]:
            self.workqueue.setdefault(unit, {})[test] = False
        for other in self.assigned_work.keys() & self.registered_collections.keys():
            self._reschedule(other)
        return tests[0][1]

    def _assign_work_unit(self, node):
        """Give a worker a unit; of one that crashed meanwhile the end is told next, as of any."""
        with contextlib.suppress(OSError):
            super()._assign_work_unit(node)

    def _reschedule(self, node):
        """Give a worker what it needs to go on: it keeps its last test until it knows the next."""
        super()._reschedule(node)
        while self.workqueue and not node.shutting_down:
            if self._pending_of(self.assigned_work[node]) > 1:
                return
            self._assign_work_unit(node)
        node.shutdown()
