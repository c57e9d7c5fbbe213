"""Loopless paths in order of cost, and the best path through every edge."""

import heapq
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from corridor.search.arrays import Arrays, FloatValues
from corridor.search.costs import Costs, costs_of
from corridor.search.kernels import Floats, Ints, inline, kernel
from corridor.search.trees import tree


def shortest_paths(arrays: Arrays, cost: FloatValues | Costs, source: int, target: int) -> Iterator[tuple[int, ...]]:
    """Yield all loopless paths as tuples of edges in order of cost; none without a path, or from a node to itself.

    Yen (1971) with Lawler's (1972) partition. Each deviation stands in line at what it would cost along the reverse
    shortest path tree, which is its cost unless that way leads back through the path before it; this is looked at when
    its turn comes, and only then is the cost found by A* on the tree's distances. At worst one A* a deviation:
    O(k n (m + n log n)). Of equal paths the one found first comes first.
    """
    arrays.check_nodes(source, target)
    if source == target:
        return
    costs = costs_of(arrays, cost)
    distance, via = tree(arrays, costs, target, reverse=True)
    if math.isinf(distance[source]):
        return
    size = arrays.n_nodes
    path = arrays.full(size, 0)
    for count in _deviate[arrays.compiled](
        arrays.out_start,
        arrays.out_edge,
        arrays.tail,
        arrays.head,
        costs.flat,
        source,
        target,
        distance,
        via,
        arrays.full(size, 0),
        arrays.full(size, 0.0),
        arrays.full(size, 0),
        arrays.full(size, 0),
        path,
    ):
        yield arrays.as_path(path, count)


def through_paths(arrays: Arrays, cost: FloatValues | Costs, source: int, target: int) -> Iterator[tuple[int, ...]]:
    """Yield, in order of cost, the loopless paths that are the best through at least one edge.

    Two trees give the best walk through each edge ("single-via paths", Abraham, Delling, Goldberg and Werneck 2013,
    taken edge by edge); a walk that visits a node twice is left out. O((n + m) log n) and the length of each path. Of
    equal paths that of the lower edge comes first.
    """
    arrays.check_nodes(source, target)
    if source == target:
        return
    costs = costs_of(arrays, cost)
    ahead, out_via = tree(arrays, costs, source)
    behind, in_via = tree(arrays, costs, target, reverse=True)
    if math.isinf(ahead[target]):
        return
    length = np.asarray(ahead)[arrays.tail] + np.asarray(costs.flat) + np.asarray(behind)[arrays.head]
    # The last edge of a path that is not of the tree from the source stands for all that have this path.
    via = np.asarray(out_via)
    stands = via[arrays.head] != np.arange(arrays.n_edges)
    stands[via[target]] = True
    edges = np.flatnonzero(stands & np.isfinite(length))
    order: Any = edges[np.argsort(length[edges], kind="stable")]
    path = arrays.full(arrays.n_nodes, 0)
    for count in _pass_through[arrays.compiled](
        order if arrays.compiled else order.tolist(),
        arrays.tail,
        arrays.head,
        source,
        target,
        out_via,
        in_via,
        arrays.full(arrays.n_nodes, -1),
        path,
    ):
        yield arrays.as_path(path, count)


@inline
def _leads_back(head: Ints, via: Ints, distance: Floats, passed: Ints, stamp: int, nearest: float, node: int) -> bool:
    """Say whether the tree leads from a node to one that bears the stamp; none of these is below `nearest`."""
    while distance[node] >= nearest:
        if passed[node] == stamp:
            return True
        if via[node] < 0:
            return False
        node = head[via[node]]
    return False


@inline
def _is_shut(shut_edge: Ints, shut_next: Ints, shut: int, edge: int) -> bool:
    while shut >= 0:
        if shut_edge[shut] == edge:
            return True
        shut = shut_next[shut]
    return False


