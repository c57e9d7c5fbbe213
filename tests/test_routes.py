"""Routes: names in, Route objects out."""

import datetime as dt
import math

import pytest

import corridor as co
from corridor.errors import SearchLimitError, UnknownNameError, UnknownPlaceError
from corridor.graph import VirtualGraph
from corridor.scenario import Scenario, apply_scenario
from corridor.types import Route
from tests.tiny import link, place, row, tiny_network, transfer


def test_totals_are_the_sums_of_the_steps_returned() -> None:
    route = co.find_route(tiny_network(), "Aldan", "Dell")
    for name in ("time_h", "cost_usd", "co2_kg", "exposure", "length_km"):
        assert getattr(route, name) == math.fsum(getattr(step, name) for step in route.steps)


def test_a_route_is_what_can_be_worked_out_by_hand() -> None:
    route = co.find_route(tiny_network(), "Aldan", "Dell", modes=["rail"])
    # 306 km of rail at 40 km/h; exit 6 h, entry 12 h; transload 12 h; loading and unloading 1 h each
    assert route.time_h == pytest.approx(306 / 40 + 6 + 12 + 12 + 2)
    assert route.cost_usd == pytest.approx(306 * 0.5 + 50 + 50 + 80 + 20)
    assert route.co2_kg == pytest.approx(306 * 10 * 20 / 1000 + 3 * 4)


def test_a_driver_rests() -> None:
    route = co.find_route(tiny_network(), "Aldan", "Dell", modes=["road"])
    assert route.moving_h == pytest.approx(326 / 50)
    assert route.waiting_h == pytest.approx(326 / 50 + 3 + 6 + 2)  # 12 h moving of 24: as long again


def test_a_break_of_gauge_is_charged_once() -> None:
    route = co.find_route(tiny_network(), "Aldan", "Dell", modes=["rail"])
    assert route.gauge_breaks == 1
    assert [step.transfer_kind for step in route.steps if step.kind == "transfer"] == [
        "loading",
        "transload",
        "unloading",
    ]


def test_a_border_is_charged_once_a_side() -> None:
    route = co.find_route(tiny_network(), "Aldan", "Dell")
    assert [(step.kind, step.country) for step in route.steps if step.kind in ("exit", "entry")] == [
        ("exit", "AAA"),
        ("entry", "BBB"),
    ]
    assert route.borders == 1


def test_the_backhaul_is_cheaper() -> None:
    there = co.find_route(tiny_network(), "Aldan", "Brod", modes=["road"])
    back = co.find_route(tiny_network(), "Brod", "Aldan", modes=["road"])
    assert there.cost_usd - back.cost_usd == pytest.approx(160 * (1.5 - 0.6))


def test_all_ways_come_in_order_of_cost_and_fewer_than_asked_for_is_said() -> None:
    routes = co.find_alternatives(tiny_network(), "Aldan", "Dell", k=99, distinct=None, weights={"cost_usd": 1})
    assert len(routes) == 4
    assert [route.cost_usd for route in routes] == sorted(route.cost_usd for route in routes)
    assert len({route.edge_ids for route in routes}) == 4


def test_parallel_links_stay_apart() -> None:
    net = tiny_network()
    second = link("rail-aldan-brod-2", "aldan brod", "rail", 150.0, "AAA", gauge_mm=1520)
    routes = co.find_alternatives(
        net.replace(links=[*net.rows("links"), second]), "Aldan", "Dell", k=2, distinct=None, weights={"co2_kg": 1}
    )
    assert {route.link_ids[0] for route in routes} == {"rail-aldan-brod", "rail-aldan-brod-2"}
    assert routes[0].cost_usd == routes[1].cost_usd


def test_distinct_routes_share_at_most_the_part_asked_for() -> None:
    routes = co.find_alternatives(tiny_network(), "Aldan", "Dell", k=9, distinct=0.1)
    assert [route.link_ids[0] for route in routes] == ["rail-aldan-brod", "road-aldan-brod"]


