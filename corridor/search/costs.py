"""Costs: one cost an edge, with what a search can leave there for the next."""

from typing import Final, TypeAlias

from corridor.search.arrays import Arrays, FloatValues
from corridor.search.contraction import Core
from corridor.search.kernels import Floats, Ints

_KEPT: Final = 8
"""How many trees are kept; each is two numbers a node."""

_PAYS_FROM: Final = 4
"""From which search on a core is made; making it takes as long as about three trees of the whole graph."""

Tree: TypeAlias = tuple[Floats, Ints]


class Costs:
    """The costs of one graph's edges, checked once; searches that are given it keep their trees and the core in it.

    Neither it nor what it was made of may be changed.

    Raises
    ------
    ValueError
        Unless there is one for each edge, finite and zero or more.
    """

    __slots__ = ("_core", "_searches", "arrays", "flat", "trees")

    def __init__(self, arrays: Arrays, values: FloatValues) -> None:
        self.arrays = arrays
        self.flat: Floats = arrays.numbers(values)
        self.trees: dict[tuple[int, bool], Tree] = {}
        self._core: Core | None = None
        self._searches = 0

    def keep(self, root: int, reverse: bool, tree: Tree) -> None:
        """Keep a tree, and forget the one that was kept first when there are many."""
        if len(self.trees) == _KEPT:
            del self.trees[next(iter(self.trees))]
        self.trees[root, reverse] = tree

    def core(self) -> Core | None:
        """Return the core if it pays: on a large graph, after some searches."""
        self._searches += 1
        if self._core is None and self.arrays.compiled and self._searches >= _PAYS_FROM:
            self._core = Core(self.arrays, self.flat)
        return self._core


def costs_of(arrays: Arrays, cost: "FloatValues | Costs") -> Costs:
    """Return costs as given, or made of numbers."""
    if not isinstance(cost, Costs):
        return Costs(arrays, cost)
    if cost.arrays is not arrays:
        raise ValueError("these costs are those of another graph")
    return cost
