"""Loopless paths in order of cost, and the best path through every edge."""

import heapq
import math
from collections.abc import Iterator, Sequence

from corridor.search.arrays import Arrays
from corridor.search.trees import shortest_path, tree, walk


def shortest_paths(arrays: Arrays, cost: Sequence[float], source: int, target: int) -> Iterator[tuple[int, ...]]:
    """Yield all loopless paths as tuples of edges in order of cost, ties by edge numbers; none without a path.

    Yen (1971) with Lawler's (1972) partition, each deviation completed along the reverse shortest path tree where that
    has no loop (it is then optimal) and by A* on the tree's distances where it has. At worst one A* a deviation:
    O(k n (m + n log n)).
    """
    distance, via = tree(arrays, cost, target, reverse=True)
    if math.isinf(distance[source]) or source == target:
        return
    first = tuple(walk(arrays, via, source, reverse=True))
    heap: list[tuple[float, tuple[int, ...], int, frozenset[int]]] = [
        (math.fsum(cost[edge] for edge in first), first, 0, frozenset())
    ]
    while heap:
        _, path, deviation, banned = heapq.heappop(heap)
        yield path
        nodes = [source, *(arrays.head[edge] for edge in path)]
        for place in range(deviation, len(path)):
            shut = (banned if place == deviation else frozenset()) | {path[place]}
            rest = _complete(arrays, cost, nodes[: place + 1], target, distance, via, shut)
            if rest:
                whole = (*path[:place], *rest)
                heapq.heappush(heap, (math.fsum(cost[edge] for edge in whole), whole, place, shut))


def _complete(
    arrays: Arrays,
    cost: Sequence[float],
    prefix: list[int],
    target: int,
    distance: Sequence[float],
    via: Sequence[int],
    shut: frozenset[int],
) -> list[int]:
    """Return the best way on from a prefix's last node that shuns the prefix and the edges shut there."""
    passed = set(prefix)
    best, start = math.inf, -1
    for edge in arrays.out_edge[arrays.out_start[prefix[-1]] : arrays.out_start[prefix[-1] + 1]]:
        other = arrays.head[edge]
        if edge not in shut and other not in passed and cost[edge] + distance[other] < best:
            best, start = cost[edge] + distance[other], edge
    if start < 0:
        return []
    rest = [start, *walk(arrays, via, arrays.head[start], reverse=True)]
    if all(arrays.head[edge] not in passed for edge in rest):
        return rest
    return shortest_path(arrays, cost, prefix[-1], target, potential=distance, blocked_nodes=passed, blocked_edges=shut)


def through_paths(arrays: Arrays, cost: Sequence[float], source: int, target: int) -> Iterator[tuple[int, ...]]:
    """Yield, in order of cost, the loopless paths that are the best through at least one edge.

    Two trees give the best walk through each edge ("single-via paths", Abraham, Delling, Goldberg and Werneck 2013,
    taken edge by edge); a walk that visits a node twice is left out. O((n + m) log n) and the length of each path.
    """
    ahead, out_via = tree(arrays, cost, source)
    behind, in_via = tree(arrays, cost, target, reverse=True)
    order = sorted(
        (ahead[arrays.tail[edge]] + cost[edge] + behind[arrays.head[edge]], edge) for edge in range(len(arrays.tail))
    )
    seen: set[tuple[int, ...]] = set()
    for length, edge in order:
        if math.isinf(length):
            return
        path = (
            *walk(arrays, out_via, arrays.tail[edge]),
            edge,
            *walk(arrays, in_via, arrays.head[edge], reverse=True),
        )
        nodes = [source, *(arrays.head[step] for step in path)]
        if path not in seen and len(set(nodes)) == len(nodes):
            seen.add(path)
            yield path
