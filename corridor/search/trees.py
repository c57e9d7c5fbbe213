"""Shortest path trees (Dijkstra 1959, binary heap) and single shortest paths, searched from both ends."""

import heapq
import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from corridor.search.arrays import NARROW, Arrays, FloatValues
from corridor.search.contraction import Core, expand, fill, leave
from corridor.search.costs import Costs, Tree, costs_of
from corridor.search.kernels import Floats, Ints, inline, instead_of, kernel

_BUCKETS: Final = 4096
_PER_COST: Final = 32
"""How many buckets a mean cost passes: most then hold few nodes, and few of those passed are empty."""
_LEAST_SPAN: Final = 1e-300
"""Narrower buckets have no number; all is then in the one that is open."""
_FIRST: Final = 2
"""Rows of a heap before its buckets: in row 0 buckets per cost, size of the open one, next free entry; in row 1 number
of the open bucket, its first row, next new entry."""


def tree(arrays: Arrays, cost: FloatValues | Costs, root: int, *, reverse: bool = False) -> Tree:
    """Return distances from `root` (to it, if `reverse`) and the edge by which each node is reached.

    Dijkstra's algorithm, O((n + m) log n), costs of zero or more; an unreached node has distance infinity and edge -1,
    as has the root's edge. Of equal ways the one found first stays, the same each time. Given `Costs`, it keeps the
    tree there, which must not be changed, and after some searches of a large graph works on its core, if that has less
    than half of the nodes.
    """
    arrays.check_nodes(root)
    costs = costs_of(arrays, cost)
    if (root, reverse) not in costs.trees:
        core = costs.core()
        # Putting back what a core of most nodes sets aside takes longer than growing over it.
        if core and 2 * core.arrays.n_nodes < arrays.n_nodes:
            found = _tree_by(core, costs, root, reverse)
        else:
            found = _whole_tree(costs, root, reverse)
        costs.keep(root, reverse, found)
    return costs.trees[root, reverse]


def shortest_path(arrays: Arrays, cost: FloatValues | Costs, source: int, target: int) -> tuple[int, ...]:
    """Return the edges of a shortest path; none without one, or from a node to itself.

    Dijkstra's algorithm from both ends, each time from the one with the smaller heap, until their radii add up to the
    best path met (Pohl 1971); nodes that are too far away for a better one do not enter a heap. O((n + m) log n) at
    worst. Of equal paths the one met first stays, the same each time.
    Given `Costs`, it works after some searches of a large graph on its core.
    """
    arrays.check_nodes(source, target)
    costs = costs_of(arrays, cost)
    if source == target:
        return ()
    core = costs.core()
    if core is None or core.region(source) == core.region(target):
        path, count, _, _ = _between(arrays, costs.flat, ([source], [0.0]), ([target], [0.0]))
        return arrays.as_path(path, max(count, 0))
    return _path_by(core, costs, source, target)


def _whole_tree(costs: Costs, root: int, reverse: bool) -> Tree:
    distance, via, _ = _grown(costs.arrays, costs.flat, [root], [0.0], reverse)
    return distance, via


def _grown(
    arrays: Arrays, cost: Floats, roots: Sequence[int], starts: Sequence[float], reverse: bool
) -> tuple[Floats, Ints, Ints]:
    distance, via, settled = (arrays.full(arrays.n_nodes, value) for value in (math.inf, -1, 0))
    (heap,) = _heaps(arrays, cost, 1)
    count = _grow[arrays.compiled](
        *arrays.side(reverse), cost, arrays.flat(roots), arrays.flat(starts), distance, via, settled, heap
    )
    return distance, via, settled[:count]


