"""The Pareto set: every path that no other beats in all criteria at once."""

import heapq
import itertools
import math
from collections.abc import Container, Iterable, Sequence
from operator import add, le
from typing import Final, TypeAlias

from corridor.errors import LabelLimitError
from corridor.search.arrays import Arrays
from corridor.search.trees import tree

_SLACK: Final = 1.0 + 1e-9
"""Sums of the same figures in another order differ by less than this factor; without it ties would fake trade-offs."""

_Vector: TypeAlias = tuple[float, ...]
_Way: TypeAlias = tuple[tuple[int, ...], int, _Vector, tuple[int, ...]]
_Label: TypeAlias = tuple[int, tuple[int, ...], int, int, _Vector, _Vector]


def pareto_paths(
    arrays: Arrays,
    costs: Sequence[Sequence[float]],
    source: int,
    target: int,
    *,
    groups: Sequence[int] | None = None,
    tolerance: float = 0.0,
    limit: int = 1_000_000,
) -> list[tuple[int, ...]]:
    """Return one path, as a tuple of edges, for each cost vector that no other path dominates; none without a path.

    `costs` holds one sequence a criterion, each of zero or more an edge. With `groups`, a number for each node, no path
    comes back to a group that it has left (a place that several carriers serve is one group). Paths come in the order
    of the first criterion. Of paths that tie within 1e-9 in all criteria, the one found first stays.

    With a `tolerance`, each path that no other dominates is matched by a returned one at most 1 + tolerance times as
    long in every criterion.

    Label-setting NAMOA*dr (Pulido, Mandow and Perez de la Cruz 2015) on contracted chains, bounded by a reverse tree a
    criterion; with a tolerance A*pex (Zhang et al. 2022), which merges open labels at each node. Groups by decremental
    state space relaxation (Righini and Salani 2008): only groups that a found path passes twice are remembered, and the
    search begins again. The number of labels can grow exponentially with the graph.

    Raises
    ------
    LabelLimitError
        If a search makes more than `limit` labels; nothing is left out in silence.
    """
    if not costs or not 0 <= tolerance < math.inf:
        raise ValueError(f"{len(costs)} criteria, tolerance={tolerance}: give one or more, and zero or more")
    if source == target:
        return []
    bounds = list(zip(*(tree(arrays, cost, target, reverse=True)[0] for cost in costs), strict=True))
    if math.isinf(bounds[source][0]):
        return []
    group = range(arrays.n_nodes) if groups is None else groups
    ways = _contracted(arrays, costs, bounds, group, {source, target})
    search = _Search(ways, bounds, group, tolerance, limit)
    while True:
        paths = [_without_loops(arrays, path) for path in search.run(source, target)]
        twice = {again for path in paths for again in _passed_twice(arrays, path, group)}
        if not twice:
            return _undominated(paths, costs)
        search.remember(twice)


class _Search:
    """One search for paths that enter none of the remembered groups twice."""

    def __init__(
        self,
        ways: Sequence[Sequence[_Way]],
        bounds: Sequence[_Vector],
        group: Sequence[int],
        tolerance: float,
        limit: int,
    ) -> None:
        self.ways = ways
        self.bounds = bounds
        self.group = group
        self.factor = 1.0 + tolerance
        self.merges = tolerance > 0
        self.limit = limit
        self.bit: dict[int, int] = {}

    def remember(self, groups: Iterable[int]) -> None:
        """Let later runs enter these groups once only."""
        for group in sorted(groups):
            self.bit.setdefault(group, 1 << len(self.bit))

    def run(self, source: int, target: int) -> list[tuple[int, ...]]:
        """Return the paths of the labels that reach the target undominated.

        A label is (node, edges, parent, remembered groups passed, apex, cost): the apex is at most the cost, and lower
        only where labels were merged. Labels leave the heap in order of the first criterion, so dominance is told by
        the others ("dimensionality reduction").
        """
        group, bit, bounds = self.group, self.bit, self.bounds
        zero = (0.0,) * len(bounds[source])
        labels: list[_Label] = [(source, (), -1, bit.get(group[source], 0), zero, zero)]
        heap = [(bounds[source], 0)]
        fronts: list[list[tuple[int, _Vector]]] = [[] for _ in bounds]
        waiting: dict[tuple[int, int], set[int]] = {}
        merged: set[int] = set()
        reached: list[_Vector] = []
        ends: list[int] = []
        while heap:
            estimate, number = heapq.heappop(heap)
            if number in merged:
                continue
            node, _, _, passed, apex, cost = labels[number]
            if self.merges:
                waiting.get((node, passed), set()).discard(number)
            rest = estimate[1:]
            if self._is_dominated(rest, passed, fronts[node], reached):
                continue
            if node == target:
                final = cost[1:]
                reached = [other for other in reached if not all(map(le, final, other))]
                reached.append(final)
                ends.append(number)
                continue
            fronts[node] = [kept for kept in fronts[node] if passed & ~kept[0] or not all(map(le, rest, kept[1]))]
            fronts[node].append((passed, rest))
            for edges, head, step, entered in self.ways[node]:
                beyond = passed
                if bit:
                    marks = [bit[one] for one in entered if one in bit]
                    for mark in marks:
                        beyond |= mark
                    if beyond.bit_count() < passed.bit_count() + len(marks):
                        continue
                new_apex = tuple(map(add, apex, step))
                new_estimate = tuple(map(add, new_apex, bounds[head]))
                if self._is_dominated(new_estimate[1:], beyond, fronts[head], reached):
                    continue
                new_cost = new_apex if apex is cost else tuple(map(add, cost, step))
                label = (head, edges, number, beyond, new_apex, new_cost)
                if self.merges:
                    open_here = waiting.setdefault((head, beyond), set())
                    for other in sorted(open_here):
                        if both := self._merge(label, labels[other]):
                            label = both
                            open_here.discard(other)
                            merged.add(other)
                    open_here.add(len(labels))
                    new_estimate = tuple(map(add, label[4], bounds[head]))
                if len(labels) >= self.limit:
                    raise LabelLimitError(self.limit)
                heapq.heappush(heap, (new_estimate, len(labels)))
                labels.append(label)
        paths = []
        for number in ends:
            path: list[int] = []
            while number >= 0:
                path.extend(reversed(labels[number][1]))
                number = labels[number][2]
            paths.append(tuple(path[::-1]))
        return paths

    def _is_dominated(
        self, rest: _Vector, passed: int, front: list[tuple[int, _Vector]], reached: list[_Vector]
    ) -> bool:
        """Say whether a label taken from a node, or a path that reached the target, makes another one needless."""
        # To be lower in every part a tuple must come first in order, which is quicker to ask.
        loose = tuple([value * _SLACK for value in rest])
        for other_passed, other in front:
            if other <= loose and not other_passed & ~passed and all(map(le, other, loose)):
                return True
        if self.merges:
            loose = tuple([value * self.factor for value in loose])
        for place, other in enumerate(reached):
            if other <= loose and all(map(le, other, loose)):
                # What beats one label often beats the next.
                reached[0], reached[place] = other, reached[0]
                return True
        return False

    def _merge(self, label: _Label, other: _Label) -> _Label | None:
        """Return one label for two at a node, with the path that stays within the factor of both; None if neither."""
        apex = tuple(map(min, label[4], other[4]))
        bound = self.bounds[label[0]]
        most = [(low + ahead) * self.factor for low, ahead in zip(apex, bound, strict=True)]
        for kept in (other, label):
            if all(map(le, map(add, kept[5], bound), most)):
                return (*kept[:4], apex, kept[5])
        return None


