"""The map's page: one file that holds everything, escapes everything, and is the same for the same input."""

import json
import re
from dataclasses import replace

import folium
import pytest

import corridor as co
from corridor.compare import route_letter
from corridor.errors import NoRouteError
from corridor.mapping import map_network, map_routes
from corridor.mapping.data import describe_network, describe_routes, locate_crossing
from corridor.mapping.figure import POLICY, OfflineError
from corridor.mapping.packaged import PAGE_ASSETS, read_asset
from corridor.mapping.page import write_table
from corridor.mapping.still import draw_still
from corridor.mapping.text import decode_line, encode_line, ink_on, route_colour, thin_line
from corridor.network import Network
from corridor.types import Route
from tests.tiny import link, place, tiny_network

NASTY = (
    "<script>alert(1)</script>",
    "`${alert(1)}`",
    "\"quoted\" 'twice' \\",
    "\u2028line\u2029",
    "كراچی",
    "🚂🚢",
    "</style><img src=x onerror=alert(1)>",
)


def every_way(network: Network) -> list[Route]:
    """Return the ways by rail and by road, whatever the record says."""
    return [co.find_route(network, "Aldan", "Dell", modes=[mode]) for mode in ("rail", "road")]


@pytest.fixture(scope="module")
def network() -> Network:
    return tiny_network()


@pytest.fixture(scope="module")
def page(network: Network) -> str:
    return str(map_routes(every_way(network), network=network).get_root().render())


def read_data(page: str) -> dict[str, object]:
    """Return the data that a page carries."""
    found = re.search(r"Corridor\.start\(map_\w+, (\{.*?\}), \{\"scale\"", page, re.DOTALL)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def test_a_page_names_no_address_to_fetch_from(page: str) -> None:
    assert not re.search(r"<(?:script|img|iframe|link)[^>]+(?:src|href)=", page)
    assert not re.search(r"url\((?!data:|#)", page)
    assert "@import" not in page
    assert "sourceMappingURL" not in page
    assert POLICY.format(tiles="") in page.split("<script")[0]


def test_a_page_holds_leaflet_and_lets_a_person_zoom(page: str) -> None:
    assert "Leaflet 1.9.4" in page
    assert "user-scalable=no" not in page
    assert "jquery" not in page.lower()


def test_the_same_input_gives_the_same_bytes(network: Network, page: str) -> None:
    routes = every_way(network)
    assert page == map_routes(routes, network=network).get_root().render()
    drawn = map_routes(routes, network=network)
    assert drawn.get_root().render() == drawn.get_root().render()
    assert map_network(network).get_root().render() == map_network(network).get_root().render()


def test_the_table_says_what_the_routes_say(network: Network, page: str) -> None:
    for index, route in enumerate(every_way(network)):
        row = re.search(rf'<tr data-route="{index}">.*?</tr>', page)
        assert row
        text = re.sub(r"<[^>]+>", " ", row[0])
        assert f" {route.days:.1f} " in text
        assert f" {route.co2_kg / 1000:.2f} " in text
        assert f' data-value="{route.borders}"' in row[0]


def test_a_way_that_was_shut_a_day_is_not_always_open(network: Network) -> None:
    rail, _ = every_way(network)
    first, *others = rail.steps
    shut_once = replace(rail, steps=(replace(first, exposure=0.002), *others))
    assert [cell in write_table([shut_once]) for cell in (">&gt;99<", ">100<")] == [True, False]
    assert ">100<" in write_table([rail])


def test_the_best_of_a_column_is_marked_only_where_routes_differ(page: str) -> None:
    rows = re.findall(r'<tr data-route="\d">.*?</tr>', page)
    borders = [re.findall(r"<td.*?</td>", row)[3] for row in rows]
    gauge = [re.findall(r"<td.*?</td>", row)[4] for row in rows]
    assert all("best" not in cell for cell in borders)
    assert ["best" in cell for cell in gauge] == [False, True]


def test_steps_carry_sources_and_grades(network: Network, page: str) -> None:
    data = read_data(page)
    assert isinstance(data["steps"], list)
    assert all(step["basis"] for step in data["steps"])
    assert data["sources"] == {"made-up": ["Made up", "Tests", "", ""]}
    totals = [sum(data["steps"][at]["usd"] for at in route["steps"]) for route in data["routes"]]  # type: ignore[attr-defined]
    assert totals == pytest.approx([route.cost_usd for route in every_way(network)], abs=0.05)


def test_borders_and_gauge_breaks_are_stops_with_the_longest_dwell(network: Network) -> None:
    stops = {stop["id"]: stop for stop in describe_routes(every_way(network), network)["stops"]}
    assert stops["ford"]["hours"] == pytest.approx(18.0)
    assert stops["ford"]["routes"] == [0, 1]
    assert stops["ford"]["closed"]
    assert stops["place:cove"]["gauge"]


def test_a_crossing_closed_to_lorries_is_open_to_trains(network: Network) -> None:
    rail, road = every_way(network)
    assert [describe_routes([route], network)["stops"][0]["closed"] for route in (rail, road)] == [False, True]


def test_a_closed_crossing_lies_between_its_stations(network: Network) -> None:
    assert describe_network(network)["closed"][0]["reason"] == "a quarrel"
    assert locate_crossing(network, "ford") == pytest.approx((32.1, 50.0))
    assert locate_crossing(network, "nowhere") is None


def test_a_closed_place_is_shown_and_a_delay_is_not(network: Network) -> None:
    row = network.rows("closures")[0]
    shut = {**row, "kind": "place", "target": "brod"}
    late = {**row, "effect": "delay", "delay_h": 5.0}
    assert [one["name"] for one in describe_network(network.replace(closures=[shut, late]))["closed"]] == ["Brod"]