def test_via_passes_and_avoid_shuns() -> None:
    net = tiny_network()
    assert "road-cove-dell" in co.find_route(net, "Aldan", "Dell", via="road-cove-dell").link_ids
    assert "road-cove-dell" not in co.find_route(net, "Aldan", "Dell", avoid="road-cove-dell").link_ids
    assert co.find_route(net, "Aldan", "Dell", via=["Brod", "Cove"]).place_ids == ("aldan", "brod", "cove", "dell")


def test_the_record_shuts_the_road_and_the_error_names_it() -> None:
    day = Scenario(date=dt.date(2025, 11, 1))
    net = tiny_network()
    assert all("road" not in link_id for link_id in co.find_route(net, "Brod", "Cove", scenario=day).link_ids)
    with pytest.raises(co.NoRouteError, match=r"crossing:ford@road \(a quarrel \(since 2025-10-12\)\)") as caught:
        co.find_route(net, "Aldan", "Dell", avoid="rail", scenario=day)
    assert caught.value.closures == ("crossing:ford@road", "mode:rail")


def test_the_smallest_set_of_closures_is_named() -> None:
    shut = Scenario(closures=("link:road-aldan-brod", "link:rail-aldan-brod", "crossing:ford"))
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(tiny_network(), "Aldan", "Dell", scenario=shut)
    assert caught.value.closures == ("crossing:ford",)


def test_no_route_without_closures_blames_none() -> None:
    net = tiny_network()
    links = [one for one in net.rows("links") if not one["crossing_id"]]
    with pytest.raises(co.NoRouteError, match="the network has none") as caught:
        co.find_route(net.replace(links=links), "Aldan", "Dell")
    assert caught.value.closures == ()


def test_a_planned_link_opens_with_its_year_or_its_project() -> None:
    net = tiny_network()
    new = link(
        "rail-new",
        "brod cove",
        "rail",
        15.0,
        "AAA",
        gauge_mm=1520,
        crossing_id="ford",
        status="planned",
        opens=2030,
        project_id="bridge",
    )
    net = net.replace(links=[*net.rows("links"), new], projects=[row("projects", project_id="bridge", name="Bridge")])

    def used(scenario: Scenario) -> bool:
        return "rail-new" in co.find_route(net, "Aldan", "Dell", modes=["rail"], scenario=scenario).link_ids

    assert not used(Scenario())
    assert used(Scenario(year=2030))
    assert used(Scenario(projects=("bridge",)))


def test_names_that_are_wrong_get_near_ones() -> None:
    with pytest.raises(UnknownPlaceError, match="Did you mean Aldan"):
        co.find_route(tiny_network(), "Aldam", "Dell")
    with pytest.raises(UnknownNameError, match="time_h, cost_usd"):
        co.find_route(tiny_network(), "Aldan", "Dell", weights={"days": 1})
    with pytest.raises(UnknownNameError, match="rail, road, sea, air"):
        co.find_route(tiny_network(), "Aldan", "Dell", modes=["canal"])


def test_questions_without_sense_are_refused() -> None:
    net = tiny_network()
    with pytest.raises(ValueError, match="same place"):
        co.find_route(net, "Aldan", "Алдан")
    with pytest.raises(ValueError, match="ask for one route"):
        co.find_alternatives(net, "Aldan", "Dell", k=0)
    with pytest.raises(ValueError, match="zero or more"):
        co.find_route(net, "Aldan", "Dell", weights={"time_h": -1})


def test_exposure_is_the_share_of_recorded_days() -> None:
    route: Route = co.find_route(tiny_network(), "Aldan", "Dell", modes=["road"])
    assert route.availability == pytest.approx(1 - 81 / 365)  # shut 12 October to 31 December 2025


