"""Reasons against brute force: what is told of a route is read from the text and held against the figures of all."""

import math
import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import corridor as co
from corridor.errors import UnknownNameError
from corridor.reasons import judge_routes
from corridor.search import supporting_weights
from corridor.types import CRITERIA, Route, Step
from tests.tiny import tiny_network

Vector = tuple[float, ...]
NEAR = 1e-9

# Few values, so that ties and equal vectors are common; some that differ only by rounding.
FIGURES = (0.0, 24.0, 48.0, 60.5, 100.0, 100.0 * (1 + 1e-13), 311.7, 312.0, 4000.0)
vectors = st.lists(
    st.tuples(*[st.one_of(st.sampled_from(FIGURES), st.floats(0.5, 5000.0).map(lambda x: round(x, 3)))] * 4),
    min_size=1,
    max_size=9,
)


def route_of(vector: Vector) -> Route:
    """Make a route of one step with these hours, USD, kilograms and percent of exposure."""
    time_h, cost_usd, co2_kg, exposure = vector
    step = Step(
        edge_id="e", kind="move", label="", from_place="a", to_place="b", carrier="road", country="AAA", ref="links:e",
        length_km=1.0, moving_h=time_h, waiting_h=0.0, cost_usd=cost_usd, co2_kg=co2_kg, exposure=exposure / 1000,
        basis=(),
    )  # fmt: skip
    return Route(name="r", origin="a", destination="b", steps=(step,))


def worse(one: float, other: float) -> bool:
    return one > other + NEAR * max(one, other)


def totals(routes: list[Route]) -> list[Vector]:
    return [tuple(getattr(route, name) for name in CRITERIA) for route in routes]


BEST = {"fastest": 0, "cheapest": 1, "lowest CO2e": 2, "most often open by the record": 3}
MOST = {"fastest": 0, "cheapest": 1, "lowest in CO2e": 2, "most often open": 3}
BOUND = {r"under (\S+) days": 0, r"under USD (\S+)": 1, r"under (\S+) t CO2e": 2, r"shut on under (\S+) % of days": 3}
BETTER = {
    r"(\S+) days faster": 0, r"USD (\S+) cheaper": 1, r"(\S+) t lower in CO2e": 2, r"open on (\S+) % of days more": 3
}  # fmt: skip
AS_GOOD = {"as fast": 0, "as cheap": 1, "as low in CO2e": 2, "as often open": 3}


def told(vector: Vector) -> Vector:
    """Return days, USD, tonnes and the percent of days shut."""
    return vector[0] / 24, vector[1], vector[2] / 1000, 100 * (1 - math.exp(-vector[3]))


def figure(patterns: dict[str, int], text: str) -> tuple[int, float]:
    """Return the criterion that a phrase speaks of, and its figure."""
    found = [(c, match[1]) for pattern, c in patterns.items() if (match := re.fullmatch(pattern, text))]
    ((criterion, number),) = found
    return criterion, float(number.replace(",", ""))


def parts(text: str) -> list[str]:
    return re.split(r", (?=under|shut|as)| and ", text)


