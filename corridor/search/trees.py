"""Shortest path trees and single shortest paths (Dijkstra 1959, binary heap)."""

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
    distance = arrays.full(arrays.n_nodes, math.inf)
    via = arrays.full(arrays.n_nodes, -1)
    start, adjacent, ends = (
        (arrays.in_start, arrays.in_edge, arrays.tail) if reverse else (arrays.out_start, arrays.out_edge, arrays.head)
    )
    _grow[arrays.compiled](start, adjacent, ends, arrays.numbers(cost), root, distance, via)
    return distance, via


@kernel
def _grow(start: Ints, adjacent: Ints, ends: Ints, cost: Floats, root: int, distance: Floats, via: Ints) -> None:
    distance[root] = 0.0
    heap = [(0.0, root)]
    while heap:
        reached, node = heapq.heappop(heap)
        if reached > distance[node]:
            continue
        for place in range(start[node], start[node + 1]):
            edge = adjacent[place]
            other = ends[edge]
            length = reached + cost[edge]
            if length < distance[other]:
                distance[other] = length
                via[other] = edge
                heapq.heappush(heap, (length, other))


def walk(arrays: Arrays, via: Sequence[int], node: int, *, reverse: bool = False) -> list[int]:
    """Return the edges of a tree's path between its root and `node`, in the direction of travel."""
    path = []
    while via[node] >= 0:
        edge = via[node]
        path.append(edge)
        node = arrays.head[edge] if reverse else arrays.tail[edge]
    return path if reverse else path[::-1]


def shortest_path(
    arrays: Arrays,
    cost: Sequence[float],
    source: int,
    target: int,
    *,
    potential: Sequence[float],
    blocked_nodes: frozenset[int] | set[int] = frozenset(),
    blocked_edges: frozenset[int] | set[int] = frozenset(),
) -> list[int]:
    """Return the edges of a shortest path that avoids blocked nodes and edges; empty without one.

    A* (Hart, Nilsson and Raphael 1968) with `potential`, exact distances to the target without the blocks, which makes
    it consistent. O((n + m) log n) at worst, near the path's own length where the blocks hardly matter.
    """
    distance = {source: 0.0}
    via: dict[int, int] = {}
    done: set[int] = set()
    heap = [(potential[source], source)]
    while heap:
        _, node = heapq.heappop(heap)
        if node == target:
            path = []
            while node != source:
                path.append(via[node])
                node = arrays.tail[via[node]]
            return path[::-1]
        if node in done:
            continue
        done.add(node)
        for edge in arrays.out_edge[arrays.out_start[node] : arrays.out_start[node + 1]]:
            other = arrays.head[edge]
            if edge in blocked_edges or other in blocked_nodes or other in done or potential[other] == math.inf:
                continue
            length = distance[node] + cost[edge]
            if length < distance.get(other, math.inf):
                distance[other] = length
                via[other] = edge
                heapq.heappush(heap, (length + potential[other], other))
    return []
