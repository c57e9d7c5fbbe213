"""The best path in every one of many draws of the costs."""

import heapq
import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corridor.search.arrays import Arrays
from corridor.search.kernels import kernel
from corridor.search.trees import tree, walk

_Numbers: TypeAlias = NDArray[np.float64]
_Whole: TypeAlias = NDArray[np.int64]

_TRIALS: Final = 8
"""Draws solved one by one, whose paths bound the others from above."""
_THREADS: Final = 2
_BLOCK: Final = 5000
"""Draws corrected together: enough to pay for numpy's calls."""
_SLACK: Final = 1.0 + 1e-9
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
    dearest draw, is on no best path and left out. In what is left, rows of draws are corrected node by node, in the
    order of distance at mean costs, until nothing changes: label correcting (Ford 1956) over columns, with the costs of
    paths at hand as upper bounds and reverse distances as lower ones. At worst exponential, in practice one or two
    passes over the edges left.

    Raises
    ------
    ValueError
        If the costs are not a row an edge, or not finite numbers of zero or more.
    """
    if costs.ndim != 2 or costs.shape[0] != arrays.n_edges:
        raise ValueError(f"costs of shape {costs.shape} for {arrays.n_edges} edges: give a row an edge")
    n_draws = costs.shape[1]
    none = DrawnPaths(np.full(n_draws, math.inf), np.full(n_draws, -1), ())
    if not costs.size or source == target:
        return none
    with ThreadPoolExecutor(_THREADS) as pool:
        least, most, mean = pool.map(lambda of: of(axis=1), (costs.min, costs.max, costs.mean))
        if not (least.min() >= 0 and math.isfinite(most.max())):
            raise ValueError("costs must be finite numbers of zero or more")
        rank = np.asarray(tree(arrays, mean, source)[0])
        if math.isinf(rank[target]):
            return none
        ceiling = _ceiling(arrays, costs, mean, source, target)
        ahead = np.asarray(tree(arrays, least, source)[0])
        behind = np.asarray(tree(arrays, least, target, reverse=True)[0])
        tail, head = np.asarray(arrays.tail), np.asarray(arrays.head)
        kept = np.flatnonzero(ahead[tail] + least + behind[head] <= ceiling.max() * _SLACK)
        kept = kept[np.argsort(tail[kept], kind="stable")]
        nodes, ends = np.unique(np.array([tail[kept], head[kept]]), return_inverse=True)
        tail, head = ends.reshape(2, -1)
        start = np.searchsorted(tail, np.arange(len(nodes) + 1))
        root, goal = (int(place) for place in np.searchsorted(nodes, (source, target)))

        def solve(first: int) -> tuple[_Numbers, list[_Whole]]:
            block = slice(first, first + _BLOCK)
            distance = ceiling[block] - behind[nodes, None]
            via = np.full(distance.shape, -1)
            distance[root] = 0.0
            _correct[arrays.compiled](start, head, kept, costs[:, block], rank[nodes], distance, via, root)
            return distance[goal], _trace(via, tail, goal, root)

        solved = list(pool.map(solve, range(0, n_draws, _BLOCK)))
    drawn = [steps.tobytes() for _, traced in solved for steps in traced]
    often = Counter(drawn)
    by_name = {name: tuple(kept[np.frombuffer(name, np.int64)][::-1].tolist()) for name in often}
    order = sorted(often, key=lambda name: (-often[name], by_name[name]))
    number = {name: place for place, name in enumerate(order)}
    which = np.array([number[name] for name in drawn])
    return DrawnPaths(np.concatenate([cost for cost, _ in solved]), which, tuple(by_name[name] for name in order))


def _ceiling(arrays: Arrays, costs: _Numbers, mean: _Numbers, source: int, target: int) -> _Numbers:
    """Return, for each draw, what the cheapest of some paths at hand costs: of the mean's, and of a few draws'."""
    ceiling = np.full(costs.shape[1], math.inf)
    every = max(1, costs.shape[1] // _TRIALS)
    for trial in (mean, *costs.T[::every]):
        path = walk(arrays, tree(arrays, trial, source)[1], target)
        ceiling = np.minimum(ceiling, costs[path].sum(axis=0))
    return ceiling * _SLACK + _TINY


@kernel
def _correct(
    start: _Whole,
    head: _Whole,
    row: _Whole,
    costs: _Numbers,
    rank: _Numbers,
    distance: _Numbers,
    via: _Whole,
    root: int,
) -> None:
    heap = [(0.0, root)]
    waits = np.zeros(len(start), np.bool_)
    while heap:
        _, node = heapq.heappop(heap)
        waits[node] = False
        for edge in range(start[node], start[node + 1]):
            other = head[edge]
            length = distance[node] + costs[row[edge]]
            better = length < distance[other]
            if better.any():
                distance[other] = np.where(better, length, distance[other])
                via[other] = np.where(better, edge, via[other])
                if not waits[other]:
                    waits[other] = True
                    heapq.heappush(heap, (rank[other], other))


def _trace(via: _Whole, tail: _Whole, goal: int, root: int) -> list[_Whole]:
    """Return, for each draw, the edges of its path back from the goal."""
    columns = np.arange(via.shape[1])
    node = np.full(via.shape[1], goal)
    steps = []
    while (node != root).any():
        edge = np.where(node == root, -1, via[node, columns])
        steps.append(edge)
        node = np.where(edge < 0, root, tail[edge])
    return [row[row >= 0] for row in np.array(steps).T]
