"""Search against brute force, networkx, scipy and igraph, by plain and by compiled kernels.

Small multigraphs with ties, parallel, zero-cost and one-way edges and loops; a failing one is printed with its seed.
"""

import importlib.util
import itertools
import math
from collections.abc import Callable, Iterator, Sequence

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, yen

from corridor.search import Arrays, Costs, shortest_path, shortest_paths, through_paths, tree
from corridor.search.arrays import FloatArray
from corridor.search.contraction import Core
from corridor.search.kernels import force

Graph = tuple[int, list[int], list[int], list[float]]

HAS_NUMBA = importlib.util.find_spec("numba") is not None

needs_numba = pytest.mark.skipif(not HAS_NUMBA, reason="needs corridor[fast]")
both_ways = pytest.mark.parametrize(
    "compiled", [pytest.param(False, id="plain"), pytest.param(True, id="compiled", marks=needs_numba)]
)
thousands = settings(max_examples=300, deadline=None, print_blob=True)


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


@needs_numba
@thousands
@given(graph=graphs())
def test_compiled_kernels_give_what_plain_ones_give_ties_included(graph: Graph) -> None:
    nodes, _, _, cost = graph
    plain, fast = arrays_of(graph, False), arrays_of(graph, True)
    for search in (shortest_paths, through_paths):
        assert list(search(fast, cost, 0, nodes - 1)) == list(search(plain, cost, 0, nodes - 1))
    assert shortest_path(fast, cost, 0, nodes - 1) == shortest_path(plain, cost, 0, nodes - 1)
    for one, other in zip(tree(fast, cost, 0), tree(plain, cost, 0), strict=True):
        assert list(one) == list(other)


@st.composite
def stretched(draw: st.DrawFn) -> Graph:
    """Make a directed multigraph of rows and dead ends: up to 14 nodes, most edges to the next node and back."""
    nodes = draw(st.integers(2, 14))
    number = st.integers(0, nodes - 1)
    steps = draw(st.lists(st.tuples(number, number, st.booleans(), st.booleans()), max_size=20))
    ends = []
    for start, other, to_next, both in steps:
        end = (start + 1) % nodes if to_next else other
        ends += [(start, end), (end, start)] if both else [(start, end)]
    costs = draw(st.lists(st.sampled_from([0.0, 1.0, 2.0, 2.5, 0.1, 0.3]), min_size=len(ends), max_size=len(ends)))
    return nodes, [a for a, _ in ends], [b for _, b in ends], costs


def with_core(arrays: Arrays, cost: Sequence[float]) -> Costs:
    """Return costs whose searches go by the core, however small the graph."""
    costs = Costs(arrays, cost)
    costs._core = Core(arrays, costs.flat)
    return costs


@both_ways
@thousands
@given(graph=stretched(), data=st.data())
def test_trees_and_paths_by_the_core_are_those_of_the_whole_graph(
    compiled: bool, graph: Graph, data: st.DataObject
) -> None:
    nodes, tail, head, cost = graph
    arrays = arrays_of(graph, compiled)
    costs = with_core(arrays, cost)
    root = data.draw(st.integers(0, nodes - 1))
    for reverse in (False, True):
        expected, _ = tree(Arrays(nodes, tail, head, compiled=False), cost, root, reverse=reverse)
        distance, via = tree(arrays, costs, root, reverse=reverse)
        assert list(distance) == pytest.approx(list(expected))
        near, far = (head, tail) if reverse else (tail, head)
        for node in range(nodes):
            assert (via[node] < 0) == (node == root or math.isinf(expected[node]))
            steps = 0
            while via[node] >= 0:
                assert far[via[node]] == node
                assert distance[node] == distance[near[via[node]]] + cost[via[node]]
                node = near[via[node]]
                steps += 1
                assert steps < nodes
        for other in range(nodes):
            source, target = (other, root) if reverse else (root, other)
            path = shortest_path(arrays, costs, source, target)
            assert bool(path) == (source != target and not math.isinf(expected[other]))
            row = [source, *(head[edge] for edge in path)]
            assert [tail[edge] for edge in path] == row[:-1]
            assert len(set(row)) == len(row)
            if path:
                assert row[-1] == target
                assert length(path, cost) == pytest.approx(expected[other])


@both_ways
@settings(max_examples=200, deadline=None, print_blob=True)
@given(graph=stretched())
def test_paths_in_order_are_the_same_by_the_core(compiled: bool, graph: Graph) -> None:
    nodes, _, _, cost = graph
    arrays = arrays_of(graph, compiled)
    costs = with_core(arrays, cost)
    found = list(itertools.islice(shortest_paths(arrays, costs, 0, nodes - 1), 60))
    plain = list(itertools.islice(shortest_paths(arrays_of(graph, False), cost, 0, nodes - 1), 60))
    assert len(set(found)) == len(found) == len(plain)
    assert [length(path, cost) for path in found] == pytest.approx([length(path, cost) for path in plain])
    through = [length(path, cost) for path in through_paths(arrays, costs, 0, nodes - 1)]
    assert through == pytest.approx(sorted(through))
    assert through[:1] == pytest.approx([length(path, cost) for path in plain[:1]])


