"""The best path in every one of many draws of the costs."""

import heapq
import math
from collections import Counter
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corridor.search.arrays import Arrays
from corridor.search.fronts import SLACK
from corridor.search.kernels import instead_of, kernel
from corridor.search.trees import tree, walk

_Numbers: TypeAlias = NDArray[np.float64]
_Whole: TypeAlias = NDArray[np.int64]
_Edges: TypeAlias = NDArray[np.int32]

_TRIALS: Final = 8
"""Draws solved one by one, whose paths bound the others from above."""
_THREADS: Final = 2
_BLOCK: Final = 5000
"""Draws corrected together: enough to pay for numpy's calls."""
_TINY: Final = 1e-300
"""Above zero, so that a path that costs nothing is still better than its bound."""


@dataclass(frozen=True, slots=True)
class DrawnPaths:
    """The best path of each draw: what it costs, and `which` of `paths` (tuples of edges) it is.

    `paths` stand in order of the number of draws in which they are best, then of their edges. Without a path there are
    none, each cost is infinite and `which` is -1.
    """

    cost: _Numbers
    which: _Whole
    paths: tuple[tuple[int, ...], ...]


def best_of_draws(arrays: Arrays, costs: _Numbers, source: int, target: int) -> DrawnPaths:
    """Find the best path in every draw of the costs, each draw for itself.

    `costs` has a row an edge and a column a draw, each of zero or more. Of equal paths the one found first stays.

    An edge whose cheapest way through, at the least costs of all draws, is dearer than what a path at hand costs in the
    dearest draw, is on no best path and left out. In what is left, rows of draws are corrected node by node, by
    distance at middle costs, until nothing changes: label correcting (Ford 1956) over columns, with the costs of paths
    at hand as upper bounds and reverse distances as lower ones. At worst exponential, in practice one or two
    passes over the edges left.

    Raises
    ------
    ValueError
        If the costs are not a row an edge, or not finite numbers of zero or more.
    """
    from concurrent.futures import ThreadPoolExecutor

    if costs.ndim != 2 or costs.shape[0] != arrays.n_edges:
        raise ValueError(f"costs of shape {costs.shape} for {arrays.n_edges} edges: give a row an edge")
    n_draws = costs.shape[1]
    none = DrawnPaths(np.full(n_draws, math.inf), np.full(n_draws, -1), ())
    if not costs.size or source == target:
        return none
    with ThreadPoolExecutor(_THREADS) as pool:
        least, most = pool.map(lambda of: of(axis=1), (costs.min, costs.max))
        if not (least.min() >= 0 and math.isfinite(most.max())):
            raise ValueError("costs must be finite numbers of zero or more")
        middle = least / 2 + most / 2
        rank = np.asarray(tree(arrays, middle, source)[0])
        if math.isinf(rank[target]):
            return none
        ceiling = _ceiling(arrays, costs, middle, source, target)
        ahead = np.asarray(tree(arrays, least, source)[0])
        behind = np.asarray(tree(arrays, least, target, reverse=True)[0])
        tail, head = np.asarray(arrays.tail), np.asarray(arrays.head)
        kept = np.flatnonzero(ahead[tail] + least + behind[head] <= ceiling.max() * SLACK)
        kept = kept[np.argsort(tail[kept], kind="stable")]
        nodes, ends = np.unique(np.array([tail[kept], head[kept]]), return_inverse=True)
        tail, head = ends.reshape(2, -1)
        start = np.searchsorted(tail, np.arange(len(nodes) + 1))
        root, goal = (int(place) for place in np.searchsorted(nodes, (source, target)))

        blocks = [slice(first, min(first + _BLOCK, n_draws)) for first in range(0, n_draws, _BLOCK)]

        def solve(block: slice) -> tuple[_Numbers, _Edges]:
            distance = ceiling[block] - behind[nodes, None]
            via = np.full(distance.shape, -1, np.int32)
            distance[root] = 0.0
            _correct[arrays.compiled](start, head, kept, costs[:, block], rank[nodes], distance, via, root)
            return distance[goal], _trace(via, tail, goal, root)

        solved = list(pool.map(solve, blocks))
    longest = max(len(steps) for _, steps in solved)
    steps = np.full((n_draws, longest), -1, np.int32)
    for block, (_, found) in zip(blocks, solved, strict=True):
        steps[block, : len(found)] = found.T
    drawn = [row.tobytes() for row in steps]
    often = Counter(drawn)
    by_name = {name: _path(kept, np.frombuffer(name, np.int32)) for name in often}
    order = sorted(often, key=lambda name: (-often[name], by_name[name]))
    number = {name: place for place, name in enumerate(order)}
    which = np.array([number[name] for name in drawn])
    return DrawnPaths(np.concatenate([cost for cost, _ in solved]), which, tuple(by_name[name] for name in order))


def _ceiling(arrays: Arrays, costs: _Numbers, middle: _Numbers, source: int, target: int) -> _Numbers:
    """Return, for each draw, what the cheapest of some paths at hand costs: of the middle's, and of a few draws'."""
    ceiling = np.full(costs.shape[1], math.inf)
    every = max(1, costs.shape[1] // _TRIALS)
    for trial in (middle, *costs.T[::every]):
        path = walk(arrays, tree(arrays, trial, source)[1], target)
        ceiling = np.minimum(ceiling, costs[path].sum(axis=0))
    return ceiling * SLACK + _TINY


@kernel
def _correct(
    start: _Whole,
    head: _Whole,
    row: _Whole,
    costs: _Numbers,
    rank: _Numbers,
    distance: _Numbers,
    via: _Edges,
    root: int,
) -> None:
    heap = [(0.0, root)]
    waits = np.zeros(len(start), np.bool_)
    while heap:
        _, node = heapq.heappop(heap)
        waits[node] = False
        for edge in range(start[node], start[node + 1]):
            other = head[edge]
            if _relax(distance[node], costs[row[edge]], edge, distance[other], via[other]) and not waits[other]:
                waits[other] = True
                heapq.heappush(heap, (rank[other], other))


def _relax(reached: _Numbers, cost: _Numbers, edge: int, distance: _Numbers, via: _Edges) -> bool:
    """Shorten the distances that are longer by way of an edge, and say whether any was."""
    length = reached + cost
    better = length < distance
    if not better.any():
        return False
    np.copyto(distance, length, where=better)
    np.copyto(via, edge, where=better)
    return True


@instead_of(_relax)
def _relax_each(reached: _Numbers, cost: _Numbers, edge: int, distance: _Numbers, via: _Edges) -> bool:
    is_any = False
    for draw in range(len(reached)):
        length = reached[draw] + cost[draw]
        is_better = length < distance[draw]
        distance[draw] = length if is_better else distance[draw]
        via[draw] = edge if is_better else via[draw]
        is_any |= is_better
    return is_any


def _trace(via: _Edges, tail: _Whole, goal: int, root: int) -> _Edges:
    """Return the edges of each draw's path, a column a draw, back from the goal and filled up with -1."""
    columns = np.arange(via.shape[1])
    node = np.full(via.shape[1], goal)
    steps = []
    while (node != root).any():
        edge = np.where(node == root, -1, via[node, columns])
        steps.append(edge)
        node = np.where(edge < 0, root, tail[edge])
    return np.array(steps, np.int32)


def _path(kept: _Whole, steps: _Edges) -> tuple[int, ...]:
    return tuple(kept[steps[steps >= 0]][::-1].tolist())
