"""The graphs to search: a simple directed graph in the form of each library, and where its edges come from."""

import functools
import importlib.util
import itertools
import json
import math
import re
from collections.abc import Iterable
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from corridor.search import Arrays


class Graph:
    """A directed graph without parallel edges, which most peers cannot hold; forms are made when first asked for."""

    def __init__(self, n_nodes: int, tail: NDArray[np.int64], head: NDArray[np.int64], cost: NDArray[np.float64]):
        self.n_nodes, self.tail, self.head, self.cost = n_nodes, tail, head, cost
        self.costs = cost.tolist()

    def arrays(self, *, compiled: bool) -> Arrays:
        return Arrays(self.n_nodes, self.tail, self.head, compiled=compiled)

    def cost_for(self, arrays: Arrays) -> list[float] | NDArray[np.float64]:
        """Return the costs in the form that needs no conversion."""
        return self.cost if arrays.compiled else self.costs

    @functools.cached_property
    def scipy(self) -> csr_array:
        ends = (self.tail.astype(np.int32), self.head.astype(np.int32))  # yen wants 32-bit indices
        matrix = csr_array((self.cost, ends), shape=(self.n_nodes, self.n_nodes))
        matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
        return matrix

    @functools.cached_property
    def scipy_order(self) -> NDArray[np.int64]:
        """The edges in the order of the entries of `scipy`."""
        return np.lexsort((self.head, self.tail))

    @functools.cached_property
    def networkx(self) -> nx.DiGraph:
        return self.make_networkx()

    def make_networkx(self) -> nx.DiGraph:
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.n_nodes))
        graph.add_weighted_edges_from(zip(self.tail.tolist(), self.head.tolist(), self.costs, strict=True))
        return graph

    @functools.cached_property
    def igraph(self) -> igraph.Graph:
        edges = zip(self.tail.tolist(), self.head.tolist(), strict=True)
        return igraph.Graph(n=self.n_nodes, edges=list(edges), directed=True)

    @functools.cached_property
    def _number(self) -> dict[tuple[int, int], int]:
        return {ends: edge for edge, ends in enumerate(zip(self.tail.tolist(), self.head.tolist(), strict=True))}

    def length(self, path: Iterable[int]) -> float:
        """Return the cost of a path given as edges; infinite if there is none."""
        edges = list(path)
        return math.fsum(self.costs[edge] for edge in edges) if edges else math.inf

    def edges_of(self, nodes: list[int]) -> list[int]:
        return [self._number[pair] for pair in itertools.pairwise(nodes)]


def read_world(name: str) -> tuple[Graph, NDArray[np.float64]]:
    """Read a network of scgraph_data as the largest part in which all is reached from all, with each node's lat, lon.

    Edges from a node to itself are left out. The package's files are read as text: a line ``graph=`` of neighbours with
    kilometres, and a line ``nodes=`` of coordinates.
    """
    spec = importlib.util.find_spec("scgraph_data")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The world's networks come from scgraph_data; install the extra: pip install '.[bench]'")
    lines = dict.fromkeys(("graph", "nodes"), "")
    with (Path(spec.submodule_search_locations[0]) / f"{name}.py").open(encoding="utf-8") as file:
        for line in file:
            key, _, value = line.partition("=")
            if key in lines:
                lines[key] = value
    near = json.loads(re.sub(r"(\d+):", r'"\1":', lines["graph"]))
    places = np.array(json.loads(lines["nodes"]))
    tail = np.repeat(np.arange(len(near)), [len(row) for row in near])
    head = np.array([int(other) for row in near for other in row])
    cost = np.array([km for row in near for km in row.values()])
    matrix = csr_array((cost, (tail, head)), shape=(len(near), len(near)))
    part = connected_components(matrix, connection="strong")[1]
    is_in = part == np.bincount(part).argmax()
    kept = is_in[tail] & is_in[head] & (tail != head)
    number = np.cumsum(is_in) - 1
    return Graph(int(is_in.sum()), number[tail[kept]], number[head[kept]], cost[kept]), places[is_in]


def make_streets(n_links: int) -> Graph:
    """Make a two-way grid of so many links, like a road network: streets of uneven length, about a quarter left out.

    A snake of streets through all rows is kept, so that every place is reached.
    """
    side = math.ceil(math.sqrt(n_links / 3))
    rng = np.random.default_rng(n_links)
    place = np.arange(side * side).reshape(side, side)
    along = np.array([place[:, :-1].ravel(), place[:, 1:].ravel()])
    across = np.array([place[:-1].ravel(), place[1:].ravel()])
    row, column = across[0] // side, across[0] % side
    is_snake = column == np.where(row % 2, 0, side - 1)
    others = rng.permutation(np.flatnonzero(~is_snake))[: n_links // 2 - along.shape[1] - int(is_snake.sum())]
    one, two = np.hstack([along, across[:, is_snake], across[:, others]])
    km = rng.uniform(1.0, 3.0, len(one))
    return Graph(side * side, np.append(one, two), np.append(two, one), np.append(km, km))
