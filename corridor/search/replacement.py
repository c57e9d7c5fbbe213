"""Paths once something is taken out: what each edge of the best path is worth, and the ways round."""

import copy
import heapq
import math
from collections.abc import Collection, Iterable, Iterator

from corridor.search.arrays import Arrays, FloatValues
from corridor.search.costs import Costs, costs_of
from corridor.search.fronts import SLACK
from corridor.search.kernels import Floats, Ints, inline, kernel
from corridor.search.trees import tree, walk


def replacement_costs(
    arrays: Arrays, cost: FloatValues | Costs, source: int, target: int
) -> tuple[tuple[int, ...], list[float]]:
    """Return the edges of a shortest path and, for each, the least cost without it: infinity where nothing is left.

    Both are empty without a path. An edge that joins the two trees around the gap gives a way round (Malik, Mittal and
    Gupta 1989). Where costs are the same both ways the cheapest such way is the answer; where they are not it may lead
    back over the gap, so that it is a lower bound: it stands if it does not, and else A* with the reverse tree as
    potential gives the answer. Two trees, O(m log n), and one A* for each edge in doubt.
    """
    costs = costs_of(arrays, cost)
    flat = costs.flat
    ahead, out_via = tree(arrays, costs, source)
    if source == target or math.isinf(ahead[target]):
        return (), []
    behind, in_via = tree(arrays, costs, target, reverse=True)
    path = walk(arrays, out_via, target)
    in_via = copy.copy(in_via)  # the tree is kept for others
    for edge in path:  # of equal ways on, the path's own
        in_via[arrays.tail[edge]] = edge
    leaves = arrays.full(arrays.n_nodes, -1)
    joins = arrays.full(arrays.n_nodes, -1)
    for place, node in enumerate((source, *(arrays.head[edge] for edge in path))):
        leaves[node] = joins[node] = place
    is_on_path = arrays.full(arrays.n_edges, 0)
    for edge in path:
        is_on_path[edge] = 1
    compiled = arrays.compiled
    _follow[compiled](arrays.tail, out_via, leaves)
    _follow[compiled](arrays.head, in_via, joins)
    size = len(path)
    surest, lowest = (arrays.full(size * size.bit_length(), math.inf) for _ in range(2))
    links = (arrays.tail, arrays.head, flat, ahead, behind, is_on_path)
    _cheapest_rounds[compiled](*links, leaves, joins, size, surest, lowest)
    best = [float(one) for one in surest[:size]]
    doubtful = [place for place in range(size) if best[place] > lowest[place] * SLACK]
    rounds = _go_round(arrays, flat, source, target, behind, ([path[place]] for place in doubtful))
    for place, way in zip(doubtful, rounds, strict=True):
        best[place] = math.fsum(flat[step] for step in way) if way else math.inf
    return tuple(path), best


@kernel
def _follow(ends: Ints, via: Ints, mark: Ints) -> None:
    """Give each node of a tree the mark of the first marked node on its way to the root, -1 outside the tree."""
    for first in range(len(mark)):
        node = first
        while mark[node] < 0 and via[node] >= 0:
            node = ends[via[node]]
        found = mark[node]
        node = first
        while mark[node] < 0 and via[node] >= 0:
            mark[node] = found
            node = ends[via[node]]


@kernel
def _cheapest_rounds(
    tail: Ints,
    head: Ints,
    cost: Floats,
    ahead: Floats,
    behind: Floats,
    is_on_path: Ints,
    leaves: Ints,
    joins: Ints,
    size: int,
    surest: Floats,
    lowest: Floats,
) -> None:
    """Fill two tables whose first row is, for each place of the path, the least cost of a way from before to beyond it.

    Row k holds the least of the ways that span the 2**k places from each place on. A way is noted at both ends of what
    it spans, and each row is handed down to the one before it.
    """
    for edge in range(len(tail)):
        begin, beyond = leaves[tail[edge]], head[edge]
        if begin >= 0 and not is_on_path[edge] and (begin < joins[beyond] or begin < leaves[beyond]):
            length = ahead[tail[edge]] + cost[edge] + behind[beyond]
            _note(surest, size, begin, joins[beyond], length)
            _note(lowest, size, begin, leaves[beyond], length)
    for table in (surest, lowest):
        row, half = len(table) - size, 1 << (len(table) // size - 1)
        while row > 0:
            half >>= 1
            for place in range(row, row + size):
                least = table[place]
                if least < math.inf:
                    table[place - size] = min(table[place - size], least)
                    table[place - size + half] = min(table[place - size + half], least)
            row -= size


@inline
def _note(table: Floats, size: int, begin: int, end: int, length: float) -> None:
    row, span = 0, 1
    while 2 * span <= end - begin:
        row += size
        span *= 2
    if begin < end:
        table[row + begin] = min(table[row + begin], length)
        table[row + end - span] = min(table[row + end - span], length)


def detours(
    arrays: Arrays, cost: FloatValues | Costs, source: int, target: int, removals: Iterable[Collection[int]]
) -> Iterator[tuple[int, ...]]:
    """Yield, for each set of edges taken out, the edges of a shortest path without them; none if nothing is left.

    A* (Hart, Nilsson and Raphael 1968) with exact distances to the target in the whole graph as potential, one reverse
    tree for all. It walks straight along what is left of the tree. At worst O((n + m) log n) each.
    """
    costs = costs_of(arrays, cost)
    behind, _ = tree(arrays, costs, target, reverse=True)
    yield from _go_round(arrays, costs.flat, source, target, behind, removals)


def _go_round(
    arrays: Arrays, cost: Floats, source: int, target: int, behind: Floats, removals: Iterable[Collection[int]]
) -> Iterator[tuple[int, ...]]:
    is_out = arrays.full(arrays.n_edges, 0)
    length = arrays.full(arrays.n_nodes, math.inf)
    via = arrays.full(arrays.n_nodes, -1)
    visit = arrays.full(arrays.n_nodes, 0)
    path = arrays.full(arrays.n_nodes, -1)
    for number, removed in enumerate(removals, start=1):
        for edge in removed:
            is_out[edge] = number
        count = _find_round[arrays.compiled](
            arrays.out_start,
            arrays.out_edge,
            arrays.tail,
            arrays.head,
            cost,
            source,
            target,
            behind,
            is_out,
            number,
            length,
            via,
            visit,
            path,
        )
        yield arrays.as_path(path, count)


@kernel
def _find_round(
    out_start: Ints,
    out_edge: Ints,
    tail: Ints,
    head: Ints,
    cost: Floats,
    source: int,
    target: int,
    behind: Floats,
    is_out: Ints,
    number: int,
    length: Floats,
    via: Ints,
    visit: Ints,
    path: Ints,
) -> int:
    """Write the path of search `number` into `path` and return how many edges it has; labels of older ones are void."""
    length[source] = 0.0
    visit[source] = number
    heap = [(behind[source], 0.0, source)]
    while heap:
        _, reached, node = heapq.heappop(heap)
        if reached > length[node]:
            continue
        if node == target:
            count = 0
            while node != source:
                path[count] = via[node]
                node = tail[via[node]]
                count += 1
            for place in range(count // 2):
                path[place], path[count - 1 - place] = path[count - 1 - place], path[place]
            return count
        for edge in out_edge[out_start[node] : out_start[node + 1]]:
            other = head[edge]
            if is_out[edge] == number or behind[other] == math.inf:
                continue
            further = reached + cost[edge]
            if visit[other] != number or further < length[other]:
                visit[other] = number
                length[other] = further
                via[other] = edge
                heapq.heappush(heap, (further + behind[other], further, other))
    return 0