def check(reason: str, row: int, table: list[Vector]) -> None:
    """Hold one reason told of a row against all rows."""
    mine, figures = table[row], [told(vector) for vector in table]
    if reason == "the only route":
        assert len(table) == 1
    elif reason == "as good as the others in everything":
        assert not any(worse(other[c], mine[c]) or worse(mine[c], other[c]) for other in table for c in range(4))
    elif reason in BEST:
        c = BEST[reason]
        assert not any(worse(mine[c], other[c]) for other in table)
        assert any(worse(other[c], mine[c]) for other in table)
    elif " of those " in reason:
        aim, _, bounds = reason.partition(" of those ")
        limits = [figure(BOUND, part) for part in parts(bounds)]
        group = [other for other in range(len(table)) if all(figures[other][c] < most for c, most in limits)]
        assert row in group
        assert not any(worse(mine[MOST[aim]], table[other][MOST[aim]]) for other in group)
        assert len({c for c, _ in limits} | {MOST[aim]}) == len(limits) + 1
    elif " than any other " in reason:
        better, _, equals = reason.partition(" than any other ")
        c, margin = figure(BETTER, better)
        bounds = [AS_GOOD[part] for part in parts(equals)]
        group = [o for o in range(len(table)) if o != row and not any(worse(table[o][b], mine[b]) for b in bounds)]
        least = min(figures[other][c] for other in group) - figures[row][c]
        assert margin > 0
        assert margin * (1 - 1e-7) <= least < margin * 1.1000001
    elif reason == "best for any value of time":
        for hour in (0.0, 0.1, 10.0, 1e6):
            assert_best(row, table, hour)
    elif match := re.fullmatch(r"best for a value of time (?:of|up to) (\S+) USD/h( or more)?", reason):
        hour = float(match[1].replace(",", ""))
        for value in (hour, hour * 2, hour * 1000) if match[2] else (hour, hour / 2, 0.0):
            assert_best(row, table, value)
    else:
        match = re.fullmatch(r"best for a value of time between (\S+) and (\S+) USD/h", reason)
        assert match, reason
        low, high = (float(number.replace(",", "")) for number in match.groups())
        assert low < high
        for hour in (low, (low + high) / 2, high):
            assert_best(row, table, hour)


def assert_best(row: int, table: list[Vector], hour: float) -> None:
    costs = [money + hour * time for time, money, _, _ in table]
    assert costs[row] <= min(costs) + 1e-6 * max(costs)


def check_interval(low: float, high: float, row: int, table: list[Vector]) -> None:
    """Hold a row to be the best in money and time from one value of time to another, and not beyond."""
    assert_best(row, table, low)
    if high < math.inf:
        assert_best(row, table, high)
    for hour in (low * 0.98 if low > 1e-6 else None, high * 1.02 if high < 1e6 else None):
        if hour is not None:
            costs = [money + hour * time for time, money, _, _ in table]
            assert costs[row] > min(costs)


@settings(max_examples=1000, deadline=None, print_blob=True)
@given(vectors)
@example([*[(0.0, 0.0, 24.0, 0.0)] * 4, (0.0, 0.0, 0.6, 0.0), (0.0, 24.0, 0.5, 0.0), (0.0, 48.0, 0.0, 0.0)])
def test_whatever_is_told_of_a_route_is_true(case: list[Vector]) -> None:
    routes = [route_of(vector) for vector in case]
    table = totals(routes)
    for row, standing in enumerate(judge_routes(routes)):
        dominators = [
            other
            for other, vector in enumerate(table)
            if not any(worse(vector[c], table[row][c]) for c in range(4))
            and any(worse(table[row][c], vector[c]) for c in range(4))
        ]
        assert standing.dominated_by == tuple(dominators)
        assert bool(standing.reasons) != bool(dominators)
        for name in standing.best_at:
            check(name, row, table)
        for reason in standing.reasons:
            # Only a lead too small to be written with six figures leaves nothing better to say.
            if reason != "a trade-off: no other route is as good in every criterion":
                check(reason, row, table)
        if standing.value_of_time:
            check_interval(*standing.value_of_time, row, table)


cells = st.one_of(st.integers(0, 5).map(float), st.floats(0.0, 5.0).map(lambda x: round(x, 4)))
tables = st.integers(1, 4).flatmap(lambda columns: st.lists(st.tuples(*[cells] * columns), min_size=2, max_size=9))


