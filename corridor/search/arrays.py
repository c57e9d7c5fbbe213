"""Arrays, a directed multigraph as flat sequences of edge numbers."""

import math
from collections.abc import Sequence
from typing import Any, Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from corridor.search.kernels import Floats, Ints, compiles

_IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
IntValues: TypeAlias = Sequence[int] | _IntArray
FloatValues: TypeAlias = Sequence[float] | FloatArray

NARROW: Final = 1 << 29
"""Edges below which all numbers of a search, those of its heap too, fit into 32 bits."""

_SHIFT: Final = 32
"""Bits of an edge's number."""


class Arrays:
    """A directed multigraph of `n_nodes` nodes; edge e runs from `tail[e]` to `head[e]`. Parallel edges stay apart.

    The edges that leave node v are ``out_edge[out_start[v]:out_start[v + 1]]``, those that reach it stand likewise in
    `in_edge`, both in ascending order, so that ties are broken by edge number. Sequences are lists if the graph is
    searched by plain Python, and numpy arrays if it is `compiled`, which its size decides if it is not said. It is
    never changed.

    Raises
    ------
    ValueError
        If an edge begins or ends at no node.
    """

    __slots__ = (
        "_far_ends",
        "compiled",
        "head",
        "in_edge",
        "in_start",
        "n_edges",
        "n_nodes",
        "out_edge",
        "out_start",
        "tail",
    )

    def __init__(self, n_nodes: int, tail: IntValues, head: IntValues, *, compiled: bool | None = None) -> None:
        tails, heads = np.array(tail, np.int64), np.array(head, np.int64)
        if tails.shape != heads.shape or tails.ndim != 1:
            raise ValueError(f"{tails.shape} tails and {heads.shape} heads: give one of each an edge")
        if len(tails) and not (min(tails.min(), heads.min()) >= 0 and max(tails.max(), heads.max()) < n_nodes):
            raise ValueError(f"an edge begins or ends outside the nodes 0 to {n_nodes - 1}")
        self.n_nodes = n_nodes
        self.n_edges = len(tails)
        self.compiled = compiles(self.n_edges) if compiled is None else compiled
        self.tail: Ints = self.flat(tails)
        self.head: Ints = self.flat(heads)
        self.out_start: Ints
        self.out_edge: Ints
        self.in_start: Ints
        self.in_edge: Ints
        self.out_start, self.out_edge = map(self._narrow, _by_node(n_nodes, tails))
        self.in_start, self.in_edge = map(self._narrow, _by_node(n_nodes, heads))
        self._far_ends: dict[bool, Ints] = {}

    def side(self, reverse: bool) -> tuple[Ints, Ints, Ints]:
        """Return where the edges that leave each node (reach it, if `reverse`) begin, these, and their far ends.

        The far ends lie side by side, as the edges do, so that a search need not look for them all over the memory.
        """
        start, edge, end = (
            (self.in_start, self.in_edge, self.tail) if reverse else (self.out_start, self.out_edge, self.head)
        )
        if reverse not in self._far_ends:
            ends: Any = end
            self._far_ends[reverse] = self._narrow(ends[edge]) if self.compiled else [end[one] for one in edge]
        return start, edge, self._far_ends[reverse]

    def numbers(self, values: FloatValues) -> Floats:
        """Return one cost an edge as kernels take it: the list itself or a list of it, or a float array.

        Raises
        ------
        ValueError
            Unless there is one for each edge, finite and zero or more.
        """
        if len(values) != self.n_edges:
            raise ValueError(f"{len(values)} costs for {self.n_edges} edges")
        flat: Any
        if self.compiled:
            flat = np.ascontiguousarray(values, np.float64)
            sound = not self.n_edges or (flat.min() >= 0 and math.isfinite(flat.sum()))
        else:
            flat = values if isinstance(values, list) else np.asarray(values, np.float64).tolist()
            sound = not flat or (min(flat) >= 0 and math.isfinite(sum(flat)))
        if not sound:
            raise ValueError("costs must be finite numbers of zero or more")
        return cast(Floats, flat)

    def full(self, size: int, value: float) -> Any:
        """Return a buffer of so many equal values: a list, or an array of floats or ints, as the value is.

        Zeros cost next to nothing in an array, as its memory is only touched where it is used.
        """
        if self.compiled:
            return np.full(size, value) if value else np.zeros(size, type(value))
        return [value] * size

    def check_nodes(self, *nodes: int) -> None:
        """Raise ValueError if a number is none of a node."""
        for node in nodes:
            if not 0 <= node < self.n_nodes:
                raise ValueError(f"node {node} is none of 0 to {self.n_nodes - 1}")

    def as_path(self, buffer: Ints, count: int) -> tuple[int, ...]:
        """Return the first so many edges that a kernel wrote as a path."""
        part: Any = buffer[:count]
        return tuple(part.tolist() if self.compiled else part)

    def _narrow(self, numbers: _IntArray) -> Any:
        """Return numbers as `flat` does, but of 32 bits if they fit: less memory to wait for."""
        return self.flat(numbers.astype(np.int32) if self.compiled and self.n_edges < NARROW else numbers)

    def flat(self, values: Any) -> Any:
        """Return numbers as kernels take them: a list, or an array."""
        if self.compiled:
            return np.ascontiguousarray(values)
        return values if isinstance(values, list) else np.asarray(values).tolist()


def _by_node(n_nodes: int, ends: _IntArray) -> tuple[_IntArray, _IntArray]:
    """Return where each node's edges begin, and all edges sorted by the node at that end."""
    start = np.zeros(n_nodes + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=n_nodes), out=start[1:])
    order = np.arange(len(ends))
    if (ends[1:] < ends[:-1]).any():
        # Whole numbers of node and edge are sorted several times faster than edges by their nodes.
        order |= ends << _SHIFT
        order.sort()
        order &= (1 << _SHIFT) - 1
    return start, order
