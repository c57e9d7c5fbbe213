"""Bounds: the same edges with every figure at its low and at its high."""

import pytest

from corridor.compare import make_comparison
from corridor.report import compose_report
from corridor.report.bounds import bound_routes, reprice_routes
from corridor.scenario import Scenario, apply_scenario
from tests.tiny import rates, tiny_network

TOTALS = ("time_h", "cost_usd", "co2_kg")


def spread(rows):
    """Give each rate a low of 0.8 and a high of 1.6 times its likely value."""
    return [row | {"low": 0.8 * row["likely"], "high": 1.6 * row["likely"]} for row in rows]


@pytest.fixture(scope="module")
def network():
    moving = [
        *rates("rail", 0.5, 40.0, 20.0, 20.0),
        *rates("road", 1.0, 60.0, 10.0, 80.0),
        *rates("sea", 0.1, 25.0, 24.0, 8.0),
    ]
    return tiny_network(rates=spread(moving))


@pytest.fixture(scope="module")
def comparison(network):
    return make_comparison(network, "aldan", "dell", k=9, distinct=None)


def test_pricing_a_route_again_changes_nothing(network, comparison):
    applied = apply_scenario(network, Scenario())
    assert len(comparison.routes) > 1
    assert reprice_routes(comparison.routes, applied) == comparison.routes


def test_each_step_lies_between_its_bounds_and_each_bound_is_the_sum_of_its_steps(network, comparison):
    for route, bounds in zip(
        comparison.routes, bound_routes(comparison.routes, apply_scenario(network, Scenario())), strict=True
    ):
        for name in TOTALS:
            for low, likely, high in zip(bounds.low.steps, route.steps, bounds.high.steps, strict=True):
                assert getattr(low, name) <= getattr(likely, name) <= getattr(high, name)
            assert getattr(bounds.low, name) < getattr(route, name) < getattr(bounds.high, name)
            assert getattr(bounds.high, name) == pytest.approx(sum(getattr(step, name) for step in bounds.high.steps))
        assert bounds.low.edge_ids == bounds.high.edge_ids == route.edge_ids
        assert bounds.low.exposure == bounds.high.exposure == route.exposure


def test_the_low_of_a_move_takes_the_high_speed_and_the_low_rate(network, comparison):
    route = comparison.routes[0]
    (bounds,) = bound_routes((route,), apply_scenario(network, Scenario()))
    likely, low, high = (
        next(step for step in each.steps if step.kind == "move") for each in (route, bounds.low, bounds.high)
    )
    assert low.moving_h == pytest.approx(likely.moving_h / 1.6)
    assert high.moving_h == pytest.approx(likely.moving_h / 0.8)
    assert low.cost_usd == pytest.approx(0.8 * likely.cost_usd)
    assert high.co2_kg == pytest.approx(1.6 * likely.co2_kg)


def test_a_day_has_no_more_than_24_hours_of_movement_in_the_data(network, comparison):
    import corridor as co

    net = co.load_network()
    route = co.find_route(net, "Minsk", "Karachi")
    (bounds,) = bound_routes((route,), apply_scenario(net, Scenario()))
    assert all(step.waiting_h >= 0 for step in bounds.low.steps)
    for name in TOTALS:
        assert getattr(bounds.low, name) < getattr(route, name) < getattr(bounds.high, name)


def test_the_report_shows_the_bounds_beside_the_likely_totals(network, comparison):
    section = compose_report([comparison], network=network, scenario=Scenario()).sections[0]
    first, route = section.bounds.rows[0], comparison.routes[0]
    assert (first["days_likely"], first["cost_usd_likely"]) == (route.days, route.cost_usd)
    assert first["days_low"] < first["days_likely"] < first["days_high"]
    quickest = min(section.bounds.rows, key=lambda row: row["days_likely"])
    assert f"({quickest['days_low']:.1f} to {quickest['days_high']:.1f})" in section.answer[0]