@settings(max_examples=300, deadline=None, print_blob=True)
@given(tables)
def test_supported_rows_are_those_of_a_linear_program_and_their_weights_prove_it(case: list[Vector]) -> None:
    found = supporting_weights(np.array(case))
    table = np.array(case)[:, np.ptp(np.array(case), 0) > 0]
    if not table.size:
        assert found == dict.fromkeys(range(len(case)), [1.0] * len(case[0]))
        return
    rows, columns = table.shape
    for row, point in enumerate(table):
        ahead = np.delete(table - point, row, 0)
        best = linprog(
            np.r_[np.zeros(columns), -1.0],
            A_ub=np.c_[-ahead, np.ones(rows - 1)],
            b_ub=np.zeros(rows - 1),
            A_eq=[np.r_[np.ones(columns), 0.0]],
            b_eq=[1.0],
            bounds=[(0.0, None)] * columns + [(None, None)],
        )
        # A lead between the two is within the tolerance of either method.
        if not -1e-6 < -best.fun < -1e-10:
            assert (row in found) == (-best.fun > -1e-8)
        if row in found:
            weights = np.array(found[row])[np.ptp(np.array(case), 0) > 0]
            assert (weights >= 0).all()
            assert weights.any()
            assert weights @ point <= (table @ weights).min() + 1e-7 * weights.max()


def test_an_unsupported_route_of_the_front_has_no_weights_and_a_reason() -> None:
    fast, middle, cheap = (
        route_of((time_h, cost_usd, 1.0, 1.0)) for time_h, cost_usd in ((24, 500), (48, 460), (72, 100))
    )
    standing = judge_routes([fast, middle, cheap])
    assert [bool(one.weights) for one in standing] == [True, False, True]
    assert standing[1].value_of_time == ()
    assert standing[1].reasons == ("cheapest of those under 3 days", "USD 40 cheaper than any other as fast")
    assert standing[0].reasons == ("fastest", "best for a value of time of 8.4 USD/h or more")
    assert standing[2].reasons == ("cheapest", "best for a value of time up to 8.3 USD/h")


def test_three_routes_share_the_values_of_time_among_them() -> None:
    routes = [route_of((t, c, 1.0, 1.0)) for t, c in ((100.0, 2000.0), (200.0, 800.0), (400.0, 0.0))]
    assert [one.value_of_time for one in judge_routes(routes)] == [(12.0, math.inf), (4.0, 12.0), (0.0, 4.0)]
    assert judge_routes(routes)[1].reasons[-1] == "best for a value of time between 4 and 12 USD/h"


def test_one_route_and_equal_ones_are_said_to_be_such() -> None:
    assert judge_routes([]) == ()
    (alone,) = judge_routes([route_of((1.0, 2.0, 3.0, 4.0))])
    assert alone.reasons == ("the only route",)
    for one in judge_routes([route_of((1.0, 2.0, 3.0, 4.0))] * 2):
        assert one.reasons == ("as good as the others in everything",)


def test_a_lead_that_needs_more_than_six_figures_is_not_told() -> None:
    near = 1 + 1e-8
    routes = [route_of((t, c, 1.0, 1.0)) for t, c in ((24.0, 100.0), (24.0 * near, 99.0), (12.0, 100.0 * near))]
    assert judge_routes(routes)[0].reasons == ("a trade-off: no other route is as good in every criterion",)


def test_bounds_and_equals_are_listed_with_commas() -> None:
    others = [tuple(20.0 if c == worst else 9.0 for c in range(4)) for worst in range(4)]
    assert judge_routes([route_of(vector) for vector in ((10.0,) * 4, *others)])[0].reasons == (
        "most often open of those under 0.8 days, under USD 20 and under 0.02 t CO2e",
        "open on 0.98 % of days more than any other as fast, as cheap and as low in CO2e",
    )


def test_a_criterion_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="time_h, cost_usd"):
        judge_routes([route_of((1.0, 2.0, 3.0, 4.0))], criteria=["days"])


def test_weights_find_the_very_route_again_in_the_network() -> None:
    net = tiny_network()
    routes = co.pareto_routes(net, "Aldan", "Dell")
    standing = judge_routes(routes)
    assert any(one.weights for one in standing)
    for route, one in zip(routes, standing, strict=True):
        if one.weights:
            best = co.find_route(net, "Aldan", "Dell", weights=one.weights)
            costs = [sum(weight * getattr(r, name) for name, weight in one.weights.items()) for r in (route, best)]
            assert costs[0] == pytest.approx(costs[1])
