"""Draws: each figure follows its distribution, what moves together does, and totals are those of the routes."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta

import corridor as co
from corridor import uncertainty
from corridor.costing import reprice_routes
from corridor.network import Network
from corridor.report.bounds import bound_routes
from corridor.tables import Row
from tests.tiny import link, place, tiny_network, transfer

BORDER = (24.0, 39.0, 120.0)
WEIGHTS = {"cost_usd": 1.0, "time_h": 10.0}


@pytest.fixture(scope="module")
def built_in() -> Network:
    return co.load_network()


@pytest.fixture(scope="module")
def routes(built_in: Network) -> tuple[co.Route, ...]:
    return co.make_comparison(built_in, "minsk", "karachi").routes


def sure(network: Network) -> Network:
    """Return the network with every range shrunk to its likely value."""

    def shrink(row: Row, *names: str) -> Row:
        return row | {name.format(end): row[name.format("likely")] for name in names for end in ("low", "high")}

    return network.replace(
        links=[row | {"length_low_km": None, "length_high_km": None} for row in network.rows("links")],
        rates=[shrink(row, "{}") for row in network.rows("rates")],
        crossings=[shrink(row, "hours_{}", "usd_{}") for row in network.rows("crossings")],
        transfers=[shrink(row, "hours_{}", "usd_{}", "co2_{}_kg") for row in network.rows("transfers")],
    )


def change(network: Network, table: str, which: Callable[[Row], bool], **cells: Any) -> Network:
    return network.replace(**{table: [row | cells if which(row) else row for row in network.rows(table)]})


def ranged(name: str, ends: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip((f"{name}_{end}" for end in ("low", "likely", "high")), ends, strict=True))


def mean_and_sd(low: float, likely: float, high: float) -> tuple[float, float]:
    mean = (low + 4 * likely + high) / 6
    return mean, math.sqrt((mean - low) * (high - mean) / 7)


def simulate_rail(network: Network, **options: Any) -> tuple[co.Route, co.Simulation]:
    route = co.find_route(network, "aldan", "dell", modes=["rail"])
    return route, co.simulate_routes(network, [route], **options)


def is_rail_side(row: Row, side: str) -> bool:
    return (row["mode"], row["from_country"], row["side"]) == ("rail", "AAA", side)


def test_a_lone_figure_has_the_percentiles_of_its_distribution() -> None:
    low, likely, high = BORDER
    network = change(
        sure(tiny_network()), "crossings", lambda row: is_rail_side(row, "exit"), **ranged("hours", BORDER)
    )
    route, drawn = simulate_rail(network, draws=40_000)
    mode = (likely - low) / (high - low)
    for percent in (1, 5, 25, 50, 75, 95, 99):
        hours = low + (high - low) * beta.ppf(percent / 100, 1 + 4 * mode, 5 - 4 * mode)
        expected = route.time_h - likely + hours
        assert drawn.percentile("time_h", percent)[0] == pytest.approx(expected, abs=0.01 * (high - low))
    mean, sd = mean_and_sd(*BORDER)
    assert drawn.time_h.mean() == pytest.approx(route.time_h - likely + mean, abs=3 * sd / 200)
    assert drawn.time_h.std() == pytest.approx(sd, rel=0.02)


@pytest.mark.parametrize("mode", [0.0, 0.03, 0.16, 0.5, 0.97, 1.0])
def test_the_tabulated_distribution_is_the_beta_of_pert(mode: float) -> None:
    shares, values = uncertainty._tabulate_pert(mode)
    asked = np.linspace(0, 1, 997)
    quantiles = np.interp(asked, shares, values)
    assert quantiles == pytest.approx(beta.ppf(asked, 1 + 4 * mode, 5 - 4 * mode), abs=2e-4)


def test_steps_on_one_rate_move_together_so_that_deviations_add_up() -> None:
    ends = (0.3, 0.5, 1.5)
    network = change(
        sure(tiny_network()),
        "rates",
        lambda row: (row["mode"], row["quantity"]) == ("rail", "usd_per_teu_km"),
        **dict(zip(("low", "likely", "high"), ends, strict=True)),
    )
    route, drawn = simulate_rail(network)
    assert sum(step.kind == "move" for step in route.steps) == 3
    assert drawn.cost_usd.std() == pytest.approx(route.length_km * mean_and_sd(*ends)[1], rel=0.03)


def test_figures_of_their_own_are_independent_so_that_deviations_add_up_in_quadrature() -> None:
    network = sure(tiny_network())
    for side in ("exit", "entry"):
        network = change(network, "crossings", lambda row, s=side: is_rail_side(row, s), **ranged("usd", BORDER))
    _, drawn = simulate_rail(network)
    assert drawn.cost_usd.std() == pytest.approx(math.sqrt(2) * mean_and_sd(*BORDER)[1], rel=0.03)


@pytest.mark.parametrize(("groups", "factor"), [(("one", "one"), 2.0), (("one", "other"), math.sqrt(2))])
def test_hours_of_sides_of_one_group_move_together(groups: tuple[str, str], factor: float) -> None:
    network = sure(tiny_network())
    for side, group in zip(("exit", "entry"), groups, strict=True):
        network = change(
            network, "crossings", lambda row, s=side: is_rail_side(row, s), group=group, **ranged("hours", BORDER)
        )
    _, drawn = simulate_rail(network)
    assert drawn.time_h.std() == pytest.approx(factor * mean_and_sd(*BORDER)[1], rel=0.03)


def test_a_length_and_a_speed_are_drawn() -> None:
    network = sure(tiny_network())
    longer = change(network, "links", lambda row: row["link_id"] == "rail-aldan-brod", length_high_km=210.0)
    route, drawn = simulate_rail(longer)
    mean, sd = mean_and_sd(150.0, 150.0, 210.0)
    assert drawn.cost_usd.mean() == pytest.approx(route.cost_usd + (mean - 150) * 0.5, rel=0.01)
    assert drawn.time_h.std() == pytest.approx(sd / 40, rel=0.03)
    slower = change(
        network, "rates", lambda row: (row["mode"], row["quantity"]) == ("rail", "speed_kmh"), low=20.0, high=40.0
    )
    route, drawn = simulate_rail(slower)
    assert drawn.time_h.min() >= route.time_h
    assert drawn.time_h.max() <= route.time_h + route.moving_h


@pytest.mark.parametrize("date", [None, dt.date(2026, 2, 5)])
def test_at_likely_figures_totals_are_those_of_the_routes(built_in: Network, date: dt.date | None) -> None:
    network, scenario = sure(built_in), co.Scenario(name="a day", date=date)
    found = co.find_alternatives(network, "minsk", "karachi", scenario=scenario)
    found = (*found, co.find_route(network, "minsk", "tashkent", scenario=scenario))
    drawn = co.simulate_routes(network, found, draws=3, scenario=scenario)
    for name in ("days", "time_h", "cost_usd", "co2_kg"):
        likely = [getattr(route, name) for route in found]
        for row in getattr(drawn, name):
            assert row == pytest.approx(likely, rel=1e-9)


def test_a_recorded_delay_is_in_every_draw(built_in: Network) -> None:
    route = co.find_route(built_in, "minsk", "karachi")
    entry = next(step for step in route.steps if step.kind == "entry")
    delay = {
        "kind": "crossing", "target": entry.ref.partition(":")[2].split()[0], "mode": None, "delay_h": 1000.0,
        "reason": "a queue", "source_id": "made-up", "grade": "C",
    }  # fmt: skip
    late = co.apply_scenario(built_in, co.Scenario()).replace(delays=(delay,))
    calm = co.simulate_routes(built_in, [route], draws=50)
    delayed = co.simulate_routes(late, reprice_routes([route], late), draws=50)
    assert delayed.time_h == pytest.approx(calm.time_h + 1000.0)


def test_the_same_seed_gives_the_same_draws_whatever_else_is_simulated(
    built_in: Network, routes: tuple[co.Route, ...]
) -> None:
    all_of_them = co.simulate_routes(built_in, routes, draws=2600, seed=7)
    assert co.simulate_routes(built_in, routes, draws=2600, seed=7).time_h.tobytes() == all_of_them.time_h.tobytes()
    alone = co.simulate_routes(built_in, routes[2:3], draws=100, seed=7)
    assert alone.cost_usd[:, 0].tobytes() == all_of_them.cost_usd[:100, 2].tobytes()
    assert (alone.seed, alone.draws) == (7, 100)
    other = co.simulate_routes(built_in, routes[2:3], draws=100, seed=8)
    assert not np.any(other.cost_usd == alone.cost_usd)


def test_blocks_of_draws_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    network = tiny_network()
    route, whole = simulate_rail(network, draws=250)
    best = co.best_in_draws(network, "aldan", "dell", draws=250)
    monkeypatch.setattr(uncertainty, "_BLOCK", 100)
    assert co.simulate_routes(network, [route], draws=250).cost_usd.tobytes() == whole.cost_usd.tobytes()
    again = co.best_in_draws(network, "aldan", "dell", draws=250)
    assert again.time_h.tobytes() == best.time_h.tobytes()
    assert again.routes == best.routes


def test_percentiles_are_in_order_and_shares_add_up(built_in: Network, routes: tuple[co.Route, ...]) -> None:
    drawn = co.simulate_routes(built_in, routes, draws=2000)
    frame = co.compare_simulation(drawn)
    assert list(frame.index[:2]) == ["A", "B"]
    for name in ("days", "cost_usd"):
        assert (frame[f"p5_{name}"] < frame[f"p50_{name}"]).all()
        assert (frame[f"p50_{name}"] < frame[f"p95_{name}"]).all()
        assert list(frame[name]) == [getattr(route, name) for route in routes]
    assert frame.best_share.sum() == pytest.approx(1)
    fastest = co.simulate_routes(built_in, routes, draws=2000, weights={"time_h": 1.0})
    hours = drawn.time_h.argmin(axis=1)
    assert fastest.best_shares == tuple(np.mean(hours == number) for number in range(len(routes)))


def test_every_draw_lies_within_the_bounds_of_the_report(built_in: Network, routes: tuple[co.Route, ...]) -> None:
    bounds = bound_routes(routes, co.apply_scenario(built_in, co.Scenario()))
    drawn = co.simulate_routes(built_in, routes, draws=2000)
    for name in ("days", "cost_usd", "co2_kg"):
        values = getattr(drawn, name)
        low, high = ([getattr(getattr(bound, end), name) for bound in bounds] for end in ("low", "high"))
        assert np.all(np.array(low) < values.min(axis=0))
        assert np.all(values.max(axis=0) < np.array(high))


def test_of_equal_routes_the_first_is_best_and_of_none_none_is() -> None:
    network = tiny_network()
    route = co.find_route(network, "aldan", "dell")
    assert co.simulate_routes(network, [route, route], draws=10).best_shares == (1.0, 0.0)
    assert co.simulate_routes(network, [], draws=10).best_shares == ()
    assert co.compare_simulation(co.simulate_routes(network, [], draws=10)).empty


def test_what_cannot_be_drawn_is_refused() -> None:
    network = tiny_network()
    route = co.find_route(network, "aldan", "dell")
    with pytest.raises(co.CorridorError, match="draws=0: take one or more"):
        co.simulate_routes(network, [route], draws=0)
    with pytest.raises(co.CorridorError, match="draws=-1"):
        co.best_in_draws(network, "aldan", "dell", draws=-1)
    dear = co.Scenario(name="dear", rate_factors={"rail usd_per_teu_km": 2.0})
    with pytest.raises(co.CorridorError, match="not those of the scenario 'dear'"):
        co.simulate_routes(network, [route], scenario=dear)
    spoilt = change(network, "crossings", lambda row: True, hours_low=99.0)
    with pytest.raises(co.CorridorError, match="hours: low, likely and high are 99, "):
        co.simulate_routes(spoilt, [co.find_route(spoilt, "aldan", "dell")])


def test_without_ranges_the_best_in_draws_is_the_best_route(built_in: Network) -> None:
    best = co.best_in_draws(sure(built_in), "minsk", "gwadar", draws=2, avoid="IRN")
    route = co.find_route(sure(built_in), "minsk", "gwadar", avoid="IRN")
    assert best.routes == (route,) == (best.likely,)
    assert best.shares == (1.0,)
    assert best.days == pytest.approx([route.days] * 2, rel=1e-9)
    assert best.cost_usd == pytest.approx([route.cost_usd] * 2, rel=1e-9)


def winding_network() -> Network:
    """Return a network whose best way from start to dell goes to brod and back, as a truck must be changed to rail.

    start --road-- aldan ==rail== dell
                   |  ||
                 road rail
                   |  ||
                   brod
    """
    both = (("road", "rail-1520"), ("rail-1520", "road"))
    network = tiny_network(
        places=[place(name, "AAA", 30.0 + n, 50.0) for n, name in enumerate(("start", "aldan", "brod", "dell"))],
        links=[
            link("road-start-aldan", "start aldan", "road", 50.0, "AAA"),
            link("road-aldan-brod", "aldan brod", "road", 10.0, "AAA"),
            link("rail-aldan-brod", "aldan brod", "rail", 10.0, "AAA", gauge_mm=1520),
            link("rail-aldan-dell", "aldan dell", "rail", 90.0, "AAA", gauge_mm=1520),
            link("road-brod-dell", "brod dell", "road", 140.0, "AAA", length_low_km=90.0),
        ],
        closures=[],
    )
    return network.replace(
        transfers=[
            *(row for row in network.rows("transfers") if row["place_id"] == "*"),
            *(transfer("aldan", *pair, "transload", 10.0, 160.0) for pair in both),
            *(transfer("brod", *pair, "transload", 5.0, 5.0) for pair in both),
        ]
    )


@pytest.mark.parametrize(
    ("network", "ends"), [(tiny_network(), ("aldan", "dell")), (winding_network(), ("start", "dell"))]
)
def test_the_best_in_draws_is_the_least_of_all_routes(network: Network, ends: tuple[str, str]) -> None:
    every = co.find_alternatives(network, *ends, k=99, distinct=None, weights=WEIGHTS)
    drawn = co.simulate_routes(network, every, draws=3000, weights=WEIGHTS)
    weighted = drawn.cost_usd + 10.0 * drawn.time_h
    best = co.best_in_draws(network, *ends, draws=3000, weights=WEIGHTS)
    assert best.cost_usd + 10.0 * best.time_h == pytest.approx(weighted.min(axis=1))
    assert [best.routes[number] for number in best.which] == [every[number] for number in weighted.argmin(axis=1)]
    assert list(best.shares) == sorted(best.shares, reverse=True)
    assert len(best.routes) > 1


def test_a_way_that_passes_a_place_twice_is_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = []
    found_back = uncertainty.turn_back
    monkeypatch.setattr(uncertainty, "turn_back", lambda places: turns.append(found_back(places)) or turns[-1])
    best = co.best_in_draws(winding_network(), "start", "dell", draws=500, weights=WEIGHTS)
    assert any(turns)
    assert all(len(set(route.place_ids)) == len(route.place_ids) for route in best.routes)


def fix_at_draw(network: Network, drawn: uncertainty._Draws, draw: int) -> Network:
    """Return a network whose likely figures are those of one draw, read figure by figure."""

    def value(*named: Any, **more: str) -> float:
        figure = drawn._figure(*named, **more)
        return float(figure[draw] if len(figure) > 1 else figure[0])

    def sides(row: Row) -> Row:
        key = " ".join(row[name] for name in ("crossing_id", "from_country", "to_country", "mode", "side"))
        together = f"group:{row['group']}"
        hours = value(f"crossings:{key} hours", uncertainty._range(row, "hours"), together=together)
        return row | {
            "hours_likely": hours,
            "usd_likely": value(f"crossings:{key} usd", uncertainty._range(row, "usd")),
        }

    def handling(row: Row) -> Row:
        ref = f"transfers:{row['place_id']} {row['from_carrier']} {row['to_carrier']}"
        hours, usd = (value(f"{ref} {name}", uncertainty._range(row, name)) for name in ("hours", "usd"))
        return row | {"hours_likely": hours, "usd_likely": usd}

    return network.replace(
        links=[
            row | {"length_km": value(f"links:{row['link_id']} length_km", uncertainty._length_range(row))}
            for row in network.rows("links")
        ],
        rates=[
            row | {"likely": value(uncertainty._rate_name(row), (row["low"], row["likely"], row["high"]))}
            for row in network.rows("rates")
        ],
        crossings=[sides(row) for row in network.rows("crossings")],
        transfers=[handling(row) for row in network.rows("transfers")],
    )


def test_a_draw_is_the_search_on_a_network_of_its_figures(built_in: Network) -> None:
    best = co.best_in_draws(built_in, "minsk", "karachi", draws=40, seed=5)
    applied = co.apply_scenario(built_in, co.Scenario())
    drawn = uncertainty._Draws(applied, 5, 0, 40)
    for draw in (0, 17, 39):
        route = co.find_route(fix_at_draw(applied, drawn, draw), "minsk", "karachi")
        assert route.edge_ids == best.routes[best.which[draw]].edge_ids
        assert best.time_h[draw] == pytest.approx(route.time_h, rel=1e-9)
        assert best.cost_usd[draw] == pytest.approx(route.cost_usd, rel=1e-9)


def test_the_best_of_all_is_no_worse_than_the_routes_compared(built_in: Network, routes: tuple[co.Route, ...]) -> None:
    best = co.best_in_draws(built_in, "minsk", "karachi", draws=300, seed=3)
    drawn = co.simulate_routes(built_in, routes, draws=300, seed=3)
    hour = drawn.weights["time_h"]
    least = (drawn.cost_usd + hour * drawn.time_h).min(axis=1)
    assert np.all(best.cost_usd + hour * best.time_h <= least * (1 + 1e-9))
    frame = co.compare_best_routes(best)
    assert frame.share.sum() == pytest.approx(1)
    assert list(frame.days) == [route.days for route in best.routes]
    assert (best.draws, best.seed, len(best.co2_kg)) == (300, 3, 300)
    assert all(len(set(route.place_ids)) == len(route.place_ids) for route in best.routes)
