"""Replacement routes and O-D tables say what find_route says of each case."""

import math

import pytest

import corridor as co
from corridor.network import Network
from tests.tiny import tiny_network


@pytest.fixture(scope="module")
def built_in() -> Network:
    return co.load_network()


def route_or_none(network: Network, *ends: str, **options: object) -> co.Route | None:
    try:
        return co.find_route(network, *ends, **options)  # type: ignore[arg-type]
    except co.NoRouteError:
        return None


@pytest.mark.parametrize("options", [{}, {"modes": ["rail", "sea"]}, {"avoid": "IRN"}, {"weights": {"time_h": 1.0}}])
def test_a_replacement_is_the_best_route_that_avoids_the_thing(built_in: Network, options: dict[str, object]) -> None:
    found = co.find_replacements(built_in, "minsk", "gwadar", **options)  # type: ignore[arg-type]
    assert {one.kind for one in found} == {"link", "crossing", "place"}
    avoided = [options["avoid"]] if "avoid" in options else []
    for one in found[::9]:
        asked = {**options, "avoid": [*avoided, f"{one.kind}:{one.target}"]}
        expected = route_or_none(built_in, "minsk", "gwadar", **asked)
        assert (one.route is None) == (expected is None)
        if one.route and expected:
            weights = options.get("weights") or {"cost_usd": 1.0, "time_h": 40_000 * 0.01 / 24}
            totals = [
                sum(weight * getattr(route, name) for name, weight in weights.items())  # type: ignore[attr-defined]
                for route in (one.route, expected)
            ]
            assert totals[0] == pytest.approx(totals[1])


def test_links_crossings_and_places_are_shut_in_the_order_of_the_route() -> None:
    found = co.find_replacements(tiny_network(), "aldan", "dell")
    met = [(one.kind, one.target) for one in found]
    assert met == [
        ("link", "rail-aldan-brod"),
        ("place", "brod"),
        ("crossing", "ford"),
        ("link", "rail-brod-cove"),
        ("place", "cove"),
        ("link", "rail-cove-dell"),
    ]
    by_thing = {one.target: one for one in found}
    assert by_thing["ford"].route is None
    assert math.isinf(by_thing["ford"].extra_h)
    assert by_thing["rail-aldan-brod"].route is not None
    assert by_thing["rail-aldan-brod"].extra_usd > 0
    assert by_thing["rail-aldan-brod"].name == "Aldan – Brod, rail"


def test_what_cannot_be_replaced_is_blank_in_the_table() -> None:
    frame = co.compare_replacements(co.find_replacements(tiny_network(), "aldan", "dell", kinds=["crossing"]))
    assert frame.loc[0, "route"] == "no route"
    assert frame[["days", "extra_days", "extra_usd", "cost_usd"]].isna().all(axis=None)


def test_a_foreign_kind_is_refused() -> None:
    with pytest.raises(co.CorridorError, match="country"):
        co.find_replacements(tiny_network(), "aldan", "dell", kinds=["country"])  # type: ignore[list-item]


def test_an_od_table_holds_the_totals_of_the_best_routes(built_in: Network) -> None:
    places = ["Minsk", "Tashkent", "Karachi", "Kabul"]
    table = co.make_od_table(built_in, places).set_index(["origin", "destination"])
    assert len(table) == 12
    for origin, destination in table.index:
        route = co.find_route(built_in, origin, destination)
        row = table.loc[(origin, destination)]
        assert row["days"] == pytest.approx(route.days)
        assert row["cost_usd"] == pytest.approx(route.cost_usd)
        assert row["length_km"] == pytest.approx(route.length_km)
        assert row["route"] == route.name


def test_a_pair_without_a_route_is_blank() -> None:
    shut = co.Scenario(closures=("crossing:ford",))
    table = co.make_od_table(tiny_network(), ["aldan", "brod"], ["dell", "brod"], scenario=shut)
    assert table["route"].tolist() == ["no route", "Brod (rail)", "no route"]
    assert table["days"].isna().tolist() == [True, False, True]


def test_an_od_table_refuses_foreign_weights() -> None:
    with pytest.raises(co.CorridorError, match="criterion"):
        co.make_od_table(tiny_network(), ["aldan", "dell"], weights={"speed": 1.0})
