"""The page as planner in a real browser: what it answers is what Python answers, by mouse and by keyboard alone."""

import datetime as dt
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from corridor.compare import make_comparison
from corridor.figures import format_share, format_significant
from corridor.mapping import map_routes
from corridor.mapping.page import write_table
from corridor.network import Network
from corridor.scenario import Scenario, read_scenario
from corridor.types import Route
from tests.served import Served
from tests.test_mapping import NASTY
from tests.tiny import link, row, tiny_network


def ask(network: Network, scenario: Scenario | None = None) -> tuple[Route, ...]:
    """Return Python's ways from Aldan to Dell."""
    return make_comparison(network, "aldan", "dell", scenario=scenario).routes


def lettered() -> Network:
    """The tiny network with names that try to be markup, code, or to turn the line round."""
    network = tiny_network()
    names = iter(("".join(NASTY), *NASTY))
    places = [{**cells, "name": next(names)} for cells in network.rows("places")]
    crossings = [{**cells, "name": NASTY[0] + NASTY[4]} for cells in network.rows("crossings")]
    return network.replace(places=places, crossings=crossings)


def planned() -> Network:
    """The tiny network with a railway that is not built."""
    line = link("rail-new", "aldan dell", "rail", 100.0, "AAA", gauge_mm=1520, status="planned", project_id="new-line")
    project = row("projects", project_id="new-line", name="New line", status="planned", opens_likely=2033)
    return tiny_network(links=[*tiny_network().rows("links"), line], projects=[project])


@pytest.fixture(scope="module")
def network() -> Network:
    return tiny_network()


@pytest.fixture(scope="module")
def served(network: Network) -> Iterator[Served]:
    nasty, future = lettered(), planned()
    server = Served(
        {
            "/plan": map_routes(ask(network), network=network).get_root().render(),
            "/bare": map_routes(ask(network), network=network, planner=False).get_root().render(),
            "/built": map_routes(ask(future), network=future).get_root().render(),
            "/nasty": map_routes(ask(nasty), network=nasty).get_root().render(),
        }
    )
    yield server
    server.close()


def python_rows(routes: Sequence[Route]) -> list[str]:
    """Return the words of Python's table, row by row."""
    rows = re.findall(r"<tr data-route.*?</tr>", write_table(routes))
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def settle(page: Any) -> None:
    """Wait until an answer that is due is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def page_rows(page: Any) -> list[str]:
    """Return the words of the page's table, row by row."""
    settle(page)
    rows = page.locator("table.routes tbody tr")
    return [" ".join(rows.nth(at).locator(".badge, .name, td").all_text_contents()) for at in range(rows.count())]


def said(page: Any) -> str:
    """Return the answer in words."""
    settle(page)
    return str(page.locator(".said").text_content())


def choose(page: Any, field: str, text: str) -> None:
    """Type into a field with a list and take the first that is offered."""
    page.locator(field).click()
    page.locator(field).fill(text)
    page.keyboard.press("Enter")


def test_at_its_own_settings_the_page_answers_as_python_does(visit: Any, network: Network) -> None:
    page = visit("/plan")
    assert page_rows(page) == python_rows(ask(network))
    page.evaluate("() => { const p = Corridor.page; p.show(Corridor.solve(p.planner.model, p.planner.settings)); }")
    assert page_rows(page) == python_rows(ask(network))


def test_the_value_of_time_changes_the_ranking_as_python_computes_it(visit: Any, network: Network) -> None:
    page = visit("/plan")
    before = page_rows(page)
    page.locator("#what-valueOfTime").fill("2.5")
    dear = ask(network, Scenario(shipment={"value_of_time_pct_per_day": 2.5}))
    assert page_rows(page) == python_rows(dear)
    assert page_rows(page)[0] != before[0]
    assert "2.5 % a day, USD 600 a day" in page.locator(".slider output").first.inner_text()
    assert "days less and costs USD" in said(page)
    page.locator(".answer summary").click()
    assert "was B" in page.locator(".changes").inner_text()
    page.get_by_role("button", name="Reset", exact=True).click()
    assert page_rows(page) == before
    assert said(page) == ""


