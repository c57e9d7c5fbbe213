"""Search against brute force and networkx, on small multigraphs with ties, parallel and zero-cost edges."""

import math
from collections.abc import Iterator

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.search import Arrays, shortest_path, shortest_paths, through_paths, tree

Graph = tuple[int, list[int], list[int], list[float]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Make a directed multigraph of up to 6 nodes and 14 edges whose costs tie often."""
    nodes = draw(st.integers(2, 6))
    ends = draw(st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)), max_size=14))
    costs = draw(st.lists(st.sampled_from([0.0, 1.0, 1.0, 2.0, 2.5, 7.0]), min_size=len(ends), max_size=len(ends)))
    return nodes, [a for a, _ in ends], [b for _, b in ends], costs


def every_path(graph: Graph) -> Iterator[tuple[int, ...]]:
    """Yield every loopless path from node 0 to the last, as edge numbers."""
    nodes, tail, head, _ = graph

    def go(node: int, seen: frozenset[int], path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if node == nodes - 1:
            yield path
            return
        for edge, (start, end) in enumerate(zip(tail, head, strict=True)):
            if start == node and end not in seen:
                yield from go(end, seen | {end}, (*path, edge))

    return go(0, frozenset({0}), ())


def length(path: tuple[int, ...], cost: list[float]) -> float:
    return math.fsum(cost[edge] for edge in path)


@settings(max_examples=600, deadline=None, print_blob=True)
@given(graphs())
def test_all_loopless_paths_come_once_and_in_order(graph: Graph) -> None:
    nodes, tail, head, cost = graph
    found = list(shortest_paths(Arrays(nodes, tail, head), cost, 0, nodes - 1))
    assert sorted(found) == sorted(every_path(graph))
    assert [length(path, cost) for path in found] == sorted(length(path, cost) for path in found)


@settings(max_examples=600, deadline=None, print_blob=True)
@given(graphs())
def test_paths_through_edges_are_loopless_in_order_and_start_with_the_best(graph: Graph) -> None:
    nodes, tail, head, cost = graph
    found = list(through_paths(Arrays(nodes, tail, head), cost, 0, nodes - 1))
    everything = set(every_path(graph))
    assert set(found) <= everything
    lengths = [length(path, cost) for path in found]
    assert lengths == sorted(lengths)
    assert bool(found) == bool(everything)
    if everything:
        assert lengths[0] == min(length(path, cost) for path in everything)


@settings(max_examples=600, deadline=None, print_blob=True)
@given(graphs(), st.sets(st.integers(0, 13), max_size=3))
def test_the_shortest_path_shuns_what_is_blocked(graph: Graph, blocked: set[int]) -> None:
    nodes, tail, head, cost = graph
    arrays = Arrays(nodes, tail, head)
    potential, _ = tree(arrays, cost, nodes - 1, reverse=True)
    found = shortest_path(arrays, cost, 0, nodes - 1, potential=potential, blocked_edges=blocked)
    left = [length(path, cost) for path in every_path(graph) if not blocked.intersection(path)]
    assert (length(tuple(found), cost) if found else math.inf) == pytest.approx(min(left, default=math.inf))


@settings(max_examples=400, deadline=None, print_blob=True)
@given(graphs(), st.booleans())
def test_trees_agree_with_networkx(graph: Graph, reverse: bool) -> None:
    nodes, tail, head, cost = graph
    peer: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    peer.add_nodes_from(range(nodes))
    for start, end, weight in zip(tail, head, cost, strict=True):
        peer.add_edge(*((end, start) if reverse else (start, end)), weight=weight)
    expected = nx.single_source_dijkstra_path_length(peer, 0)
    distance, _ = tree(Arrays(nodes, tail, head), cost, 0, reverse=reverse)
    assert distance == [expected.get(node, math.inf) for node in range(nodes)]