def _heaps(arrays: Arrays, cost: Floats, count: int) -> list[Any]:
    """Return empty heaps of (number, node): lists, or the rows that compiled kernels use in their place.

    Rows are buckets of equal spans, used in turn and again (Dial 1969; Denardo and Fox 1979); the one that is open is
    a binary heap, so that all comes out in the order in which a list gives it. No bucket is sorted before its turn.
    """
    if not arrays.compiled:
        return [[] for _ in range(count)]
    span = np.mean(cost) / _PER_COST if arrays.n_edges else 0.0
    room = arrays.n_edges + 3
    number: Any = np.int32 if arrays.n_edges < NARROW else np.int64
    heaps = []
    for _ in range(count):
        rows = np.empty(_FIRST + _BUCKETS + 2 * room, [("key", np.float64), ("node", number), ("next", number)])
        rows[0] = 1 / span if span > _LEAST_SPAN else 0.0, 0, -1
        rows[1] = 0.0, len(rows) - room, _FIRST + _BUCKETS
        rows["next"][_FIRST : _FIRST + _BUCKETS] = -1
        heaps.append(rows)
    return heaps


def _tree_by(core: Core, costs: Costs, root: int, reverse: bool) -> Tree:
    """Return a tree by way of the core."""
    arrays = costs.arrays
    turned = _turned(core, reverse)
    nodes, starts = _exits(core, costs, root, reverse)
    _, core_via, settled = _grown(core.arrays, core.cost, nodes, starts, reverse)
    distance, via = arrays.full(arrays.n_nodes, math.inf), arrays.full(arrays.n_nodes, -1)
    fill[arrays.compiled](
        root, costs.flat, core.anchor, turned[0], turned[1], core.order, core.chain_of, core.place_of, core.row_start,
        core.row, turned[2], turned[3], settled, core_via, core.code,
        core.arrays.head if reverse else core.arrays.tail, core.node, distance, via,
    )  # fmt: skip
    return distance, via


def _path_by(core: Core, costs: Costs, source: int, target: int) -> tuple[int, ...]:
    """Return a shortest path between two nodes that the core lies between."""
    arrays = costs.arrays
    leaving, reaching = _exits(core, costs, source, False), _exits(core, costs, target, True)
    core_path, count, first, last = _between(core.arrays, core.cost, leaving, reaching)
    if count < 0:
        return ()
    path = arrays.full(arrays.n_nodes, 0)
    count = expand[arrays.compiled](
        source, target, _nearer_exit(leaving, first) == 0, _nearer_exit(reaching, last) == 0, core_path[:count],
        core.arrays.tail, core.code, core.node, core.anchor, core.up, core.down, core.chain_of, core.place_of,
        core.row_start, core.row, core.forth, core.back, path,
    )  # fmt: skip
    return arrays.as_path(path, count)


def _turned(core: Core, reverse: bool) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the edges up and down, forth and back, as one who travels against them sees them if `reverse`."""
    return (core.down, core.up, core.back, core.forth) if reverse else (core.up, core.down, core.forth, core.back)


def _exits(core: Core, costs: Costs, root: int, reverse: bool) -> tuple[Sequence[int], Sequence[float]]:
    """Return the nodes of the core by which a node is left (reached, if `reverse`), and how far they are."""
    up, _, forth, back = _turned(core, reverse)
    nodes, starts = costs.arrays.full(2, -1), costs.arrays.full(2, math.inf)
    count = leave[costs.arrays.compiled](
        root, costs.flat, core.anchor, up, core.number, core.chain_of, core.place_of, core.row_start, core.row, forth,
        back, nodes, starts,
    )  # fmt: skip
    return nodes[:count], starts[:count]


def _nearer_exit(exits: tuple[Sequence[int], Sequence[float]], node: int) -> int:
    """Return which exit leads to a node; both may."""
    return min((start, turn) for turn, (one, start) in enumerate(zip(*exits, strict=True)) if one == node)[1]


def _between(
    arrays: Arrays,
    cost: Floats,
    leaving: tuple[Sequence[int], Sequence[float]],
    reaching: tuple[Sequence[int], Sequence[float]],
) -> tuple[Ints, int, int, int]:
    """Return a path from some nodes to others, how many edges it has, -1 if none, its first and its last node."""
    size = arrays.n_nodes
    path: Any = arrays.full(size, 0)
    forth, back = _heaps(arrays, cost, 2)
    count, first, last = _meet[arrays.compiled](
        *arrays.side(False),
        *arrays.side(True),
        arrays.tail,
        arrays.head,
        cost,
        arrays.flat(leaving[0]),
        arrays.flat(leaving[1]),
        arrays.flat(reaching[0]),
        arrays.flat(reaching[1]),
        arrays.full(size, math.inf),
        arrays.full(size, 0),
        forth,
        arrays.full(size, math.inf),
        arrays.full(size, 0),
        back,
        path,
    )
    return path, count, first, last


def walk(arrays: Arrays, via: Sequence[int], node: int) -> list[int]:
    """Return the edges of a tree's path from its root to `node`."""
    path = []
    while via[node] >= 0:
        path.append(int(via[node]))
        node = arrays.tail[path[-1]]
    return path[::-1]


