"""Comparisons: names tell routes apart, and words say what the closure record does and does not shut."""

import datetime as dt

import pytest

from corridor.compare import Comparison, compare_rows, describe_halves, describe_record, make_comparison
from corridor.network import Network, load_network
from tests.tiny import rates, row, tiny_network

_POOR_ROADS = [*rates("rail", 0.5, 40.0, 24.0, 20.0), *rates("road", 9.0, 5.0, 12.0, 80.0)]


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network()


@pytest.fixture(scope="module")
def comparison(network: Network) -> Comparison:
    return make_comparison(network, "Minsk", "Gwadar")


def shut(country: str, mode: str | None) -> dict[str, object]:
    day = dt.date(2025, 3, 1)
    return row(
        "closures", closure_id=f"{country}-{mode}", kind="country", target=country, mode=mode, effect="closed",
        from_date=day, as_of=day, reason="war", source_id="made-up", grade="C",
    )  # fmt: skip


def test_names_that_begin_alike_are_told_apart_by_a_place_that_only_one_passes(
    network: Network, comparison: Comparison
) -> None:
    names = [route.name for route in comparison.routes]
    assert len(set(names)) == len(names)
    heads = [name.partition(" (")[0] for name in names]
    assert max(heads.count(head) for head in heads) > 1
    for route, head in zip(comparison.routes, heads, strict=True):
        alike = [other for other, its in zip(comparison.routes, heads, strict=True) if its == head]
        told = route.name.rpartition(", by ")[2]
        passing = [other for other in alike if network.place_id(told) in other.place_ids] if len(alike) > 1 else []
        assert passing == ([route] if len(alike) > 1 else [])
        assert (len(alike) > 1) == route.name.endswith(f", by {told}")


def test_a_route_beaten_by_one_that_is_shut_says_that_it_is_open(comparison: Comparison) -> None:
    beaten = next(one for one in compare_rows(comparison.routes) if len(one["dominated_by"]) > 1)
    usual = f"no better than {', '.join(beaten['dominated_by'])} in any criterion; kept as another way"
    assert beaten["why"] == usual
    *others, last = beaten["dominated_by"]
    number = [one["letter"] for one in comparison.rows].index(beaten["letter"])

    def why(*open_now: str) -> str:
        return str(compare_rows(comparison.routes, open_now=open_now)[number]["why"])

    assert why(beaten["letter"]) == f"{usual}, but open by the record when {', '.join(others)} and {last} are not"
    assert why(beaten["letter"], last) == usual
    assert why(*others) == usual


def test_the_rows_of_a_comparison_know_what_the_record_leaves_open() -> None:
    road_before = {**shut("AAA", "road"), "from_date": dt.date(2025, 1, 1), "to_date": dt.date(2025, 2, 1)}
    for closures, routes_left, told in (
        ([], ("A", "B", "C"), ""),
        ([shut("AAA", "rail"), road_before], ("C",), ", but open by the record when A and B are not"),
    ):
        comparison = make_comparison(tiny_network(rates=_POOR_ROADS, closures=closures), "aldan", "dell")
        assert [route.name for route in comparison.routes] == ["Cove (rail)", "Cove (rail, road)", "Cove (road, rail)"]
        assert comparison.record.routes_left == routes_left
        assert comparison.rows[2]["why"] == f"no better than A, B in any criterion; kept as another way{told}"


def test_a_country_shut_by_one_mode_is_said_to_be_open_by_the_other() -> None:
    net = tiny_network(closures=[shut("AAA", "rail")])
    assert describe_halves(net.closed_now) == (
        "AAA is shut by rail only (war): no closure of its roads as a whole is recorded, so they count as open."
    )
    assert "AAA is shut by rail only" in describe_record(net, ())
    by_road = tiny_network(closures=[shut("AAA", "road")])
    assert "AAA is shut by road only (war): no closure of its railways" in describe_halves(by_road.closed_now)
    for more in ("road", None):
        both = tiny_network(closures=[shut("AAA", "rail"), shut("AAA", more)])
        assert describe_halves(both.closed_now) == ""


def test_what_to_pass_and_avoid_is_told_by_name() -> None:
    made = make_comparison(load_network(), "minsk", "karachi", k=1, via="UZTAS", avoid=["CHN", "crossing:torkham@rail"])
    assert made.terms == (
        "Only by way of Tashkent.",
        "Avoiding China, Torkham (Afghanistan) - Torkham (Pakistan) by rail.",
    )
