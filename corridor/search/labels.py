"""Label setting: the undominated paths of a reduced graph, by labels in order of the first criterion."""

import heapq
import math

from corridor.search.fronts import SLACK
from corridor.search.kernels import Floats, Ints, inline, kernel
from corridor.search.reduction import Columns


@kernel
def set_labels(
    source: int,
    target: int,
    start: Ints,
    head: Ints,
    columns: Columns,
    bounds: Columns,
    mark: Ints,
    passed_first: int,
    factor: float,
    limit: int,
) -> tuple[int, list[int], list[int]]:
    """Return how many labels were made, the ways of the paths found, each from its end, and where each path ends.

    `mark` holds, as bits, the remembered groups that each way enters, `passed_first` those of the source. `factor` is 1
    plus the tolerance; above 1, open labels of a node are merged. More labels than `limit` end the search, as -1.
    """
    w0, w1, w2, w3 = columns
    b0, b1, b2, b3 = bounds
    merges = factor > 1.0
    far = SLACK * factor
    # The labels: where they are, how they came there, and the apex, which is at most the cost and lower only if merged.
    at, came, way_in, passed, is_open = [source], [-1], [-1], [passed_first], [True]
    g0, g1, g2, g3 = [0.0], [0.0], [0.0], [0.0]
    c0, c1, c2, c3 = [0.0], [0.0], [0.0], [0.0]
    first_front, next_front = [-1] * len(b0), [-1]
    first_open, next_open = [-1] * len(b0), [-1]
    # The paths found, in order of their second criterion; the first need not be compared, as labels come in its order.
    found1, found2, found3, ends = [0.0], [0.0], [0.0], [0]
    found1.clear()
    found2.clear()
    found3.clear()
    ends.clear()
    heap = [(b0[source], b1[source] + b2[source] + b3[source], 0)]
    while heap:
        _, _, label = heapq.heappop(heap)
        if not is_open[label]:
            continue
        is_open[label] = False
        node, by = at[label], passed[label]
        x0, x1, x2, x3 = g0[label], g1[label], g2[label], g3[label]
        if _is_reached((x1 + b1[node]) * far, (x2 + b2[node]) * far, (x3 + b3[node]) * far, found1, found2, found3):
            continue
        if node == target:
            ends.append(label)
            if merges:
                x1, x2, x3 = c1[label], c2[label], c3[label]
            _keep(x1, x2, x3, found1, found2, found3)
            continue
        if not _take(label, node, first_front, next_front, g1, g2, g3, passed):
            continue
        for way in range(start[node], start[node + 1]):
            end, beyond = head[way], by | mark[way]
            if by & mark[way] or b0[end] == math.inf:
                continue
            y1, y2, y3 = x1 + w1[way], x2 + w2[way], x3 + w3[way]
            if _is_passed(y1, y2, y3, beyond, first_front[end], next_front, g1, g2, g3, passed):
                continue
            new = len(at)
            if new >= limit:
                return -1, ends, ends
            at.append(end)
            came.append(label)
            way_in.append(way)
            passed.append(beyond)
            is_open.append(True)
            g0.append(x0 + w0[way])
            g1.append(y1)
            g2.append(y2)
            g3.append(y3)
            next_front.append(-1)
            if merges:
                c0.append(c0[label] + w0[way])
                c1.append(c1[label] + w1[way])
                c2.append(c2[label] + w2[way])
                c3.append(c3[label] + w3[way])
                next_open.append(-1)
                apex, cost = (g0, g1, g2, g3), (c0, c1, c2, c3)
                _merge(new, end, factor, bounds, apex, cost, came, way_in, passed, is_open, first_open, next_open)
            heapq.heappush(heap, (g0[new] + b0[end], g1[new] + b1[end] + g2[new] + b2[end] + g3[new] + b3[end], new))
    path, stops = [0], [0]
    path.clear()
    for label in ends:
        while came[label] >= 0:
            path.append(way_in[label])
            label = came[label]
        stops.append(len(path))
    return len(at), path, stops


@kernel
def mark_ways(begin: Ints, end: Ints, entered: Ints, bit: Ints, mark: Ints) -> None:
    """Set, in the number of each way, the bits of the remembered groups that it enters."""
    for way in range(len(begin)):
        for place in range(begin[way], end[way]):
            mark[way] |= bit[entered[place]]


