"""Search against brute force, networkx, scipy and igraph, by plain and by compiled kernels.

Small multigraphs with ties, parallel, zero-cost and one-way edges and loops; a failing one is printed with its seed.
"""

import importlib.util
import math
from collections.abc import Iterator, Sequence

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.search import Arrays, shortest_path, shortest_paths, through_paths, tree
from corridor.search.kernels import force

Graph = tuple[int, list[int], list[int], list[float]]

both_ways = pytest.mark.parametrize(
    "compiled",
    [
        pytest.param(False, id="plain"),
        pytest.param(
            True,
            id="compiled",
            marks=pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="needs corridor[fast]"),
        ),
    ],
)
thousands = settings(max_examples=500, deadline=None, print_blob=True)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Make a directed multigraph of up to 7 nodes and 16 edges whose costs tie often."""
    nodes = draw(st.integers(2, 7))
    number = st.integers(0, nodes - 1)
    ends = draw(st.lists(st.tuples(number, number), max_size=16))
    if draw(st.booleans()):
        # Most networks have both directions of a link.
        ends = [pair for a, b in ends[:8] for pair in ((a, b), (b, a))]
    costs = draw(st.lists(st.sampled_from([0.0, 1.0, 1.0, 2.0, 2.5, 7.0]), min_size=len(ends), max_size=len(ends)))
    return nodes, [a for a, _ in ends], [b for _, b in ends], costs


def arrays_of(graph: Graph, compiled: bool) -> Arrays:
    with force(compiled=compiled):
        return Arrays(*graph[:3])


def every_path(graph: Graph, source: int = 0, target: int = -1) -> Iterator[tuple[int, ...]]:
    """Yield every loopless path between two nodes, by default the first and the last, as edge numbers."""
    nodes, tail, head, _ = graph

    def go(node: int, seen: frozenset[int], path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if node == target % nodes:
            yield path
            return
        for edge, (start, end) in enumerate(zip(tail, head, strict=True)):
            if start == node and end not in seen:
                yield from go(end, seen | {end}, (*path, edge))

    return go(source, frozenset({source}), ())


def length(path: tuple[int, ...], cost: Sequence[float]) -> float:
    return math.fsum(cost[edge] for edge in path)


@both_ways
@thousands
@given(graph=graphs())
def test_all_loopless_paths_come_once_and_in_order(compiled: bool, graph: Graph) -> None:
    nodes, _, _, cost = graph
    found = list(shortest_paths(arrays_of(graph, compiled), cost, 0, nodes - 1))
    assert sorted(found) == sorted(every_path(graph))
    assert [length(path, cost) for path in found] == sorted(length(path, cost) for path in found)


@both_ways
@thousands
@given(graph=graphs())
def test_paths_through_edges_are_loopless_in_order_and_start_with_the_best(compiled: bool, graph: Graph) -> None:
    nodes, _, _, cost = graph
    found = list(through_paths(arrays_of(graph, compiled), cost, 0, nodes - 1))
    everything = set(every_path(graph))
    assert len(set(found)) == len(found)
    assert set(found) <= everything
    lengths = [length(path, cost) for path in found]
    assert lengths == sorted(lengths)
    assert bool(found) == bool(everything)
    if everything:
        assert lengths[0] == min(length(path, cost) for path in everything)


@both_ways
@thousands
@given(graph=graphs(), data=st.data())
def test_without_ties_the_paths_through_edges_are_the_best_walk_through_each(
    compiled: bool, graph: Graph, data: st.DataObject
) -> None:
    nodes, tail, head, _ = graph
    # No two walks that use an edge at most twice cost the same.
    cost = data.draw(st.permutations([float(3**edge) for edge in range(len(tail))]))

    def best(source: int, target: int) -> tuple[int, ...] | None:
        return min(every_path(graph, source, target), key=lambda path: length(path, cost), default=None)

    expected = set()
    for edge in range(len(tail)):
        before, after = best(0, tail[edge]), best(head[edge], nodes - 1)
        if before is not None and after is not None:
            walk = (*before, edge, *after)
            if len({0, *(head[step] for step in walk)}) == len(walk) + 1:
                expected.add(walk)
    assert set(through_paths(arrays_of(graph, compiled), cost, 0, nodes - 1)) == expected


@both_ways
@thousands
@given(graph=graphs())
def test_the_shortest_path_is_one(compiled: bool, graph: Graph) -> None:
    nodes, _, _, cost = graph
    found = shortest_path(arrays_of(graph, compiled), cost, 0, nodes - 1)
    everything = set(every_path(graph))
    assert bool(found) == bool(everything)
    if everything:
        assert found in everything
        assert length(found, cost) == min(length(path, cost) for path in everything)


@both_ways
@thousands
@given(graph=graphs(), reverse=st.booleans())
def test_trees_agree_with_networkx_and_their_edges_with_their_distances(
    compiled: bool, graph: Graph, reverse: bool
) -> None:
    nodes, tail, head, cost = graph
    peer: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    peer.add_nodes_from(range(nodes))
    for start, end, weight in zip(tail, head, cost, strict=True):
        peer.add_edge(*((end, start) if reverse else (start, end)), weight=weight)
    expected = nx.single_source_dijkstra_path_length(peer, 0)
    distance, via = tree(arrays_of(graph, compiled), cost, 0, reverse=reverse)
    assert list(distance) == [expected.get(node, math.inf) for node in range(nodes)]
    for node in range(nodes):
        if via[node] >= 0:
            near, far = (head, tail) if reverse else (tail, head)
            assert far[via[node]] == node
            assert distance[node] == distance[near[via[node]]] + cost[via[node]]
        else:
            assert node == 0 or math.isinf(distance[node])