@kernel
def _deviate(
    out_start: Ints,
    out_edge: Ints,
    tail: Ints,
    head: Ints,
    cost: Floats,
    source: int,
    target: int,
    distance: Floats,
    via: Ints,
    passed: Ints,
    length: Floats,
    back: Ints,
    visit: Ints,
    path: Ints,
) -> Iterator[int]:
    """Write path after path into `path`, yielding how many edges it has.

    A deviation is (cost, number, path it leaves, place where it does, first edge, list of edges shut there, rest). Its
    rest is the tree's way on, or stands in the pool if `rest` is over 0: what a search found, backwards, up to where
    the tree leads on. Lists of shut edges are linked. Nodes with the newest stamp in `passed` are those of the path up
    to the deviation; `length`, `back` and `visit` are the labels of the newest search.
    """
    pool = [0]
    begin = [1]
    shut_edge = [-1]
    shut_next = [-1]
    heap = [(distance[source], 0, 0, 0, via[source], -1, 0)]
    number = 0
    stamp = 0
    searches = 0
    while heap:
        _, _, parent, place, start, shut, rest = heapq.heappop(heap)
        stamp += 1
        passed[source] = stamp
        nearest = distance[source]
        travelled = 0.0
        spur = source
        first = begin[parent]
        for turn in range(place):
            edge = pool[first + turn]
            path[turn] = edge
            travelled += cost[edge]
            spur = head[edge]
            passed[spur] = stamp
            if distance[spur] < nearest:
                nearest = distance[spur]

        if rest == 0 and _leads_back(head, via, distance, passed, stamp, nearest, head[start]):
            searches += 1
            length[spur] = 0.0
            visit[spur] = searches
            ways = [(distance[spur], 0.0, spur)]
            while ways:
                _, reached, node = heapq.heappop(ways)
                if reached > length[node]:
                    continue
                if node != spur and not _leads_back(head, via, distance, passed, stamp, nearest, node):
                    # The tree's way on from here is free, so that no other can be shorter.
                    total = travelled + (reached + distance[node])
                    rest = len(pool)
                    pool.append(0)
                    while node != spur:
                        pool.append(back[node])
                        node = tail[back[node]]
                    pool[rest] = len(pool) - rest - 1
                    number += 1
                    heapq.heappush(heap, (total, number, parent, place, start, shut, rest))
                    break
                for edge in out_edge[out_start[node] : out_start[node + 1]]:
                    other = head[edge]
                    if passed[other] == stamp or distance[other] == math.inf:
                        continue
                    if node == spur and _is_shut(shut_edge, shut_next, shut, edge):
                        continue
                    further = reached + cost[edge]
                    if visit[other] != searches or further < length[other]:
                        visit[other] = searches
                        length[other] = further
                        back[other] = edge
                        heapq.heappush(ways, (further + distance[other], further, other))
            continue

        count = place
        if rest == 0:
            path[count] = start
            count += 1
        else:
            for turn in range(pool[rest], 0, -1):
                path[count] = pool[rest + turn]
                count += 1
        node = head[path[count - 1]]
        while node != target:
            edge = via[node]
            path[count] = edge
            count += 1
            node = head[edge]
        yield count

        parent = len(begin)
        begin.append(len(pool))
        for turn in range(count):
            pool.append(path[turn])
        node = spur
        for turn in range(place, count):
            chosen = path[turn]
            if out_start[node + 1] - out_start[node] > 1:
                best = math.inf
                start = -1
                for edge in out_edge[out_start[node] : out_start[node + 1]]:
                    other = head[edge]
                    if passed[other] == stamp or edge == chosen or cost[edge] + distance[other] >= best:
                        continue
                    if turn == place and _is_shut(shut_edge, shut_next, shut, edge):
                        continue
                    best = cost[edge] + distance[other]
                    start = edge
                if start >= 0:
                    shut_edge.append(chosen)
                    shut_next.append(shut if turn == place else -1)
                    number += 1
                    heapq.heappush(heap, (travelled + best, number, parent, turn, start, len(shut_edge) - 1, 0))
            travelled += cost[chosen]
            node = head[chosen]
            passed[node] = stamp


@kernel
def _pass_through(
    edges: Ints, tail: Ints, head: Ints, source: int, target: int, out_via: Ints, in_via: Ints, seen: Ints, path: Ints
) -> Iterator[int]:
    """Write the loopless path through each of some edges into `path`, yielding how many edges it has.

    The walk grows from the edge to both sides in turn, so that a node met twice is soon found.
    """
    for edge in edges:
        start = tail[edge]
        end = head[edge]
        seen[start] = edge
        loops = seen[end] == edge
        seen[end] = edge
        before = 0
        while not loops and (start != source or end != target):
            if start != source:
                start = tail[out_via[start]]
                before += 1
                loops = seen[start] == edge
                seen[start] = edge
            if not loops and end != target:
                end = head[in_via[end]]
                loops = seen[end] == edge
                seen[end] = edge
        if loops:
            continue
        node = tail[edge]
        for place in range(before - 1, -1, -1):
            path[place] = out_via[node]
            node = tail[out_via[node]]
        path[before] = edge
        count = before + 1
        node = head[edge]
        while node != target:
            path[count] = in_via[node]
            count += 1
            node = head[in_via[node]]
        yield count