@kernel
def _grow(
    start: Ints,
    edges: Ints,
    ends: Ints,
    cost: Floats,
    roots: Ints,
    starts: Floats,
    distance: Floats,
    via: Ints,
    settled: Ints,
    heap: Any,
) -> int:
    """Write distances and edges, list the nodes in the order in which they were reached, and return how many."""
    waiting = 0
    for turn in range(len(roots)):
        if starts[turn] < distance[roots[turn]]:
            distance[roots[turn]] = starts[turn]
            heapq.heappush(heap, (starts[turn], roots[turn]))
            waiting += 1
    count = 0
    while waiting:
        reached, node = heapq.heappop(heap)
        waiting -= 1
        if reached > distance[node]:
            continue
        settled[count] = node
        count += 1
        for place in range(start[node], start[node + 1]):
            other = ends[place]
            edge = edges[place]
            length = reached + cost[edge]
            if length < distance[other]:
                distance[other] = length
                via[other] = edge
                heapq.heappush(heap, (length, other))
                waiting += 1
    return count


@kernel
def _meet(
    out_start: Ints,
    out_edge: Ints,
    out_head: Ints,
    in_start: Ints,
    in_edge: Ints,
    in_tail: Ints,
    tail: Ints,
    head: Ints,
    cost: Floats,
    sources: Ints,
    starts: Floats,
    targets: Ints,
    goals: Floats,
    ahead: Floats,
    out_via: Ints,
    forth: Any,
    behind: Floats,
    in_via: Ints,
    back: Any,
    path: Ints,
) -> tuple[int, int, int]:
    """Write the path into `path` and return how many edges it has, -1 if none, its first and its last node."""
    best = math.inf
    middle = -1
    going = 0
    coming = 0
    for turn in range(len(sources)):
        if starts[turn] < ahead[sources[turn]]:
            ahead[sources[turn]] = starts[turn]
            out_via[sources[turn]] = -1
            heapq.heappush(forth, (starts[turn], sources[turn]))
            going += 1
    for turn in range(len(targets)):
        if goals[turn] < behind[targets[turn]]:
            behind[targets[turn]] = goals[turn]
            in_via[targets[turn]] = -1
            heapq.heappush(back, (goals[turn], targets[turn]))
            coming += 1
            if goals[turn] + ahead[targets[turn]] < best:
                best = goals[turn] + ahead[targets[turn]]
                middle = targets[turn]
    gone = 0.0
    come = 0.0
    while going and coming and gone + come < best:
        if going <= coming:
            gone, node = heapq.heappop(forth)
            going -= 1
            if gone > ahead[node]:
                continue
            for place in range(out_start[node], out_start[node + 1]):
                other = out_head[place]
                edge = out_edge[place]
                length = gone + cost[edge]
                if length < ahead[other]:
                    ahead[other] = length
                    out_via[other] = edge
                    if length + behind[other] < best:
                        best = length + behind[other]
                        middle = other
                    if length + come < best:
                        heapq.heappush(forth, (length, other))
                        going += 1
        else:
            come, node = heapq.heappop(back)
            coming -= 1
            if come > behind[node]:
                continue
            for place in range(in_start[node], in_start[node + 1]):
                other = in_tail[place]
                edge = in_edge[place]
                length = come + cost[edge]
                if length < behind[other]:
                    behind[other] = length
                    in_via[other] = edge
                    if length + ahead[other] < best:
                        best = length + ahead[other]
                        middle = other
                    if length + gone < best:
                        heapq.heappush(back, (length, other))
                        coming += 1
    if middle < 0:
        return -1, -1, -1
    count = 0
    first = middle
    while out_via[first] >= 0:
        first = tail[out_via[first]]
        count += 1
    place = count
    node = middle
    while out_via[node] >= 0:
        place -= 1
        path[place] = out_via[node]
        node = tail[out_via[node]]
    last = middle
    while in_via[last] >= 0:
        path[count] = in_via[last]
        last = head[in_via[last]]
        count += 1
    return count, first, last