@inline
def _is_reached(x1: float, x2: float, x3: float, found1: Floats, found2: Floats, found3: Floats) -> bool:
    """Say whether a path found is at most this in each criterion."""
    for y1, y2, y3 in zip(found1, found2, found3):  # noqa: B905
        if y1 > x1:
            return False
        if y2 <= x2 and y3 <= x3:
            return True
    return False


@inline
def _keep(x1: float, x2: float, x3: float, found1: Floats, found2: Floats, found3: Floats) -> None:
    """Put a path found in its place among the others, and take out those that need not be compared any more."""
    place, spot = 0, 0
    while place < len(found1):
        if found1[place] >= x1 and found2[place] >= x2 and found3[place] >= x3:
            found1.pop(place)
            found2.pop(place)
            found3.pop(place)
        else:
            spot += found1[place] < x1
            place += 1
    found1.insert(spot, x1)
    found2.insert(spot, x2)
    found3.insert(spot, x3)


@inline
def _is_passed(
    x1: float,
    x2: float,
    x3: float,
    by: int,
    other: int,
    following: Ints,
    g1: Floats,
    g2: Floats,
    g3: Floats,
    passed: Ints,
) -> bool:
    """Say whether a label taken from a node makes another needless, by no other groups."""
    x1, x2, x3 = x1 * SLACK, x2 * SLACK, x3 * SLACK
    while other >= 0:
        if g1[other] <= x1 and g2[other] <= x2 and g3[other] <= x3 and not passed[other] & ~by:
            return True
        other = following[other]
    return False


@inline
def _take(
    label: int,
    node: int,
    first: Ints,
    following: Ints,
    g1: Floats,
    g2: Floats,
    g3: Floats,
    passed: Ints,
) -> bool:
    """Take a label from its node unless one taken before makes it needless, and forget those that it makes needless."""
    x1, x2, x3, by = g1[label], g2[label], g3[label], passed[label]
    loose1, loose2, loose3 = x1 * SLACK, x2 * SLACK, x3 * SLACK
    before, other = -1, first[node]
    while other >= 0:
        y1, y2, y3 = g1[other], g2[other], g3[other]
        if y1 <= loose1 and y2 <= loose2 and y3 <= loose3 and not passed[other] & ~by:
            return False
        if x1 <= y1 and x2 <= y2 and x3 <= y3 and not by & ~passed[other]:
            if before < 0:
                first[node] = following[other]
            else:
                following[before] = following[other]
        else:
            before = other
        other = following[other]
    following[label], first[node] = first[node], label
    return True


@inline
def _merge(
    new: int,
    node: int,
    factor: float,
    bounds: Columns,
    apex: Columns,
    cost: Columns,
    came: Ints,
    way_in: Ints,
    passed: Ints,
    is_open: list[bool],
    first: Ints,
    following: Ints,
) -> None:
    """Merge a new label with each open one of its node that has passed the same groups, if a path is within the factor.

    The apex of both becomes the lower in each criterion, and the path of one of them stays.
    """
    g0, g1, g2, g3 = apex
    c0, c1, c2, c3 = cost
    b0, b1, b2, b3 = bounds[0][node], bounds[1][node], bounds[2][node], bounds[3][node]
    before, other = new, first[node]
    following[new], first[node] = other, new
    while other >= 0:
        if is_open[other] and passed[other] == passed[new]:
            l0, l1 = min(g0[new], g0[other]), min(g1[new], g1[other])
            l2, l3 = min(g2[new], g2[other]), min(g3[new], g3[other])
            for kept in (other, new):
                if (
                    c0[kept] + b0 <= (l0 + b0) * factor
                    and c1[kept] + b1 <= (l1 + b1) * factor
                    and c2[kept] + b2 <= (l2 + b2) * factor
                    and c3[kept] + b3 <= (l3 + b3) * factor
                ):
                    is_open[other] = False
                    came[new], way_in[new] = came[kept], way_in[kept]
                    c0[new], c1[new], c2[new], c3[new] = c0[kept], c1[kept], c2[kept], c3[kept]
                    g0[new], g1[new], g2[new], g3[new] = l0, l1, l2, l3
                    break
        if is_open[other]:
            before = other
        else:
            following[before] = following[other]
        other = following[other]