@pytest.mark.parametrize(
    ("corridor_id", "carriers"),
    [
        ("official-rail-road", "naibabad rail-1520 road, peshawar road rail-1676"),
        ("official-trucks", "galaba rail-1520 road"),
        ("official-gwadar", "galaba rail-1520 road"),
        ("turkmenistan-variant", "torghundi rail-1520 road"),
        ("turkmenistan-variant-gwadar", "torghundi rail-1520 road"),
        ("caspian", "olya rail-1520 sea, anzali sea rail-1435, bandar-abbas rail-1435 sea, karachi-port sea rail-1676"),
        ("sea-baltic", "klaipeda rail-1520 sea, karachi-port sea road"),
        ("sea-baltic-st-petersburg", "st-petersburg rail-1520 sea, karachi-port sea road"),
        ("sea-black", "novorossiysk rail-1520 sea, karachi-port sea road"),
    ],
)
def test_a_named_corridor_changes_carrier_where_its_name_says(corridor_id: str, carriers: str) -> None:
    route = co.follow_corridor(co.load_network(), corridor_id)
    changes = [step.ref.removeprefix("transfers:") for step in route.steps if step.kind == "transfer"]
    assert ", ".join(change for change in changes if "gate" not in change) == carriers


def test_the_agreed_corridor_runs_by_rail_and_road_as_the_map_of_the_countries_has_it() -> None:
    route = co.follow_corridor(co.load_network(), "official-rail-road")
    assert {"hairatan", "naibabad", "salang", "kabul", "torkham-pak", "rohri"} < set(route.place_ids)
    assert {"rail-hairatan-naibabad", "road-salang-kabul", "rail-hyderabad-rohri"} < set(route.link_ids)
    assert len(set(route.place_ids)) == len(route.place_ids)


def ends_off_the_line(*more: tuple[str, str]) -> co.Network:
    """Return the tiny network with Elm and Fir off the line by rail, joined to it as said."""
    net = tiny_network()
    places = [place("elm", "AAA", 32.0, 51.0), place("fir", "AAA", 33.0, 51.0)]
    links = [link(f"rail-{a}-{b}", f"{a} {b}", "rail", 100.0, "AAA", gauge_mm=1520) for a, b in more]
    return net.replace(places=[*net.rows("places"), *places], links=[*net.rows("links"), *links])


def test_a_route_comes_back_from_a_place_of_via_by_the_way_it_came_or_where_no_other_way_leads_on() -> None:
    #                    fir
    #                   /   \
    # brod --- elm   brod --- elm
    spur = co.find_route(ends_off_the_line(("brod", "elm")), "Aldan", "Dell", via="Elm")
    assert spur.place_ids == ("aldan", "brod", "elm", "brod", "cove", "dell")
    by_link = co.find_route(ends_off_the_line(("brod", "elm")), "Aldan", "Dell", via="rail-brod-elm")
    assert by_link.place_ids == spur.place_ids
    ring = ends_off_the_line(("brod", "elm"), ("elm", "fir"), ("fir", "brod"))
    round_trip = co.find_route(ring, "Aldan", "Dell", via=["Elm", "Fir"])
    assert round_trip.place_ids == ("aldan", "brod", "elm", "fir", "brod", "cove", "dell")
    for route in co.find_alternatives(ring, "Aldan", "Dell", via="Fir", k=50, distinct=None):
        assert route.place_ids.count("brod") == 2
        assert route.place_ids.count("elm") in (0, 1, 2)
        assert route.place_ids.count("elm") < 2 or route.place_ids[2:5] == ("elm", "fir", "elm")


def test_a_route_takes_no_way_round_to_come_back_where_another_way_leads_on() -> None:
    # aldan --- brod --- cove; elm lies by brod and by aldan, so that a link at elm can be passed on the way.
    #     \     |
    #      fir - elm
    both = ends_off_the_line(("brod", "elm"), ("elm", "fir"), ("fir", "aldan"))
    assert co.find_route(both, "Aldan", "Dell", via="rail-brod-elm").place_ids == (
        *("aldan", "fir", "elm", "brod", "cove", "dell"),
    )
    by_place = co.find_alternatives(both, "Aldan", "Dell", via="Elm", k=50, distinct=None)
    assert {route.place_ids for route in by_place} == {
        ("aldan", "brod", "elm", "brod", "cove", "dell"),
        ("aldan", "fir", "elm", "brod", "cove", "dell"),
    }