def random_network(seed: int, nodes: int) -> Graph:
    """Return a sparse network, both ways with costs of their own, no two edges between the same nodes."""
    generator = np.random.default_rng(seed)
    row = [(node, node + 1) for node in range(nodes - 1)]
    more = generator.integers(0, nodes, (nodes // 2, 2)).tolist()
    pairs = {(a, b) for a, b in [*row, *more] if a != b}
    ends = sorted(pairs | {(b, a) for a, b in pairs})
    return nodes, [a for a, _ in ends], [b for _, b in ends], generator.uniform(1.0, 9.0, len(ends)).tolist()


@both_ways
@pytest.mark.parametrize("seed", range(6))
def test_the_first_fifty_paths_and_all_trees_agree_with_scipy_igraph_and_networkx(compiled: bool, seed: int) -> None:
    graph = random_network(seed, nodes=60)
    nodes, tail, head, cost = graph
    arrays = arrays_of(graph, compiled)
    costs = Costs(arrays, cost)
    index = np.array(tail, np.int32), np.array(head, np.int32)
    matrix = csr_array((cost, index), shape=(nodes, nodes))
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    for root in range(nodes):  # after some, compiled searches go by the core
        assert list(tree(arrays, costs, root)[0]) == pytest.approx(dijkstra(matrix, indices=root).tolist())
    paths = list(itertools.islice(shortest_paths(arrays, costs, 0, nodes - 1), 50))
    assert len(set(paths)) == 50
    found = [length(path, cost) for path in paths]
    assert found == pytest.approx(yen(matrix, 0, nodes - 1, 50).tolist())
    peer = igraph.Graph(n=nodes, edges=list(zip(tail, head, strict=True)), directed=True)
    theirs = peer.get_k_shortest_paths(0, nodes - 1, k=50, weights=cost, output="epath")
    assert found == pytest.approx([length(tuple(path), cost) for path in theirs])
    simple: nx.DiGraph[int] = nx.DiGraph()
    simple.add_weighted_edges_from(zip(tail, head, cost, strict=True))
    ways = itertools.islice(nx.shortest_simple_paths(simple, 0, nodes - 1, weight="weight"), 10)
    assert found[:10] == pytest.approx([nx.path_weight(simple, way, "weight") for way in ways])
    assert length(shortest_path(arrays, costs, 0, nodes - 1), cost) == pytest.approx(found[0])


@needs_numba
@pytest.mark.parametrize(
    "draw",
    [
        lambda random, size: 10 ** random.uniform(-9, 9, size),  # a few nodes are many rounds of the buckets away
        lambda random, size: np.where(random.random(size) < 0.1, 1e6, random.integers(0, 3, size)),
        lambda random, size: random.integers(0, 2, size) * 5e-324,  # no bucket is so narrow
        lambda random, size: np.zeros(size),
        lambda random, size: np.full(size, 1e300),
    ],
    ids=["all sizes", "few sizes", "tiny", "zero", "huge"],
)
def test_compiled_trees_and_paths_are_the_plain_ones_edge_by_edge_whatever_costs_are_like(
    draw: Callable[[np.random.Generator, int], FloatArray],
) -> None:
    nodes, tail, head, cost = random_network(5, nodes=400)
    cost = draw(np.random.default_rng(5), len(cost)).tolist()
    plain, compiled = (Arrays(nodes, tail, head, compiled=form) for form in (False, True))
    for root in range(0, nodes, 40):
        for reverse in (False, True):
            distance, via = tree(plain, cost, root, reverse=reverse)
            found = tree(compiled, cost, root, reverse=reverse)
            assert (distance, via) == (list(found[0]), list(found[1]))
        assert shortest_path(plain, cost, root, nodes - 1) == shortest_path(compiled, cost, root, nodes - 1)


def test_costs_keep_the_newest_trees_and_serve_their_own_graph_only() -> None:
    nodes, tail, head, cost = random_network(1, nodes=40)
    arrays = Arrays(nodes, tail, head)
    costs = Costs(arrays, cost)
    first = tree(arrays, costs, 0)
    assert tree(arrays, costs, 0) is first
    assert tree(arrays, costs, 0, reverse=True) is not first
    for root in range(20):
        tree(arrays, costs, root)
    assert len(costs.trees) == 8
    assert list(tree(arrays, costs, 0)[0]) == list(first[0])
    with pytest.raises(ValueError, match="those of another graph"):
        tree(Arrays(nodes, tail, head), costs, 0)


@both_ways
def test_what_is_no_graph_no_cost_or_no_node_is_refused(compiled: bool) -> None:
    def make(nodes: int, tail: list[int], head: list[int]) -> Arrays:
        return Arrays(nodes, tail, head, compiled=compiled)

    for tail, head in (([0], [2]), ([-1], [0])):
        with pytest.raises(ValueError, match="outside the nodes 0 to 1"):
            make(2, tail, head)
    with pytest.raises(ValueError, match="give one of each an edge"):
        make(2, [0, 1], [1])
    arrays = make(2, [0], [1])
    for wrong in ([-1.0], [math.nan], [math.inf]):
        with pytest.raises(ValueError, match="finite numbers of zero or more"):
            arrays.numbers(wrong)
    with pytest.raises(ValueError, match="2 costs for 1 edges"):
        arrays.numbers([1.0, 2.0])
    for call in (
        lambda: tree(arrays, [1.0], 2),
        lambda: shortest_path(arrays, [1.0], -1, 0),
        lambda: next(shortest_paths(arrays, [1.0], 0, 2)),
        lambda: next(through_paths(arrays, [1.0], 0, 2)),
    ):
        with pytest.raises(ValueError, match="is none of 0 to 1"):
            call()


@both_ways
def test_from_a_node_to_itself_and_without_edges_there_is_no_path(compiled: bool) -> None:
    for arrays in (Arrays(2, [0], [1], compiled=compiled), Arrays(1, [], [], compiled=compiled)):
        cost = [1.0] * arrays.n_edges
        assert shortest_path(arrays, cost, 0, 0) == ()
        assert list(shortest_paths(arrays, cost, 0, 0)) == []
        assert list(through_paths(arrays, cost, 0, 0)) == []