@instead_of(heapq.heappush)
def _push(rows: Any, item: tuple[float, int]) -> None:
    key, node = item
    counts, opened = rows[0], rows[1]
    bucket = int(key * counts.key)
    if bucket <= opened.key:
        _rise(rows, opened.node, counts.node, key, node)
        counts.node += 1
        return
    entry = counts.next
    if entry >= 0:
        counts.next = rows[entry].next
    else:
        entry = opened.next
        opened.next += 1
    first = rows[_FIRST + bucket % _BUCKETS]
    rows[entry].key, rows[entry].node, rows[entry].next = key, node, first.next
    first.next = entry


@instead_of(heapq.heappop)
def _pop(rows: Any) -> tuple[float, int]:
    counts, opened = rows[0], rows[1]
    heap = opened.node
    while counts.node == 0:
        _open_next(rows)
    counts.node -= 1
    size = counts.node
    least = rows[heap].key, rows[heap].node
    key, node = rows[heap + size].key, rows[heap + size].node
    place = 0
    below = 1
    while below < size:
        one, two = rows[heap + below], rows[heap + below + 1]
        if below + 1 < size and (two.key < one.key or (two.key == one.key and two.node < one.node)):
            below += 1
            one = two
        if one.key > key or (one.key == key and one.node >= node):
            break
        rows[heap + place].key, rows[heap + place].node = one.key, one.node
        place = below
        below = 2 * place + 1
    rows[heap + place].key, rows[heap + place].node = key, node
    return least


@inline
def _open_next(rows: Any) -> None:
    """Move the entries of the next bucket that is not empty to the heap; those of a later round stay."""
    counts, opened = rows[0], rows[1]
    bucket = int(opened.key) + 1
    while rows[_FIRST + bucket % _BUCKETS].next < 0:
        bucket += 1
    opened.key = bucket
    first = rows[_FIRST + bucket % _BUCKETS]
    entry = first.next
    first.next = -1
    while entry >= 0:
        here = rows[entry]
        following = here.next
        if int(here.key * counts.key) > bucket:
            here.next = first.next
            first.next = entry
        else:
            _rise(rows, opened.node, counts.node, here.key, here.node)
            counts.node += 1
            here.next = counts.next
            counts.next = entry
        entry = following


@inline
def _rise(rows: Any, heap: int, place: int, key: float, node: int) -> None:
    while place > 0:
        above = (place - 1) >> 1
        other = rows[heap + above]
        if other.key < key or (other.key == key and other.node <= node):
            break
        rows[heap + place].key, rows[heap + place].node = other.key, other.node
        place = above
    rows[heap + place].key, rows[heap + place].node = key, node