def test_places_passed_twice_on_the_way_are_refused_and_a_search_that_finds_no_other_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = co.find_alternatives(tiny_network(), "Aldan", "Dell", k=99, distinct=None)
    assert all(len(set(route.place_ids)) == len(route.place_ids) for route in everything)
    net = co.load_network()
    monkeypatch.setattr("corridor.routes._REFUSED", 5)
    with pytest.raises(SearchLimitError, match=r"5 ways pass a place twice, and (\d+) .* Ask for \1, or") as caught:
        co.find_alternatives(net, "Minsk", "Karachi", k=500, distinct=None)
    found = caught.value.found
    assert len(co.find_alternatives(net, "Minsk", "Karachi", k=found, distinct=None)) == found > 0
    row = net.row("corridors", "china-khunjerab")
    shut = Scenario(closures=("link:rail-jinghe-khorgos-chn",))
    with pytest.raises(SearchLimitError, match="Name fewer or other places to pass, or"):
        co.find_route(net, row["places"][0], row["places"][-1], via=row["places"][1:-1], scenario=shut)
    with pytest.raises(co.NoRouteError, match="what is left would lead past a place twice"):
        co.follow_corridor(net, "china-khunjerab", scenario=shut)


def test_if_the_best_way_through_each_step_passes_a_place_twice_the_cheapest_that_does_not_is_found() -> None:
    # aldan =rail= pine =road= rook =rail= tarn; a box changes carrier at pine and rook, or cheaper at quay and sand,
    # from where it comes back: quay lies beyond pine, and sand beyond rook, by rail and by road.
    net = tiny_network()
    names = ("aldan", "pine", "quay", "rook", "sand", "tarn")
    places = [place(name, "AAA", 30.0 + number, 50.0) for number, name in enumerate(names)]
    by_rail = ("aldan pine", "pine quay", "rook sand", "rook tarn")
    by_road = ("pine quay", "pine rook", "rook sand")
    links = [link(f"rail-{ends}".replace(" ", "-"), ends, "rail", 10.0, "AAA", gauge_mm=1520) for ends in by_rail]
    links += [link(f"road-{ends}".replace(" ", "-"), ends, "road", 10.0, "AAA") for ends in by_road]
    changes = {"pine": 900.0, "quay": 5.0, "rook": 900.0, "sand": 5.0}
    transfers = [one for one in net.rows("transfers") if "gate" in (one["from_carrier"], one["to_carrier"])]
    for name, usd in changes.items():
        ends = ("rail-1520", "road") if name in ("pine", "quay") else ("road", "rail-1520")
        transfers.append(transfer(name, *ends, "transload", 1.0, usd))
    net = net.replace(places=places, links=links, transfers=transfers, crossings=[], closures=[])
    (route,) = co.find_alternatives(net, "Aldan", "Tarn", weights={"cost_usd": 1.0})
    assert route.place_ids == ("aldan", "pine", "rook", "tarn")
    assert route.edge_ids == co.find_route(net, "Aldan", "Tarn", weights={"cost_usd": 1.0}).edge_ids


def test_the_search_graph_is_kept_for_the_newest_sets_of_open_edges_only() -> None:
    graph = VirtualGraph(apply_scenario(tiny_network(), Scenario()))
    edges = list(range(len(graph.steps)))
    first = graph.arrays(edges)
    assert graph.arrays(edges) is first
    assert [first.tail[edge] for edge in edges] == [tail for tail, _ in graph.ends]
    for left_out in range(8):
        without = graph.arrays(edges[:left_out] + edges[left_out + 1 :])
        assert without.n_edges == len(edges) - 1
    assert graph.arrays(edges) is not first
