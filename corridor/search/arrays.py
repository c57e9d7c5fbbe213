"""Arrays, a directed multigraph as adjacency lists of edge numbers."""

from collections.abc import Sequence


class Arrays:
    """A directed multigraph of `n_nodes` nodes; edge e runs from `tail[e]` to `head[e]`.

    `out_edges[v]` and `in_edges[v]` list edge numbers in ascending order, so that ties are broken by edge number.
    Parallel edges stay apart.
    """

    __slots__ = ("head", "in_edges", "n_nodes", "out_edges", "tail")

    def __init__(self, n_nodes: int, tail: Sequence[int], head: Sequence[int]) -> None:
        self.n_nodes = n_nodes
        self.tail = tail
        self.head = head
        self.out_edges: list[list[int]] = [[] for _ in range(n_nodes)]
        self.in_edges: list[list[int]] = [[] for _ in range(n_nodes)]
        for edge, (start, end) in enumerate(zip(tail, head, strict=True)):
            self.out_edges[start].append(edge)
            self.in_edges[end].append(edge)