def test_the_carbon_price_changes_the_ranking_as_python_computes_it(visit: Any, network: Network) -> None:
    page = visit("/plan#vot=2.5")
    page.locator("#what-carbonPrice").fill("300")
    shipment = {"value_of_time_pct_per_day": 2.5}
    assert page_rows(page) == python_rows(ask(network, Scenario(shipment=shipment, carbon_price_usd_per_t=300.0)))


def test_hours_of_a_border_are_charged_as_python_charges_them(visit: Any, network: Network) -> None:
    page = visit("/plan")
    choose(page, "#what-hours", "ford")
    field = page.locator("input[data-side='ford AAA BBB rail entry']")
    assert field.input_value() == "12"
    field.fill("99.5")
    assert page_rows(page) == python_rows(ask(network, Scenario(dwell_h={"ford AAA BBB rail entry": 99.5})))
    page.get_by_role("button", name="Reset hours of Ford").click()
    assert page_rows(page) == python_rows(ask(network))
    assert page.locator(".border").count() == 0


def test_the_record_of_a_day_applies(visit: Any, network: Network) -> None:
    page = visit("/plan")
    page.locator(".whatif button[data-value='record']").click()
    date = dt.date.fromisoformat(page.locator("input[type=date]").input_value())
    assert date == network.record_date
    assert page_rows(page) == python_rows(ask(network, Scenario(date=date)))
    assert page_rows(page) != python_rows(ask(network))
    assert "Closure record of 2025-12-31 applied." in page.locator(".about").inner_text()
    assert re.search(r"It has \d+ closures? in force \(last confirmed ", page.locator(".about").inner_text())
    page.locator("input[type=date]").fill("2025-01-02")
    assert page_rows(page) == python_rows(ask(network))


def test_where_nothing_is_left_the_page_names_what_shuts_it(visit: Any, network: Network) -> None:
    page = visit("/plan")
    choose(page, "#what-shut", "ford")
    assert page_rows(page) == []
    assert said(page) == "No route. Shut by: Ford."
    assert "crossing:ford (closed in the scenario)" in page.locator(".answer").inner_text()
    assert page.locator(".leaflet-lines-pane path").count() == 0
    assert set(page.locator(".name-main:visible").all_inner_texts()) == {"Aldan", "Dell"}
    assert page.locator(".subtitle").inner_text() == "No route is left"
    assert not page.locator("table.routes").is_visible()
    page.get_by_role("button", name="Open Ford").first.click()
    assert page_rows(page) == python_rows(ask(network))


def test_any_two_places_may_be_asked_for(visit: Any, network: Network) -> None:
    page = visit("/plan")
    choose(page, "#what-destination", "brod")
    routes = make_comparison(network, "aldan", "brod").routes
    assert page_rows(page) == python_rows(routes)
    assert page.locator("h1").inner_text() == "Aldan – Brod"
    page.get_by_role("button", name="Swap the ends").click()
    assert page_rows(page) == python_rows(make_comparison(network, "brod", "aldan").routes)
    choose(page, "#what-destination", "brod")
    assert "are the same place" in said(page)


def test_the_address_brings_everything_back(visit: Any, served: Served) -> None:
    page = visit("/plan")
    choose(page, "#what-shut", "road")
    page.locator("#what-valueOfTime").fill("3")
    choose(page, "#what-hours", "ford")
    page.locator("input[data-side='ford AAA BBB rail exit']").fill("30")
    rows, told, address = page_rows(page), said(page), page.url
    assert all(part in address for part in ("vot=3", "shut=", "hours="))
    again = visit(address.removeprefix(served.address))
    assert page_rows(again) == rows
    assert said(again) == told
    assert again.locator(".chips li bdi").all_inner_texts() == page.locator(".chips li bdi").all_inner_texts()
    assert again.locator("input[data-side='ford AAA BBB rail exit']").input_value() == "30"