@pytest.mark.parametrize("name", NASTY)
def test_names_are_shown_as_text(network: Network, name: str) -> None:
    rows = [{**row, "name": name} if row["place_id"] == "brod" else row for row in network.rows("places")]
    rows = [{**row, "name": name} if row["place_id"] == "aldan" else row for row in rows]
    named = network.replace(places=rows)
    route = every_way(network)[0]
    page = map_routes([route], network=named, title=name, subtitle=name, note=name).get_root().render()
    assert "alert(1)</script>" not in page
    assert "<img src=x" not in page
    assert "\u2028" not in page.split("Corridor.start(")[-1]
    assert read_data(page)["places"]["aldan"][0] == name  # type: ignore[index]
    map_network(named).get_root().render()


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (lambda: folium.TileLayer("OpenStreetMap"), "fetches tiles at once"),
        (lambda: folium.Marker((50, 30), popup="text"), "Popup needs jQuery"),
        (lambda: folium.Marker((50, 30), icon=folium.Icon()), "icon font"),
        (lambda: folium.DivIcon(html="<img src='https://example.org/a.png'>"), "DivIcon would fetch"),
        (lambda: folium.WmsTileLayer("https://example.org/wms", layers="a"), "WmsTileLayer would fetch"),
    ],
)
def test_what_would_reach_outside_is_refused(network: Network, layer: object, message: str) -> None:
    drawn = map_routes(every_way(network), network=network)
    made = layer()  # type: ignore[operator]
    (folium.Marker((50, 30), icon=made) if isinstance(made, folium.DivIcon) else made).add_to(drawn)
    with pytest.raises(OfflineError, match=message):
        drawn.get_root().render()


def test_markup_that_fetches_a_picture_is_refused(network: Network) -> None:
    root = map_routes(every_way(network), network=network).get_root()
    root.html.add_child(folium.Element("<img src=//example.org/a.png>"))
    with pytest.raises(OfflineError, match="page would fetch"):
        root.render()


def test_keep_in_front_is_refused(network: Network) -> None:
    drawn = map_routes(every_way(network), network=network)
    drawn.keep_in_front(folium.FeatureGroup().add_to(drawn))
    with pytest.raises(OfflineError, match="keep_in_front needs jQuery"):
        drawn.get_root().render()


def test_a_plugin_that_is_not_packaged_is_refused(network: Network) -> None:
    from folium.plugins import MarkerCluster

    drawn = map_routes(every_way(network), network=network)
    MarkerCluster().add_to(drawn)
    with pytest.raises(OfflineError, match="is not packaged"):
        drawn.get_root().render()


def test_a_layer_may_be_added_and_a_backtick_in_its_tooltip_is_harmless(network: Network) -> None:
    drawn = map_routes(every_way(network), network=network)
    folium.CircleMarker((50, 31), tooltip="`${1}").add_to(drawn)
    assert "&#96;&#36;{1}" in drawn.get_root().render()


def test_no_route_is_no_map(network: Network) -> None:
    with pytest.raises(NoRouteError, match="needs at least one"):
        map_routes([], network=network)


def test_a_planned_link_keeps_its_status(network: Network) -> None:
    links = [*network.rows("links"), link("rail-new", "aldan dell", "rail", 300.0, "BBB", status="planned")]
    data = describe_network(network.replace(links=links))
    assert data["links"]["rail-new"]["status"] == "planned"


def test_a_still_picture_stands_where_scripts_do_not_run(page: str) -> None:
    assert page.count("<svg xmlns") == 1
    assert "<noscript>" in page
    assert "do not imply endorsement" in page


def test_a_network_of_nothing_still_has_a_picture(network: Network) -> None:
    assert draw_still(describe_network(network.replace(places=[], links=[], closures=[])), "Nothing").startswith("<svg")


def test_a_map_of_the_built_in_network_is_the_default() -> None:
    page = map_network().get_root().render()
    assert len(page.encode()) < 1_000_000


def test_lines_survive_their_writing() -> None:
    line = [(30.0, 50.0), (31.234, 50.5), (32.0, -10.25)]
    assert [round(x, 3) for point in decode_line(encode_line(line)) for x in point] == [x for p in line for x in p]
    assert thin_line([(0.0, 0.0), (1.0, 0.001), (2.0, 0.0)]) == [(0.0, 0.0), (2.0, 0.0)]


def test_letters_and_inks_of_routes() -> None:
    assert [route_letter(index) for index in (0, 25, 26)] == ["A", "Z", "AA"]
    assert route_colour(0) == route_colour(10)
    assert {ink_on(route_colour(index)) for index in range(10)} == {"#000000", "#ffffff"}


def test_two_crossings_of_one_border_stay_apart(network: Network) -> None:
    places = [*network.rows("places"), place("eel", "BBB", 32.2, 51.0, kind="border")]
    moved = [{**row, "to_place": "eel"} if row["link_id"] == "road-brod-cove" else row for row in network.rows("links")]
    assert locate_crossing(network.replace(places=places, links=moved), "ford") == pytest.approx((32.1, 50.0))


def test_each_name_of_the_scripts_is_defined_once() -> None:
    names = [
        name
        for asset in PAGE_ASSETS
        if asset.endswith(".js")
        for name in re.findall(r"^Corridor\.(\w+) = ", read_asset(asset), re.MULTILINE)
    ]
    assert len(names) > 50
    assert sorted(names) == sorted(set(names))


def test_assets_of_the_page_are_short_and_in_short_lines() -> None:
    for asset in PAGE_ASSETS:
        lines = read_asset(asset).splitlines()
        assert len(lines) <= 450, asset
        assert [line for line in lines if len(line) > 120] == [], asset
