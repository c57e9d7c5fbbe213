"""Costs between many origins and many destinations."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corridor.search.arrays import Arrays, FloatValues
from corridor.search.costs import Costs, costs_of
from corridor.search.trees import tree


def cost_matrix(
    arrays: Arrays, cost: FloatValues | Costs, sources: Sequence[int], targets: Sequence[int]
) -> NDArray[np.float64]:
    """Return least costs, a row a source and a column a target; infinity where there is no path.

    One Dijkstra tree a source, or a target if there are fewer of them, on a large graph by way of its core:
    O(min(sources, targets) (n + m) log n). For thousands of ends on a road network a contraction hierarchy is better.
    """
    backwards = len(targets) < len(sources)
    roots, leaves = (targets, sources) if backwards else (sources, targets)
    found = np.empty((len(roots), len(leaves)))
    costs = costs_of(arrays, cost)
    for row, root in enumerate(roots):
        distance, _ = tree(arrays, costs, root, reverse=backwards)
        found[row] = np.asarray(distance)[list(leaves)]
    return found.T if backwards else found