def _contracted(
    arrays: Arrays,
    costs: Sequence[Sequence[float]],
    bounds: Sequence[_Vector],
    group: Sequence[int],
    ends: Container[int],
) -> list[list[_Way]]:
    """Return each node's ways on: edges up to the next node where there is a choice, that node, cost, groups entered.

    Ways that cannot reach the target are left out, as are the nodes within chains.
    """

    def is_within(node: int) -> bool:
        return len(edges_into(node)) == 1 == len(edges_from(node)) and node not in ends

    def edges_from(node: int) -> Sequence[int]:
        return arrays.out_edge[arrays.out_start[node] : arrays.out_start[node + 1]]

    def edges_into(node: int) -> Sequence[int]:
        return arrays.in_edge[arrays.in_start[node] : arrays.in_start[node + 1]]

    ways: list[list[_Way]] = [[] for _ in bounds]
    for node in range(arrays.n_nodes):
        if is_within(node):
            continue
        for edge in edges_from(node):
            chain = [edge]
            while is_within(arrays.head[chain[-1]]):
                chain += edges_from(arrays.head[chain[-1]])
            head = arrays.head[chain[-1]]
            if not math.isinf(bounds[head][0]):
                step = tuple(math.fsum(cost[one] for one in chain) for cost in costs)
                row = [group[node], *(group[arrays.head[one]] for one in chain)]
                entered = tuple(now for before, now in itertools.pairwise(row) if now != before)
                ways[node].append((tuple(chain), head, step, entered))
    return ways


def _without_loops(arrays: Arrays, path: Sequence[int]) -> tuple[int, ...]:
    """Cut out what lies between two visits of a node; merged labels can leave such loops, and no path needs them."""
    kept: list[int] = []
    depth = {arrays.tail[path[0]]: 0}
    for edge in path:
        kept.append(edge)
        node = arrays.head[edge]
        if node in depth:
            for cut in kept[depth[node] :]:
                if arrays.head[cut] != node:
                    depth.pop(arrays.head[cut], None)
            del kept[depth[node] :]
        else:
            depth[node] = len(kept)
    return tuple(kept)


def _passed_twice(arrays: Arrays, path: Sequence[int], group: Sequence[int]) -> set[int]:
    """Return the groups that a path enters again after it has left them."""
    now = group[arrays.tail[path[0]]]
    seen, twice = {now}, set()
    for edge in path:
        entered = group[arrays.head[edge]]
        if entered != now and entered in seen:
            twice.add(entered)
        seen.add(entered)
        now = entered
    return twice


def _undominated(paths: Iterable[tuple[int, ...]], costs: Sequence[Sequence[float]]) -> list[tuple[int, ...]]:
    """Return the paths that no other is as good as, sums of the steps compared with slack; the first of equals."""
    totals = sorted((tuple(math.fsum(cost[edge] for edge in path) for cost in costs), path) for path in paths)
    kept: list[tuple[_Vector, tuple[int, ...]]] = []
    for total, path in totals:
        loose = [value * _SLACK for value in total]
        if not any(all(map(le, other, loose)) for other, _ in kept):
            kept = [one for one in kept if not all(map(le, total, [value * _SLACK for value in one[0]]))]
            kept.append((total, path))
    return [path for _, path in kept]