@pytest.mark.parametrize(
    "address", ["shut=crossing:nowhere;mode:", "from=nobody", "vot=-1&hours=a=b", "date=1999-01-01", "to=aldan"]
)
def test_an_address_that_asks_for_nonsense_is_left_alone(visit: Any, network: Network, address: str) -> None:
    page = visit("/plan#" + address)
    assert page_rows(page) == python_rows(ask(network))


def test_the_saved_scenario_gives_the_same_in_python(
    browser: Any, served: Served, network: Network, tmp_path: Path
) -> None:
    file = tmp_path / "plan.html"
    file.write_text(str(served.pages["/plan"]), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.locator("#what-valueOfTime").fill("2.5")
    page.locator("#what-carbonPrice").fill("40")
    choose(page, "#what-hours", "ford")
    page.locator("input[data-side='ford AAA BBB road entry']").fill("0.5")
    rows = page_rows(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save scenario").click()
    assert saved.value.suggested_filename == "scenario.json"
    saved.value.save_as(tmp_path / "scenario.json")
    page.close()
    scenario = read_scenario(tmp_path / "scenario.json")
    assert scenario.carbon_price_usd_per_t == 40
    assert python_rows(ask(network, scenario)) == rows


def test_the_keyboard_alone_plans(visit: Any, network: Network) -> None:
    page = visit("/plan")
    page.locator("#what-shut").focus()
    page.keyboard.type("for")
    assert page.locator("#what-shut").get_attribute("aria-activedescendant") == "what-shut-0"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Open Ford"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "what-shut"
    assert page_rows(page) == python_rows(ask(network))
    page.locator("#what-origin").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator("#what-origin").input_value() == "Aldan"


def test_a_stop_of_the_map_is_shut_by_the_keyboard(visit: Any) -> None:
    page = visit("/plan")
    page.locator(".leaflet-stops-pane path[aria-label^='Ford']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Shut Ford"
    page.keyboard.press("Enter")
    assert page_rows(page) == []
    assert page.evaluate("document.activeElement.className") == "said"


def test_what_the_reader_shuts_is_marked_without_a_day(visit: Any) -> None:
    page = visit("/plan#shut=place:brod")
    page.locator(".closed-icon:not(.one-mode)").hover(force=True)
    assert page.locator(".leaflet-tooltip").inner_text().splitlines() == ["Brod", "Closed", "closed in the scenario"]


def test_each_thing_that_is_shut_counts_as_a_change(visit: Any) -> None:
    counted = {"shut=place:brod;mode:sea": "2 changes", "shut=mode:sea": "1 change", "vot=3&shut=mode:sea": "2 changes"}
    for address, text in counted.items():
        assert visit("/plan#" + address).locator(".whatif summary .hint").first.inner_text() == text


def test_on_a_phone_the_answer_is_one_press_from_the_form(visit: Any) -> None:
    page = visit("/plan#vot=3", viewport={"width": 390, "height": 844})
    page.locator(".whatif summary").first.click()
    way = page.get_by_role("button", name="See the answer")
    assert way.bounding_box()["y"] < 844
    way.click()
    assert 0 <= page.locator(".said").bounding_box()["y"] < 100
    page.set_viewport_size({"width": 1400, "height": 900})
    assert not way.is_visible()


def test_a_step_is_shut_from_the_list_or_from_its_line(visit: Any, network: Network) -> None:
    page = visit("/plan")
    page.locator(".leaflet-lines-pane path.hit").first.dispatch_event("click")
    assert page.locator(".steps details[open]").count() == 1
    page.get_by_role("button", name="Shut this link").click()
    assert page.locator(".chips li").all_inner_texts() == ["Aldan – Brod, rail\n×"]
    assert page_rows(page) == python_rows(ask(network, Scenario(closures=("link:rail-aldan-brod",))))


def test_names_are_shown_as_text_in_the_planner_too(visit: Any) -> None:
    page = visit("/nasty")
    names = ["".join(NASTY), *NASTY[:3]]
    assert page.locator("#what-origin").input_value() == names[0]
    page.locator("#what-shut").fill("script")
    assert NASTY[0] in page.locator("#what-shut-list").inner_text()
    page.keyboard.press("Enter")
    assert NASTY[0] in page.locator(".chips").inner_text()
    assert NASTY[0] in said(page)
    assert page.locator(".whatif script, .whatif img, .answer script, .answer img").count() == 0


def test_a_railway_is_built_by_its_box(visit: Any) -> None:
    page = visit("/built")
    page.locator(".more summary").click()
    page.get_by_label("New line").check()
    assert page_rows(page) == python_rows(ask(planned(), Scenario(projects=("new-line",))))
    assert "build=new-line" in page.url


def test_numbers_are_written_as_python_writes_them(visit: Any) -> None:
    rng = random.Random(1)
    values = [0.0, 0.5, 1.5, 2.5, 0.25, 16.25, 0.35, 1245.0, 1235.0, 99999.0, 0.125, 0.0625, 12.345, 1005.0]
    values += [rng.uniform(0, 10 ** rng.randint(0, 6)) for _ in range(2000)]
    page = visit("/plan")
    write = "(values) => values.map((v) => [Corridor.fixed(v, 0), Corridor.fixed(v, 1), Corridor.significant(v)])"
    written = page.evaluate(write, values)
    assert written == [[f"{value:.0f}", f"{value:.1f}", format_significant(value)] for value in values]
    shares = [0.0, 1e-9, 0.005, 0.015, 0.5, 0.994, 0.995, 0.99999, 1.0, *(rng.random() for _ in range(200))]
    assert page.evaluate("(shares) => shares.map(Corridor.share)", shares) == list(map(format_share, shares))


def test_focus_is_seen_on_the_map(visit: Any) -> None:
    page = visit("/plan")
    page.locator(".leaflet-stops-pane path[aria-label^='Ford']").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"
    assert "ford" in page.evaluate("document.activeElement.getAttribute('aria-label')").lower()
    assert "Ford" in page.locator(".readout").inner_text()


def test_without_the_network_the_page_shows_what_it_was_given(visit: Any, network: Network) -> None:
    page = visit("/bare#vot=3&shut=crossing:ford")
    assert page_rows(page) == python_rows(ask(network))
    assert page.locator(".whatif *, .answer *").count() == 0
    page.locator(".leaflet-stops-pane path[aria-label^='Ford']").dispatch_event("click")
    assert page.locator("tr.picked").count() == 1


def test_print_shows_the_answer_and_not_the_first_picture(visit: Any) -> None:
    page = visit("/plan#vot=3")
    seen = page.url.partition("&at=")[2]
    page.emulate_media(media="print")
    assert page.locator(".folium-map").is_visible()
    assert not page.locator(".still svg").is_visible()
    assert not page.locator(".whatif").is_visible()
    paper = page.locator(".stage").bounding_box()
    for badge in page.locator(".badge-icon").all():
        box = badge.bounding_box()
        assert paper["x"] <= box["x"] <= paper["x"] + paper["width"]
        assert paper["y"] <= box["y"] <= paper["y"] + paper["height"]
    page.emulate_media(media="screen")
    settle(page)
    assert page.url.partition("&at=")[2] == seen


def test_a_picked_route_stays_picked_where_it_is_left(visit: Any) -> None:
    page = visit("/plan#route=A")
    name = page.locator("tr.picked .name").inner_text()
    page.locator("#what-valueOfTime").fill("2.5")
    settle(page)
    assert page.locator("tr.picked .name").inner_text() == name
    assert page.locator("tr.picked").get_attribute("data-route") == "1"
