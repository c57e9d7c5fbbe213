"""The Pareto set against brute force, on small multigraphs with float ties, parallel, zero-cost and one-way edges."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridor as co
from corridor.errors import LabelLimitError, UnknownNameError
from corridor.search import Arrays, ParetoSearch, pareto_paths, shortest_paths
from corridor.search.kernels import force
from corridor.types import CRITERIA, Route
from tests.test_search import HAS_NUMBA, Graph, both_ways, every_path
from tests.tiny import link, place, tiny_network

# 0.1 + 0.2 is not 0.3 and 0.1 + 0.7 is not 0.8 in floats: such ties must not look like trade-offs.
FIGURES = (0.0, 0.0, 0.1, 0.2, 0.3, 0.7, 0.8, 1.0)


@dataclass(frozen=True)
class Case:
    nodes: int
    tail: list[int]
    head: list[int]
    costs: list[list[float]]
    groups: list[int]

    @property
    def graph(self) -> Graph:
        return self.nodes, self.tail, self.head, self.costs[0]

    def search(self, *, grouped: bool = False, tolerance: float = 0.0, limit: int = 10_000) -> list[tuple[int, ...]]:
        """Return the Pareto set between the first node and the last, the same by plain and by compiled kernels.

        It is also the same, but for which of equal paths stand for their vector, if the graph is prepared for searches
        between any nodes.
        """
        groups = self.groups if grouped else None
        found = []
        for compiled in (False, True) if HAS_NUMBA else (False,):
            with force(compiled=compiled):
                arrays = Arrays(self.nodes, self.tail, self.head)
            asked = {"tolerance": tolerance, "limit": limit}
            found.append(pareto_paths(arrays, self.costs, 0, self.nodes - 1, groups=groups, **asked))
            if not (compiled or tolerance):
                prepared = ParetoSearch(arrays, self.costs, groups=groups).paths(0, self.nodes - 1, **asked)
                assert {totals(self, path) for path in prepared} == {totals(self, path) for path in found[0]}
        assert all(one == found[0] for one in found)
        return found[0]


@st.composite
def cases(draw: st.DrawFn, most_nodes: int = 6, most_edges: int = 14) -> Case:
    """Make a directed multigraph with one to four criteria, and groups of nodes."""
    nodes = draw(st.integers(2, most_nodes))
    number = st.integers(0, nodes - 1)
    ends = draw(st.lists(st.tuples(number, number), max_size=most_edges))
    figures = st.lists(st.sampled_from(FIGURES), min_size=len(ends), max_size=len(ends))
    costs = [draw(figures) for _ in range(draw(st.integers(1, 4)))]
    groups = draw(st.lists(st.integers(0, 3), min_size=nodes, max_size=nodes))
    return Case(nodes, [a for a, _ in ends], [b for _, b in ends], costs, groups)


def comes_back(case: Case, path: Sequence[int]) -> bool:
    """Say whether a path enters a group that it has left."""
    row = [case.groups[0]]
    for edge in path:
        if (entered := case.groups[case.head[edge]]) != row[-1]:
            row.append(entered)
    return len(set(row)) < len(row)


def totals(case: Case, path: Sequence[int]) -> tuple[float, ...]:
    """Return sums without float noise: the figures are tenths."""
    return tuple(round(math.fsum(cost[edge] for edge in path), 6) for cost in case.costs)


def front(vectors: set[tuple[float, ...]]) -> set[tuple[float, ...]]:
    return {
        one
        for one in vectors
        if not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in vectors)
    }


@settings(max_examples=800, deadline=None, print_blob=True)
@given(cases())
def test_the_front_is_that_of_brute_force(case: Case) -> None:
    found = case.search()
    assert set(found) <= set(every_path(case.graph))
    vectors = [totals(case, path) for path in found]
    assert len(set(vectors)) == len(vectors)
    assert set(vectors) == front({totals(case, path) for path in every_path(case.graph)})
    assert [one[0] for one in vectors] == sorted(one[0] for one in vectors)


@settings(max_examples=800, deadline=None, print_blob=True)
@given(cases(most_nodes=8, most_edges=20))
def test_the_front_of_paths_that_come_back_to_no_group_is_that_of_brute_force(case: Case) -> None:
    found = case.search(grouped=True)
    allowed = [path for path in every_path(case.graph) if not comes_back(case, path)]
    assert set(found) <= set(allowed)
    vectors = [totals(case, path) for path in found]
    assert len(set(vectors)) == len(vectors)
    assert set(vectors) == front({totals(case, path) for path in allowed})


@settings(max_examples=800, deadline=None, print_blob=True)
@given(cases(most_nodes=8, most_edges=20), st.sampled_from([0.01, 0.3, 1.0, 5.0]), st.booleans())
def test_within_a_tolerance_every_path_of_the_front_is_matched(case: Case, tolerance: float, grouped: bool) -> None:
    found = case.search(grouped=grouped, tolerance=tolerance)
    allowed = [path for path in every_path(case.graph) if not grouped or not comes_back(case, path)]
    assert set(found) <= set(allowed)
    vectors = {totals(case, path) for path in found}
    assert len(vectors) == len(found)
    assert front(vectors) == vectors
    for wanted in front({totals(case, path) for path in allowed}):
        most = [value * (1 + tolerance) + 1e-6 for value in wanted]
        assert any(all(a <= b for a, b in zip(one, most, strict=True)) for one in vectors)


def test_a_way_back_through_a_group_is_replaced_and_not_just_dropped() -> None:
    # 0 -> 1 -> 2 -> 3 -> 4 costs 4, but 1 and 3 are one place; the way round by 5 costs 9.
    arrays = Arrays(6, [0, 1, 2, 3, 1, 5], [1, 2, 3, 4, 5, 4])
    costs = [[1.0, 1.0, 1.0, 1.0, 4.0, 4.0]]
    assert pareto_paths(arrays, costs, 0, 4) == [(0, 1, 2, 3)]
    assert pareto_paths(arrays, costs, 0, 4, groups=[0, 1, 2, 1, 4, 5]) == [(0, 4, 5)]


def chained_detours(count: int) -> tuple[Arrays, list[list[float]], list[int]]:
    """Return a graph on which each of so many groups tempts a path to pass it twice.

    Between node 5i and node 5i + 5: by 1, 2 and 3, at 1 each, of which 1 and 3 are one group; or by 4, at 3 each.
    """
    tail = [5 * i + at for i in range(count) for at in (0, 1, 2, 3, 0, 4)]
    head = [5 * i + at for i in range(count) for at in (1, 2, 3, 5, 4, 5)]
    groups = [number for i in range(count) for number in (5 * i, 5 * i + 1, 5 * i + 2, 5 * i + 1, 5 * i + 4)]
    return Arrays(5 * count + 1, tail, head), [[1.0, 1.0, 1.0, 1.0, 3.0, 3.0] * count], [*groups, 5 * count]


@both_ways
def test_more_groups_than_a_number_has_bits_are_remembered_exactly(compiled: bool) -> None:
    with force(compiled=compiled):
        arrays, costs, groups = chained_detours(70)
    # Kept nodes are not eliminated, so that the search itself has to find out about each group.
    search = ParetoSearch(arrays, costs, groups=groups, kept=range(arrays.n_nodes))
    assert search.paths(0, 350) == [tuple(6 * i + step for i in range(70) for step in (4, 5))]
    assert pareto_paths(arrays, costs, 0, 350, groups=groups) == search.paths(0, 350)


@both_ways
def test_a_prepared_graph_answers_between_any_nodes(compiled: bool) -> None:
    tail, head = [0, 1, 2, 3, 1, 4], [1, 2, 3, 0, 4, 3]
    with force(compiled=compiled):
        search = ParetoSearch(Arrays(6, tail, head), [[1.0, 1.0, 1.0, 1.0, 3.0, 3.0], [5.0, 5.0, 5.0, 5.0, 1.0, 1.0]])
    assert search.paths(0, 3) == [(0, 1, 2), (0, 4, 5)]
    assert search.paths(4, 2) == [(5, 3, 0, 1)]
    assert search.paths(0, 5) == []
    assert search.paths(2, 2) == []
    with pytest.raises(ValueError, match="node 6 is none of 0 to 5"):
        search.paths(0, 6)
    with pytest.raises(ValueError, match="node -1 is none of 0 to 1"):
        pareto_paths(Arrays(2, [0], [1]), [[1.0]], -1, 1)


def test_too_many_labels_are_an_error_and_not_a_shorter_answer() -> None:
    # Ten parallel pairs in a row, each a trade-off of its own: 2 to the 10 paths, none dominated.
    tail = [node for node in range(10) for _ in range(2)]
    costs = [[float(1 << node), 0.0][side] for node in range(10) for side in range(2)]
    other = [[0.0, float(1 << node)][side] for node in range(10) for side in range(2)]
    arrays = Arrays(11, tail, [node + 1 for node in tail])
    assert len(pareto_paths(arrays, [costs, other], 0, 10)) == 1024
    with pytest.raises(LabelLimitError, match=r"more than 500 labels.*a tolerance such as") as caught:
        pareto_paths(arrays, [costs, other], 0, 10, limit=500)
    assert caught.value.limit == 500


def test_without_a_path_or_a_way_to_go_there_is_none() -> None:
    assert pareto_paths(Arrays(2, [1], [0]), [[1.0]], 0, 1) == []
    assert pareto_paths(Arrays(2, [1], [0]), [[1.0]], 0, 0) == []


@pytest.mark.parametrize(
    ("costs", "options", "message"),
    [
        ([], {}, "0 criteria: give one to 4"),
        ([[1.0]] * 5, {}, "5 criteria: give one to 4"),
        ([[1.0]], {"tolerance": -0.1}, "tolerance=-0.1: give zero or more"),
        ([[1.0]], {"tolerance": math.inf}, "tolerance=inf: give zero or more"),
        ([[1.0]], {"groups": [0]}, "1 groups for 2 nodes"),
    ],
)
def test_a_search_without_sense_is_refused(costs: list[list[float]], options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pareto_paths(Arrays(2, [0], [1]), costs, 0, 1, **options)


def vector(route: Route) -> tuple[float, ...]:
    return tuple(round(getattr(route, name), 6) for name in CRITERIA)


def test_the_routes_are_the_undominated_ones_of_all_routes() -> None:
    everything = co.find_alternatives(tiny_network(), "Aldan", "Dell", k=99, distinct=None)
    found = co.pareto_routes(tiny_network(), "Aldan", "Dell")
    assert {vector(route) for route in found} == front({vector(route) for route in everything})
    assert [route.time_h for route in found] == sorted(route.time_h for route in found)


def test_one_criterion_gives_the_best_route() -> None:
    (found,) = co.pareto_routes(tiny_network(), "Aldan", "Dell", criteria=["co2_kg"])
    assert found.edge_ids == co.find_route(tiny_network(), "Aldan", "Dell", weights={"co2_kg": 1}).edge_ids


def test_parallel_links_that_tie_are_one_route_and_those_that_trade_are_two() -> None:
    net = tiny_network()
    same = link("rail-aldan-brod-2", "aldan brod", "rail", 150.0, "AAA", gauge_mm=1520)
    found = co.pareto_routes(net.replace(links=[*net.rows("links"), same]), "Aldan", "Dell")
    assert len(found) == len(co.pareto_routes(net, "Aldan", "Dell"))


def test_avoid_and_modes_hold() -> None:
    net = tiny_network()
    assert all(
        "road" not in step.carrier for r in co.pareto_routes(net, "Aldan", "Dell", modes=["rail"]) for step in r.steps
    )
    assert all(
        "rail-aldan-brod" not in r.link_ids for r in co.pareto_routes(net, "Aldan", "Dell", avoid="rail-aldan-brod")
    )


def with_spur(*more: tuple[str, str]) -> co.Network:
    """Return the tiny network with Elm and Fir beside it, joined by rail as said."""
    net = tiny_network()
    places = [place("elm", "AAA", 32.0, 51.0), place("fir", "AAA", 33.0, 51.0)]
    links = [
        link(f"rail-{a}-{b}", f"{a} {b}", "rail", 100.0 + 10.0 * number, "AAA", gauge_mm=1520)
        for number, (a, b) in enumerate(more)
    ]
    return net.replace(places=[*net.rows("places"), *places], links=[*net.rows("links"), *links])


@pytest.mark.parametrize(
    "links",
    [
        [("brod", "elm")],
        [("brod", "elm"), ("elm", "fir"), ("fir", "brod")],
        [("brod", "elm"), ("elm", "fir"), ("fir", "aldan")],
        [("brod", "elm"), ("brod", "elm"), ("elm", "fir")],
    ],
    ids=["spur", "ring on a spur", "two ways", "spur of parallel links"],
)
@pytest.mark.parametrize("via", [["Elm"], ["Elm", "Fir"], ["Fir", "Elm"], ["rail-brod-elm"], ["Brod"]])
def test_what_via_names_is_passed_and_places_twice_only_where_alternatives_pass_them(
    links: list[tuple[str, str]], via: list[str]
) -> None:
    net = with_spur(*links)
    try:
        everything = co.find_alternatives(net, "Aldan", "Dell", k=999, distinct=None, via=via)
    except co.NoRouteError as error:
        with pytest.raises(co.NoRouteError, match=re.escape(str(error))):
            co.pareto_routes(net, "Aldan", "Dell", via=via)
        return
    found = co.pareto_routes(net, "Aldan", "Dell", via=via)
    assert {vector(route) for route in found} == front({vector(route) for route in everything})
    assert {route.edge_ids for route in found} <= {route.edge_ids for route in everything}


def test_no_route_names_what_shuts_it() -> None:
    with pytest.raises(co.NoRouteError, match="Enough to shut it: crossing:ford"):
        co.pareto_routes(tiny_network(), "Aldan", "Dell", avoid="ford")
    with pytest.raises(co.NoRouteError, match="modes asked for"):
        co.pareto_routes(tiny_network(), "Aldan", "Dell", modes=["air"])


def test_questions_without_sense_are_refused() -> None:
    net = tiny_network()
    with pytest.raises(UnknownNameError, match="time_h, cost_usd"):
        co.pareto_routes(net, "Aldan", "Dell", criteria=["days"])
    for wrong in ({"criteria": ()}, {"criteria": "time_h"}, {"tolerance": -1.0}, {"limit": 0}):
        with pytest.raises(ValueError, match="give a sequence of criteria"):
            co.pareto_routes(net, "Aldan", "Dell", **wrong)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def built_in() -> co.Network:
    return co.load_network()


def test_on_the_built_in_network_no_route_passes_a_place_twice_and_none_dominates(built_in: co.Network) -> None:
    routes = co.pareto_routes(built_in, "Minsk", "Karachi")
    assert all(len(set(route.place_ids)) == len(route.place_ids) for route in routes)
    vectors = {vector(route) for route in routes}
    assert len(vectors) == len(routes)
    assert front(vectors) == vectors
    for name in CRITERIA:
        best = co.find_route(built_in, "Minsk", "Karachi", weights={name: 1.0})
        assert min(getattr(route, name) for route in routes) == pytest.approx(getattr(best, name))


def test_on_the_built_in_network_a_tolerance_is_kept(built_in: co.Network) -> None:
    exact = [vector(route) for route in co.pareto_routes(built_in, "Minsk", "Karachi")]
    near = [vector(route) for route in co.pareto_routes(built_in, "Minsk", "Karachi", tolerance=0.05)]
    assert len(near) < len(exact)
    for wanted in exact:
        most = [value * 1.05 + 1e-6 for value in wanted]
        assert any(all(a <= b for a, b in zip(one, most, strict=True)) for one in near)


def test_on_the_built_in_network_weighted_best_routes_lie_on_the_front(built_in: co.Network) -> None:
    names = ("time_h", "cost_usd")
    routes = co.pareto_routes(built_in, "Minsk", "Gwadar", criteria=names)
    for hour in (0.5, 2.0, 10.0, 50.0):
        weights = {"cost_usd": 1.0, "time_h": hour}
        best = co.find_route(built_in, "Minsk", "Gwadar", weights=weights)
        cheapest = min(route.cost_usd + hour * route.time_h for route in routes)
        assert cheapest == pytest.approx(best.cost_usd + hour * best.time_h)


def test_the_first_of_shortest_paths_ties_with_the_only_path_of_one_criterion() -> None:
    arrays = Arrays(4, [0, 0, 1, 2, 0], [1, 2, 3, 3, 3])
    cost = [0.1, 0.2, 0.2, 0.1, 0.3]
    (found,) = pareto_paths(arrays, [cost], 0, 3)
    first = next(shortest_paths(arrays, cost, 0, 3))
    assert sum(cost[e] for e in found) == pytest.approx(sum(cost[e] for e in first))
