"""Where the nodes and edges of a computation graph stand: in columns, inputs left of their users.

After Sugiyama, Tagawa and Toda (1981): columns by the longest way, an edge that skips columns
bends at a waypoint in each, columns ordered by the mean place of their neighbours, rows near it.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from course.autodiff import topological_order

SWEEPS = 12
BEND = 0.45  # the room that a waypoint takes, as a part of a node's


@dataclass(eq=False)
class Place:
    """A node, or with none a waypoint of an edge: its column, its row, its neighbours' places."""

    column: int
    node: object = None
    row: float = 0.0
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)


def lay_out(root):
    """Return (node to Place, edges) of root's graph; an edge is (source, user, index, places).

    places: from the source's Place by its waypoints to the user's; index: which of the user's
    inputs it is. Columns and rows are counted from 0, rows downwards and not in whole numbers.
    """
    order = topological_order(root)
    columns = _columns(order)
    places = {node: Place(columns[node], node) for node in order}
    edges = [
        (source, user, index, _way(places[source], places[user]))
        for user in order
        for index, source in enumerate(user.inputs)
    ]
    everything = [*places.values(), *(place for *_, way in edges for place in way[1:-1])]
    table = [[p for p in everything if p.column == c] for c in range(columns[root] + 1)]
    _set_rows(_untangled(table))
    return places, edges


def _columns(order):
    """Return node to column: one right of its last input; a leaf stands left of its first user."""
    column = {}
    for node in order:
        column[node] = 1 + max((column[source] for source in node.inputs), default=-1)
    for user in reversed(order):
        for source in user.inputs:
            if not source.inputs:
                users = (other for other in order if source in other.inputs)
                column[source] = min(column[other] for other in users) - 1
    return column


def _way(source, user):
    """Return the places of an edge, with a new waypoint in every column that it skips."""
    way = [source, *map(Place, range(source.column + 1, user.column)), user]
    for before, after in pairwise(way):
        before.after.append(after)
        after.before.append(before)
    return way


def _untangled(table):
    """Return the columns in the order, among those that the sweeps meet, with fewest crossings."""
    best, fewest = table, _crossings(table)
    for sweep in range(SWEEPS):
        table = _swept(table, "before" if sweep % 2 else "after")
        crossings = _crossings(table)
        if crossings < fewest:
            best, fewest = table, crossings
    return best


def _swept(table, side):
    """Return the columns, each ordered by the mean place of its neighbours on one side."""
    done = []
    place = {}
    for column in table if side == "before" else reversed(table):
        here = {p: i for i, p in enumerate(column)}
        key = {p: _mean([place[q] + _port(p, q) for q in getattr(p, side)], here[p]) for p in here}
        done.append(sorted(column, key=key.get))
        place |= {p: i for i, p in enumerate(done[-1])}
    return done if side == "before" else done[::-1]


def _port(place, user):
    """Return how far down the user's left side the edge from a place arrives, a part of a row."""
    return 0.1 * user.before.index(place) if place in user.before else 0.0


def _mean(values, otherwise):
    return sum(values) / len(values) if values else otherwise


def _crossings(table):
    """Return how many pairs of edges cross between neighbouring columns."""
    place = {p: i for column in table for i, p in enumerate(column)}
    found = 0
    for column in table:
        ends = [(place[p], place[q] + _port(p, q)) for p in column for q in p.after]
        found += sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(ends) for c, d in ends[:i])
    return found


def _set_rows(table):
    """Set each place's row near the mean row of its neighbours, none too near to another."""
    for column in table:
        _settle(column, [0.0] * len(column))
    for sweep in range(SWEEPS):
        for column in table if sweep % 2 else reversed(table):
            _settle(column, [_mean([q.row for q in p.before + p.after], p.row) for p in column])
    top = min(p.row for column in table for p in column)
    for place in (p for column in table for p in column):
        place.row -= top


def _settle(column, wanted):
    """Set the rows of a column nearest to the wanted ones that keep order and distance.

    Neighbours that would stand too near are pooled (Ayer et al., 1955).
    """
    rooms = [1.0 if p.node is not None else BEND for p in column]
    offsets = np.cumsum([0.0] + [(a + b) / 2 for a, b in pairwise(rooms)])
    pools = []
    for target in np.array(wanted) - offsets:
        pools.append([target, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [[(a * m + b * n) / (m + n), m + n]]
    settled = np.concatenate([[row] * size for row, size in pools]) + offsets
    for place, row in zip(column, settled, strict=True):
        place.row = float(row)
