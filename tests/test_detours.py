"""Replacement paths, draws and matrices against solving each case anew, by plain and by compiled kernels."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.search import (
    Arrays,
    best_of_draws,
    cost_matrix,
    detours,
    replacement_costs,
    tree,
)
from tests.test_search import Graph, arrays_of, both_ways, every_path, graphs, length, with_core

hundreds = settings(max_examples=150, deadline=None, print_blob=True)


def least_without(graph: Graph, removed: set[int]) -> float:
    cost = graph[3]
    return min((length(path, cost) for path in every_path(graph) if removed.isdisjoint(path)), default=math.inf)


@both_ways
@hundreds
@given(graph=graphs())
def test_each_edge_of_the_best_path_is_worth_what_brute_force_finds(compiled: bool, graph: Graph) -> None:
    nodes, _, _, cost = graph
    path, without = replacement_costs(arrays_of(graph, compiled), cost, 0, nodes - 1)
    assert (length(path, cost) if path else math.inf) == pytest.approx(least_without(graph, set()))
    assert without == pytest.approx([least_without(graph, {edge}) for edge in path])


@both_ways
@hundreds
@given(graph=graphs())
def test_costs_that_keep_trees_and_a_core_give_the_same_and_stay_as_they_are(compiled: bool, graph: Graph) -> None:
    nodes, _, _, cost = graph
    arrays = arrays_of(graph, compiled)
    kept = with_core(arrays, cost)
    trees = [tree(arrays, kept, 0), tree(arrays, kept, nodes - 1, reverse=True)]
    before = [[list(part) for part in one] for one in trees]
    path, without = replacement_costs(arrays, kept, 0, nodes - 1)
    assert without == pytest.approx([least_without(graph, {edge}) for edge in path])
    ends = list(range(nodes))
    assert cost_matrix(arrays, kept, ends, ends) == pytest.approx(cost_matrix(arrays, cost, ends, ends))
    assert [[list(part) for part in one] for one in trees] == before


def test_a_way_round_that_leads_back_over_the_gap_is_no_way_round() -> None:
    # 0 -> 1 -> 2 -> 3, and 0 -> 2 whose only cheap way on, 2 -> 1, leads back to the gap 1 -> 2; costs differ by way.
    tail, head, cost = [0, 1, 2, 0, 2, 1], [1, 2, 3, 2, 1, 3], [1.0, 1.0, 1.0, 5.0, 0.0, 9.0]
    path, without = replacement_costs(Arrays(4, tail, head), cost, 0, 3)
    assert path == (0, 1, 2)
    assert without == [6.0, 6.0, 10.0]


@both_ways
@hundreds
@given(graph=graphs(), data=st.data())
def test_a_detour_is_the_best_path_without_what_is_out(compiled: bool, graph: Graph, data: st.DataObject) -> None:
    nodes, tail, head, cost = graph
    edges = st.sets(st.integers(0, max(0, len(tail) - 1)), max_size=3 if tail else 0)
    removals = data.draw(st.lists(edges, max_size=4))
    found = list(detours(arrays_of(graph, compiled), cost, 0, nodes - 1, removals))
    assert len(found) == len(removals)
    for path, removed in zip(found, removals, strict=True):
        assert removed.isdisjoint(path)
        ends = [0, *(head[edge] for edge in path)]
        assert [tail[edge] for edge in path] == ends[:-1]
        assert (length(path, cost) if path else math.inf) == pytest.approx(least_without(graph, removed))


@both_ways
@hundreds
@given(graph=graphs(), seed=st.integers(0, 2**32 - 1))
def test_every_draw_has_its_own_best_path(compiled: bool, graph: Graph, seed: int) -> None:
    nodes, tail, head, cost = graph
    factors = np.random.default_rng(seed).choice([0.0, 0.5, 1.0, 1.0, 2.0], size=(len(tail), 6))
    costs = np.array(cost)[:, None] * factors
    arrays = arrays_of(graph, compiled)
    drawn = best_of_draws(arrays, costs, 0, nodes - 1)
    for draw in range(6):
        best = tree(arrays, costs[:, draw], 0)[0][nodes - 1]
        assert drawn.cost[draw] == pytest.approx(best)
        if drawn.which[draw] < 0:
            assert math.isinf(best)
            continue
        path = drawn.paths[drawn.which[draw]]
        ends = [0, *(head[edge] for edge in path)]
        assert [tail[edge] for edge in path] == ends[:-1]
        assert ends[-1] == nodes - 1
        assert len(set(ends)) == len(ends)
        assert costs[list(path), draw].sum() == pytest.approx(best)


@both_ways
def test_draws_in_blocks_are_those_in_one_block(compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # 0 -> 3 at once, or by 1 or by 1 and 2: best paths of one, two and three edges.
    arrays = Arrays(4, [0, 0, 1, 1, 2], [3, 1, 3, 2, 3], compiled=compiled)
    costs = np.random.default_rng(1).uniform(0.1, 1.0, (5, 60))
    costs[0] *= 1.5
    whole = best_of_draws(arrays, costs, 0, 3)
    assert {len(path) for path in whole.paths} == {1, 2, 3}
    monkeypatch.setattr("corridor.search.draws._BLOCK", 7)
    parts = best_of_draws(arrays, costs, 0, 3)
    assert parts.paths == whole.paths
    assert parts.which.tolist() == whole.which.tolist()
    assert parts.cost.tolist() == whole.cost.tolist()


def test_paths_of_draws_stand_in_the_order_of_how_often_they_win() -> None:
    costs = np.array([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])
    drawn = best_of_draws(Arrays(2, [0, 0], [1, 1]), costs, 0, 1)
    assert drawn.paths == ((1,), (0,))
    assert drawn.which.tolist() == [1, 0, 0]
    assert drawn.cost.tolist() == [1.0, 2.0, 2.0]


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        (np.ones((1, 3)), "give a row an edge"),
        (np.array([[1.0], [-1.0]]), "zero or more"),
        (np.array([[1.0], [math.nan]]), "zero or more"),
        (np.array([[1.0], [math.inf]]), "zero or more"),
    ],
)
def test_draws_that_are_no_costs_are_refused(costs: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        best_of_draws(Arrays(2, [0, 0], [1, 1]), costs, 0, 1)


@both_ways
@hundreds
@given(graph=graphs(), data=st.data())
def test_a_matrix_holds_the_least_costs(compiled: bool, graph: Graph, data: st.DataObject) -> None:
    nodes, _, _, cost = graph
    number = st.integers(0, nodes - 1)
    sources, targets = (data.draw(st.lists(number, min_size=1, max_size=4)) for _ in range(2))
    found = cost_matrix(arrays_of(graph, compiled), cost, sources, targets)
    assert found.shape == (len(sources), len(targets))
    for row, source in enumerate(sources):
        for column, target in enumerate(targets):
            ways = every_path(graph, source, target)
            assert found[row, column] == pytest.approx(min((length(way, cost) for way in ways), default=math.inf))
