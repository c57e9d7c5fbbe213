"""The map in a real browser: no request, no error, and everything within reach of mouse and keyboard."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from corridor.mapping import map_network, map_routes
from tests.served import Served
from tests.test_mapping import NASTY, every_way
from tests.tiny import tiny_network


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    network = tiny_network()
    routes = every_way(network)
    nasty = network.replace(
        places=[
            {**row, "name": name} for row, name in zip(network.rows("places"), ("".join(NASTY), *NASTY), strict=False)
        ]
    )
    server = Served(
        {
            "/routes": map_routes(routes, network=network).get_root().render(),
            "/network": map_network(network).get_root().render(),
            "/nasty": map_routes(routes, network=nasty).get_root().render(),
            "/nasty-network": map_network(nasty).get_root().render(),
        }
    )
    yield server
    server.close()


@pytest.mark.parametrize("path", ["/routes", "/network", "/nasty", "/nasty-network"])
def test_a_page_asks_for_nothing_and_reports_no_error(visit: Any, size: dict[str, int], path: str) -> None:
    page = visit(path, viewport=size)
    assert page.locator(".leaflet-lines-pane path").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_row_picks_its_route_and_opens_its_steps(visit: Any) -> None:
    page = visit("/routes")
    page.locator("tr[data-route='1']").click()
    assert page.locator("tr[data-route='1']").get_attribute("class") == "picked"
    assert "Route B" in page.locator(".steps h2").inner_text()
    assert "route=B" in page.url
    page.locator(".steps summary").nth(1).click()
    assert "[made-up, grade C]" in page.locator(".steps .basis").nth(0).inner_text()
    page.locator(".folium-map").click(position={"x": 300, "y": 700})
    assert page.locator("tr.picked").count() == 0


def test_the_keyboard_alone_suffices(visit: Any) -> None:
    page = visit("/routes")
    page.locator("button.row").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("tr[data-route='1'] button").get_attribute("aria-pressed") == "true"
    page.locator(".steps summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".steps details[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("tr.picked").count() == 0


def test_a_column_sorts_both_ways(visit: Any) -> None:
    page = visit("/routes")
    head = page.locator("th[data-key='usd']")
    for order in ("ascending", "descending"):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == order
        values = page.eval_on_selector_all("tbody tr td:nth-child(3)", "cells => cells.map(c => +c.dataset.value)")
        assert values == sorted(values, reverse=order == "descending")


def test_chart_map_and_list_find_one_another(visit: Any) -> None:
    page = visit("/routes#route=A&chart=cost")
    assert page.locator(".chart button[data-value='cost']").get_attribute("aria-pressed") == "true"
    page.locator(".chart path.hit[data-route='0'][data-step='1']").dispatch_event("pointerenter")
    assert page.locator(".steps li.lit").count() == 1
    assert "km" in page.locator(".readout").inner_text()
    assert page.locator(".chart .mark").get_attribute("d")
    assert page.locator(".leaflet-hover-pane path").first.get_attribute("d") != "M0 0"


def test_colour_by_mode_is_in_the_address_and_read_from_it(visit: Any) -> None:
    page = visit("/routes#colour=mode&route=B")
    assert page.locator("tr.picked").get_attribute("data-route") == "1"
    strokes = page.eval_on_selector_all(".leaflet-lines-pane path", "all => all.map(p => p.getAttribute('stroke'))")
    assert "#0072b2" in strokes
    page.locator(".tools button[data-value='route']").click()
    assert "colour=route" in page.url


def test_a_closed_crossing_is_crossed_out(visit: Any) -> None:
    page = visit("/routes")
    assert page.locator(".closed-icon.one-mode").count() == 1
    assert "Closed to one mode, as recorded" in page.locator(".legend").inner_text()
    page.locator(".closed-icon").hover(force=True)
    tooltip = page.locator(".leaflet-tooltip").inner_text()
    assert "Closed to road since" in tooltip
    assert "Made up, Tests" in tooltip


def test_a_network_is_searched_filtered_and_coloured(visit: Any) -> None:
    page = visit("/network")
    page.locator("#search").fill("dell")
    page.locator(".search .hits button").first.click()
    assert "Dell" in page.locator(".steps h2").inner_text()
    page.locator(".tools button[data-value='gauge']").click()
    assert "1520 mm" in page.locator(".filters").inner_text()
    before = page.locator(".leaflet-lines-pane path").count()
    page.locator(".filters input").first.uncheck()
    assert page.locator(".leaflet-lines-pane path").count() < before
    page.locator("#search").fill("no such place")
    assert "Nothing is called so." in page.locator(".search").inner_text()


def test_without_scripts_a_picture_and_the_table_remain(browser: Any, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + "/routes")
    assert page.locator(".still svg").is_visible()
    assert page.locator("table.routes tbody tr").count() == 2
    assert not page.locator(".folium-map").is_visible()
    context.close()


def test_print_shows_the_still_picture(visit: Any) -> None:
    page = visit("/routes")
    page.emulate_media(media="print")
    assert page.locator(".still svg").is_visible()
    assert not page.locator(".tools").is_visible()


def test_a_page_works_inside_a_frame(browser: Any, served: Served) -> None:
    page = browser.new_page()
    page.set_content(f"<iframe src='{served.address}/routes' width=900 height=600></iframe>")
    frame = page.frame_locator("iframe")
    frame.locator("tr[data-route='0']").click()
    assert re.search("Route A", frame.locator(".steps h2").inner_text())
    page.close()
