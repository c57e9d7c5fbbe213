"""The Pareto set: every path that no other beats in all criteria at once."""

import itertools
import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corridor.errors import LabelLimitError
from corridor.search.arrays import Arrays
from corridor.search.fronts import undominated_rows
from corridor.search.kernels import Floats
from corridor.search.labels import mark_ways, set_labels
from corridor.search.reduction import Columns, Reduction, Ways
from corridor.search.trees import tree

MOST_CRITERIA: Final = 4
_BITS: Final = 62
"""How many remembered groups a 64-bit number of the compiled search has room for; the plain search knows no bound."""


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

    `costs` holds one to four sequences, one a criterion, of a number of zero or more for each edge. With `groups`, a
    number for each node, no path comes back to a group that it has left (a place that several carriers serve is one
    group). Paths come in the order of the first criterion. Of paths that tie within 1e-9 in all criteria, one stays.

    With a `tolerance`, each path that no other dominates is matched by a returned one at most 1 + tolerance times as
    long in every criterion. A graph that is asked again and again is better prepared once, as a `ParetoSearch`.

    Raises
    ------
    LabelLimitError
        If a search makes more than `limit` labels; nothing is left out in silence.
    """
    search = ParetoSearch(arrays, costs, groups=groups, kept=(source, target))
    return search.paths(source, target, tolerance=tolerance, limit=limit)


class ParetoSearch:
    """A graph prepared for Pareto searches between any of its nodes, with the parameters of `pareto_paths`.

    Label-setting NAMOA*dr (Pulido, Mandow and Perez de la Cruz 2015) on a reduced graph, bounded by a reverse tree a
    criterion; with a tolerance A*pex (Zhang et al. 2022), which merges open labels at each node. Groups by decremental
    state space relaxation (Righini and Salani 2008): only groups that a found path passes twice are remembered, and the
    search begins again. The number of labels can grow exponentially with the graph. Nodes `kept` are not eliminated,
    which makes searches between them quicker.
    """

    def __init__(
        self,
        arrays: Arrays,
        costs: Sequence[Sequence[float]],
        *,
        groups: Sequence[int] | None = None,
        kept: Sequence[int] = (),
    ) -> None:
        if not 1 <= len(costs) <= MOST_CRITERIA:
            raise ValueError(f"{len(costs)} criteria: give one to {MOST_CRITERIA}")
        if groups is not None and len(groups) != arrays.n_nodes:
            raise ValueError(f"{len(groups)} groups for {arrays.n_nodes} nodes: give one for each")
        arrays.check_nodes(*kept)
        given = [arrays.numbers(cost) for cost in costs]
        self._arrays, self._costs = arrays, np.array(given)
        self._reduction = Reduction(arrays, _four(given, arrays.full(arrays.n_edges, 0.0)), groups, kept)

    def paths(
        self, source: int, target: int, *, tolerance: float = 0.0, limit: int = 1_000_000
    ) -> list[tuple[int, ...]]:
        """Return the Pareto set between two nodes, as `pareto_paths` does."""
        if not 0 <= tolerance < math.inf:
            raise ValueError(f"tolerance={tolerance}: give zero or more")
        self._arrays.check_nodes(source, target)
        if source == target:
            return []
        ways = self._reduction.between(source, target)
        asked = ways.columns[: len(self._costs)]
        known = [tree(ways.arrays, column, ways.target, reverse=True)[0] for column in asked]
        if math.isinf(known[0][ways.source]):
            return []
        bounds = _four(known, ways.arrays.full(ways.arrays.n_nodes, 0.0))
        remembered: list[int] = []
        while True:
            found, stops = self._labelled(ways, bounds, source, remembered, 1 + tolerance, limit)
            edges, stops, twice = self._reduction.unpack(ways.number[found], stops, source)
            if not twice:
                return self._undominated(edges, stops)
            remembered += twice

    def _labelled(
        self, ways: Ways, bounds: Columns, source: int, remembered: Sequence[int], factor: float, limit: int
    ) -> tuple[list[int], list[int]]:
        """Return what `set_labels` does of the paths that enter none of the remembered groups twice."""
        compiled = ways.arrays.compiled and len(remembered) <= _BITS

        def flat(values: Any) -> Any:
            return values if compiled or isinstance(values, list) else values.tolist()

        bit = {one: 1 << place for place, one in enumerate(remembered)}
        mark: Any = np.zeros(ways.arrays.n_edges, np.int64) if compiled else [0] * ways.arrays.n_edges
        if remembered:
            bits: Any = [bit.get(one, 0) for one in range(self._reduction.n_groups)]
            bits = np.array(bits) if compiled else bits
            mark_ways[compiled](flat(ways.begin), flat(ways.end), flat(ways.entered), bits, mark)
        c0, c1, c2, c3 = (flat(column) for column in ways.columns)
        b0, b1, b2, b3 = (flat(bound) for bound in bounds)
        made, path, stops = set_labels[compiled](
            ways.source,
            ways.target,
            flat(ways.arrays.out_start),
            flat(ways.arrays.head),
            (c0, c1, c2, c3),
            (b0, b1, b2, b3),
            mark,
            bit.get(self._reduction.group[source], 0),
            factor,
            limit,
        )
        if made < 0:
            raise LabelLimitError(limit)
        return path, stops

    def _undominated(self, edges: NDArray[np.int64], stops: Sequence[int]) -> list[tuple[int, ...]]:
        """Return the paths that no other is as good as, in order of their sums; the first of equals by edge numbers."""
        if len(stops) == 1:
            return []
        paths = [tuple(edges[low:high].tolist()) for low, high in itertools.pairwise(stops)]
        totals = np.add.reduceat(self._costs[:, edges[: stops[-1]]], stops[:-1], axis=1).T.tolist()
        order = sorted(range(len(paths)), key=lambda number: (totals[number], paths[number]))
        kept = undominated_rows(np.array([totals[number] for number in order]))
        return [paths[order[row]] for row in kept]


def _four(columns: Sequence[Floats], zeros: Floats) -> Columns:
    """Return four columns, zeros for those that are not given."""
    c0, c1, c2, c3, *_ = (*columns, zeros, zeros, zeros)
    return c0, c1, c2, c3
