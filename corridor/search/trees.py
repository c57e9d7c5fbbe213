"""Shortest path trees (Dijkstra 1959, binary heap) and single shortest paths, searched from both ends."""

import heapq
import math
from collections.abc import Sequence

from corridor.search.arrays import Arrays
from corridor.search.kernels import Floats, Ints, kernel


def tree(arrays: Arrays, cost: Sequence[float], root: int, *, reverse: bool = False) -> tuple[Floats, Ints]:
    """Return distances from `root` (to it, if `reverse`) and the edge by which each node is reached.

    Dijkstra's algorithm, O((n + m) log n), costs of zero or more; an unreached node has distance infinity and edge -1,
    as has the root's edge. Of equal ways the one found first in order of distance, then of node and edge number, stays.
    """
    arrays.check_nodes(root)
    distance = arrays.full(arrays.n_nodes, math.inf)
    via = arrays.full(arrays.n_nodes, -1)
    start, adjacent, ends = (
        (arrays.in_start, arrays.in_edge, arrays.tail) if reverse else (arrays.out_start, arrays.out_edge, arrays.head)
    )
    _grow[arrays.compiled](start, adjacent, ends, arrays.numbers(cost), root, distance, via)
    return distance, via


def shortest_path(arrays: Arrays, cost: Sequence[float], source: int, target: int) -> tuple[int, ...]:
    """Return the edges of a shortest path; none without one, or from a node to itself.

    Dijkstra's algorithm from both ends, each time from the one with the smaller heap, until their radii add up to the
    best path met (Pohl 1971). O((n + m) log n) at worst. Of equal paths the one met first stays.
    """
    arrays.check_nodes(source, target)
    if source == target:
        return ()
    size = arrays.n_nodes
    path = arrays.full(size, -1)
    count = _meet[arrays.compiled](
        arrays.out_start,
        arrays.out_edge,
        arrays.in_start,
        arrays.in_edge,
        arrays.tail,
        arrays.head,
        arrays.numbers(cost),
        source,
        target,
        arrays.full(size, math.inf),
        arrays.full(size, -1),
        arrays.full(size, math.inf),
        arrays.full(size, -1),
        path,
    )
    return arrays.as_path(path, count)


def walk(arrays: Arrays, via: Sequence[int], node: int, *, reverse: bool = False) -> list[int]:
    """Return the edges of a tree's path between its root and `node`, in the direction of travel."""
    path = []
    while via[node] >= 0:
        edge = int(via[node])
        path.append(edge)
        node = arrays.head[edge] if reverse else arrays.tail[edge]
    return path if reverse else path[::-1]


@kernel
def _grow(start: Ints, adjacent: Ints, ends: Ints, cost: Floats, root: int, distance: Floats, via: Ints) -> None:
    distance[root] = 0.0
    heap = [(0.0, root)]
    while heap:
        reached, node = heapq.heappop(heap)
        if reached > distance[node]:
            continue
        for edge in adjacent[start[node] : start[node + 1]]:
            other = ends[edge]
            length = reached + cost[edge]
            if length < distance[other]:
                distance[other] = length
                via[other] = edge
                heapq.heappush(heap, (length, other))


@kernel
def _meet(
    out_start: Ints,
    out_edge: Ints,
    in_start: Ints,
    in_edge: Ints,
    tail: Ints,
    head: Ints,
    cost: Floats,
    source: int,
    target: int,
    ahead: Floats,
    out_via: Ints,
    behind: Floats,
    in_via: Ints,
    path: Ints,
) -> int:
    """Write the path into `path` and return how many edges it has."""
    ahead[source] = 0.0
    behind[target] = 0.0
    forth = [(0.0, source)]
    back = [(0.0, target)]
    best = math.inf
    middle = -1
    while forth and back and forth[0][0] + back[0][0] < best:
        if len(forth) <= len(back):
            reached, node = heapq.heappop(forth)
            if reached > ahead[node]:
                continue
            for edge in out_edge[out_start[node] : out_start[node + 1]]:
                other = head[edge]
                length = reached + cost[edge]
                if length < ahead[other]:
                    ahead[other] = length
                    out_via[other] = edge
                    heapq.heappush(forth, (length, other))
                    if length + behind[other] < best:
                        best = length + behind[other]
                        middle = other
        else:
            reached, node = heapq.heappop(back)
            if reached > behind[node]:
                continue
            for edge in in_edge[in_start[node] : in_start[node + 1]]:
                other = tail[edge]
                length = reached + cost[edge]
                if length < behind[other]:
                    behind[other] = length
                    in_via[other] = edge
                    heapq.heappush(back, (length, other))
                    if length + ahead[other] < best:
                        best = length + ahead[other]
                        middle = other
    if middle < 0:
        return 0
    count = 0
    node = middle
    while node != source:
        node = tail[out_via[node]]
        count += 1
    place = count
    node = middle
    while node != source:
        place -= 1
        path[place] = out_via[node]
        node = tail[out_via[node]]
    node = middle
    while node != target:
        path[count] = in_via[node]
        node = head[in_via[node]]
        count += 1
    return count
