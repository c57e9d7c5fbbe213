"""The report in four formats: same figures, totals from the steps, nothing that could run or be fetched."""

import io
import json
import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import pytest

from corridor.compare import describe_record, make_comparison
from corridor.errors import ScenarioError
from corridor.mapping import map_routes
from corridor.network import load_network
from corridor.report import (
    compose_report,
    read_report_schema,
    render_html,
    render_json,
    render_markdown,
    render_workbook,
    write_report,
)
from corridor.report.answer import name_best
from corridor.report.citations import Citations
from corridor.report.indicators import measure_countries, measure_sides, published_value
from corridor.report.pages import escape_markdown
from corridor.report.sections import tabulate_assumptions
from corridor.scenario import Scenario, apply_scenario
from corridor.uncertainty import simulate_routes
from tests.tiny import row, tiny_network

EVIL = '=HYPERLINK("http://evil.example","x") <img src=x onerror=alert(1)> | *b*'


def indicator(name: str, value: float, **cells):
    facts = {"country": "AAA", "mode": "rail", "indicator": name, "year": 2023, "scope": "all", "source_id": "made-up"}
    return row("indicators", value=value, **{**facts, **cells})


@pytest.fixture(scope="module")
def network():
    sources = [row("sources", source_id="made-up", title=EVIL, publisher="Tests", how="estimate", year=2020)]
    published = [
        indicator("TFI1_h", 9.0),
        indicator("TFI1_h", 7.0, scope="Ford"),
        indicator("TFI1_h", 99.0, year=2001, scope="Ford"),
        indicator("TFI1_h", 8.0, scope="outbound"),
        indicator("SWD_kmh", 20.0),
    ]
    return tiny_network(sources=sources, indicators=published)


@pytest.fixture(scope="module")
def comparison(network):
    return make_comparison(network, "aldan", "dell", k=9, distinct=None)


@pytest.fixture(scope="module")
def report(network, comparison):
    return compose_report([comparison], network=network, scenario=Scenario())


class Cells(HTMLParser):
    """Collects the figures of table feet and bodies: (is foot, value)."""

    def __init__(self):
        super().__init__()
        self.foot, self.feet, self.tags = False, [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tfoot":
            self.foot = True
            self.feet.append([])
        if tag == "data" and self.foot:
            self.feet[-1].append(float(dict(attrs)["value"]))

    def handle_endtag(self, tag):
        if tag == "tfoot":
            self.foot = False


def totals(route) -> list[float]:
    return [route.length_km, route.moving_h, route.waiting_h, route.cost_usd, route.co2_kg]


def test_the_answer_stands_on_top_in_three_sentences(report, comparison):
    answer = report.sections[0].answer
    assert len(answer) == 3
    assert "From Aldan to Dell" in answer[0]
    assert f"quickest of {len(comparison.routes)} routes" in answer[0]
    assert f"9 alternatives were asked for; {comparison.found} distinct" in report.sections[0].routes.note
    assert "By the closure record of 2025-12-31" in answer[2]
    assert "2025-12-31 (its closures last confirmed " in answer[2]
    html = render_html(report)
    assert html.index("Borders as if open") < html.index("From Aldan to Dell") < html.index("<main>")


def test_a_best_way_of_the_same_name_is_called_a_variant(comparison):
    route = comparison.routes[0]
    best = replace(route, steps=route.steps[:-1])
    changed = replace(comparison, record=replace(comparison.record, best=best))
    assert name_best(changed) == f"{best.name}, a variant of route A not among the routes compared"
    assert name_best(replace(changed, record=replace(changed.record, best=route))) == f"route A, {route.name}"
    apart = replace(changed, routes=(replace(route, name=f"{route.name}, by Aldan"), *comparison.routes[1:]))
    assert name_best(apart) == f"{best.name}, a variant of route A not among the routes compared"


def answer_of(network, scenario, destination="Karachi", **options):
    made = make_comparison(network, "Minsk", destination, scenario=scenario, **options)
    section = compose_report([made], network=network, scenario=scenario).sections[0]
    return made, section, section.answer


def test_the_answer_names_the_best_the_quickest_the_cheapest_and_the_agreed_corridor():
    made, section, (first, second, third) = answer_of(load_network(), Scenario())
    letters = {row["letter"]: route for row, route in zip(made.rows, made.routes, strict=True)}
    assert first.startswith(
        f"From Minsk to Karachi, the best way at a value of time of 400 USD a day is route A, {made.routes[0].name}: "
        f"{made.routes[0].days:.1f} days ("
    )
    quickest = min(letters, key=lambda letter: letters[letter].days)
    cheapest = min(letters, key=lambda letter: letters[letter].cost_usd)
    assert f"; the quickest of {len(letters)} routes is {quickest}, {letters[quickest].name}: " in first
    assert f"; the cheapest is {cheapest}, {letters[cheapest].name}: " in first
    agreed = next(letter for letter, route in letters.items() if route.name.startswith("Agreed corridor: "))
    assert second.startswith(f"The agreed corridor, route {agreed}, takes {letters[agreed].days:.1f} days (")
    assert "it is shut: Torkham (Afghanistan) - Torkham (Pakistan) since 2025-10-12 (last confirmed " in second
    assert agreed not in made.record.routes_left
    assert "and the best way left (by the same measure, of all ways that use nothing shut) takes" in third
    assert (
        "Iran is shut by rail only (War; trains of the North-South corridor largely suspended): no closure of its "
        in third
    )
    assert "Iran is shut by rail only" in section.remains


def test_the_answer_under_the_record_says_what_is_shut_and_that_the_corridor_is_not_open():
    network = load_network()
    made, _, (_, second, third) = answer_of(network, Scenario(date=network.record_date), k=2)
    assert len(made.record.routes_left) == len(made.routes)
    assert second == "The agreed corridor is not among these routes, as not all of it is open."
    assert third.startswith(f"By the closure record of {network.record_date}, every route here avoids what is shut: ")
    assert "Torkham (Afghanistan) - Torkham (Pakistan) since 2025-10-12" in third


def test_the_answer_says_by_what_the_routes_were_ranked_and_which_corridor_has_the_ends():
    network = load_network()
    priced = Scenario(carbon_price_usd_per_t=50.0, shipment={"goods_value_usd": 1_234_500})
    _, _, (first, second, _) = answer_of(network, priced, "Gwadar", k=1)
    assert "the best way at a value of time of 12,345 USD a day and 50 USD a tonne of CO2e is route A" in first
    assert second.startswith("The variant of the agreed corridor to Gwadar, route ")
    _, _, (first, second, _) = answer_of(network, Scenario(), "Tashkent", k=1, weights={"time_h": 1.0})
    assert "the best way by 1 x time_h is route A" in first
    assert "the quickest of 2 routes is A too" in first
    assert second == "No agreed corridor has these ends."
    _, _, (_, second, _) = answer_of(network, Scenario(), k=1, avoid="AFG")
    assert second == "The agreed corridor is not among these routes."


def test_the_only_route_is_called_so(network):
    made = make_comparison(network, "aldan", "dell", k=1, modes=["rail"])
    assert len(made.routes) == 1
    answer = compose_report([made], network=network, scenario=Scenario()).sections[0].answer
    assert answer[0].startswith(f"From Aldan to Dell, the only route found is A, {made.routes[0].name}: ")


def test_the_record_in_words_names_what_it_shuts_without_ids():
    network = load_network()
    told = describe_record(network, ())
    assert "Torkham (Afghanistan) - Torkham (Pakistan)" in told
    assert "Iran by rail" in told
    assert not any(row["target"] in told for row in network.closed_now if "-" in row["target"])


def test_html_totals_are_the_routes_own(report, comparison):
    cells = Cells()
    cells.feed(render_html(report))
    assert cells.feet == [totals(route) for route in comparison.routes]


def test_json_follows_its_schema_and_its_totals_are_the_sum_of_the_steps(report):
    import jsonschema

    data = json.loads(render_json(report))
    jsonschema.Draft202012Validator.check_schema(read_report_schema())
    jsonschema.Draft202012Validator(read_report_schema()).validate(data)
    for route in data["comparisons"][0]["routes"]:
        for name in ("cost_usd", "co2_kg", "moving_h", "waiting_h", "length_km"):
            assert route["totals"][name] == pytest.approx(sum(step[name] for step in route["steps"]), rel=1e-12)


def test_workbook_totals_are_real_numbers_equal_to_the_sum_of_the_steps(report, comparison):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(render_workbook(report)))
    sheet = book["Steps"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "A2"
    usd, what, letter = head.index("Cost (USD/TEU)"), head.index("Step"), head.index("Route")
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    for compared, route in zip(comparison.rows, comparison.routes, strict=True):
        own = [line for line in rows if line[letter] == compared["letter"]]
        total = next(line[usd] for line in own if line[what] == "Total")
        assert total == route.cost_usd
        assert total == pytest.approx(sum(line[usd] for line in own if line[what] != "Total"))


def test_percentiles_of_days_are_those_of_the_draws_in_every_form(network, comparison, report):
    import openpyxl

    drawn = simulate_routes(network, comparison.routes)
    p50, p95 = (drawn.percentile("days", percent) for percent in (50, 95))
    cells = Cells()
    cells.feed(render_html(report))
    assert {*p50, *p95} <= {float(attrs["value"]) for tag, attrs in cells.tags if tag == "data"}
    head, *rows = openpyxl.load_workbook(io.BytesIO(render_workbook(report)))["Routes"].values
    assert [row[head.index("P50 (days)")] for row in rows] == pytest.approx(p50)
    assert [row[head.index("P95 (days)")] for row in rows] == pytest.approx(p95)
    text = render_markdown(report)
    assert "| Time (days) | moving (days) | waiting (days) | P50 (days) | P95 (days) |" in text
    assert "in 95, percent of 10,000 draws of all figures from their ranges (seed 1)" in text
    data = json.loads(render_json(report))["comparisons"][0]
    assert data["draws"] == {"number": 10_000, "seed": 1}
    for number, route in enumerate(data["routes"]):
        assert route["percentiles"]["days"]["p95"] == p95[number]
        assert route["percentiles"]["cost_usd"]["p5"] == drawn.percentile("cost_usd", 5)[number]
        for name, low in route["bounds"]["low"].items():
            values = [low, *route["percentiles"][name].values(), route["bounds"]["high"][name]]
            assert values == sorted(values)
    assert sum(route["best_share"] for route in data["routes"]) == pytest.approx(1)


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(report):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(render_workbook(report)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert any(cell.value == EVIL for cell in cells)
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_markdown_tables_keep_their_columns_and_totals(report, comparison):
    text = render_markdown(report)
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block
    assert text.count("**Total**") == len(comparison.routes)
    assert "<img" not in text


def test_html_escapes_what_the_tables_say_and_fetches_nothing(report):
    html = render_html(report)
    assert "<img" not in html
    assert "<script" not in html
    cells = Cells()
    cells.feed(html)
    assert not [tag for tag, attrs in cells.tags if tag in ("link", "script", "img") or "src" in attrs]
    assert "default-src 'none'" in html
    assert "url(http" not in html


def test_an_embedded_map_is_escaped_whole(report):
    html = render_html(report, maps=['<p title="x">map</p><script>1</script>'])
    assert "<script>1" not in html
    assert "&lt;script&gt;1" in html


def test_each_destination_has_its_own_live_map(network):
    made = [make_comparison(network, "aldan", place, k=2) for place in ("dell", "cove")]
    report = compose_report(made, network=network, scenario=Scenario())
    cells = Cells()
    cells.feed(render_html(report, maps=["<p>one</p>", "<p>two</p>"]))
    frames = [attrs for tag, attrs in cells.tags if tag == "iframe"]
    assert [frame["srcdoc"] for frame in frames] == ["<p>one</p>", "<p>two</p>"]
    assert [frame["title"] for frame in frames] == [
        "Map of the routes from Aldan to Dell",
        "Map of the routes from Aldan to Cove",
    ]
    assert {frame["sandbox"] for frame in frames} == {"allow-scripts"}


def test_each_citation_leads_to_a_numbered_source(report):
    cells = Cells()
    cells.feed(render_html(report))
    ids = {attrs.get("id") for _, attrs in cells.tags}
    wanted = {attrs["href"][1:] for tag, attrs in cells.tags if tag == "a" and attrs["href"].startswith("#")}
    assert wanted
    assert wanted <= ids


def test_what_was_asked_besides_the_scenario_stands_on_top(network):
    scenario = Scenario(closures=("mode:road",))
    made = make_comparison(
        network, "aldan", "dell", k=2, scenario=scenario, avoid=["mode:sea"], weights={"time_h": 1.0}
    )
    report = compose_report([made], network=network, scenario=scenario)
    for text in (render_html(report).partition("<main>")[0], render_markdown(report).partition("##")[0]):
        assert "Shut: mode:road." in text
        assert "Avoiding mode:sea." in text
        assert "Ranked by 1 x time_h." in text.replace("\\", "")
    assert json.loads(render_json(report))["comparisons"][0]["terms"] == ["Avoiding mode:sea.", "Ranked by 1 x time_h."]


def test_a_report_of_another_scenario_than_the_routes_is_refused(network, comparison):
    other = Scenario(name="dear", rate_factors={"rail usd_per_teu_km": 2.0, "road usd_per_teu_km": 2.0})
    with pytest.raises(ScenarioError, match="not those of the scenario 'dear'"):
        compose_report([comparison], network=network, scenario=other)


def test_a_source_that_only_the_scenario_has_is_named(network):
    scenario = Scenario(dwell_h={"ford AAA BBB rail exit": 1.0})
    made = make_comparison(network, "aldan", "dell", k=1, scenario=scenario)
    text = render_markdown(compose_report([made], network=network, scenario=scenario))
    assert "Set in this scenario" in text
    assert "Hours at ford AAA BBB rail exit: 1." in text


def test_what_is_left_by_the_record_is_said(report, network):
    assert report.sections[0].closures.rows[0]["what"] == "Ford (road only)"
    assert "remain open" in report.sections[0].remains
    shut = [{**closure, "mode": None} for closure in network.rows("closures")]
    closed = network.replace(closures=shut)
    made = make_comparison(closed, "aldan", "dell", k=2)
    section = compose_report([made], network=closed, scenario=Scenario()).sections[0]
    assert "no way is open at all" in section.answer[2]
    assert "No other way is left" in section.remains


def test_indicators_are_those_of_the_route(comparison, network):
    route = next(each for each in comparison.routes if each.gauge_breaks)
    assert [(side["side"], side["TFI1_h"], side["TFI2_usd"]) for side in measure_sides(route)] == [
        ("exit", 6.0, 50.0),
        ("entry", 12.0, 50.0),
    ]
    first, second = measure_countries(route, payload_t=10.0)
    assert first["TFI3_usd_per_500km_20t"] == pytest.approx(0.5 * 500 * 2)
    assert first["SWOD_kmh"] == pytest.approx(40.0)
    assert first["SWD_kmh"] == pytest.approx(166 / (166 / 40 + 6))
    assert second["SWD_kmh"] == pytest.approx(140 / (140 / 40 + 12 + 12))


def test_the_newest_published_value_of_the_nearest_scope_is_taken(network):
    out = {"country": "AAA", "mode": "rail", "side": "exit", "ref": "crossings:ford AAA BBB rail exit"}
    near = published_value(network, out, "TFI1_h")
    assert (near["value"], near["year"]) == (7.0, 2023)
    assert published_value(network, {**out, "ref": "crossings:bridge AAA BBB rail exit"}, "TFI1_h")["value"] == 8.0
    assert published_value(network, {**out, "side": "entry", "ref": "crossings:bridge"}, "TFI1_h")["value"] == 9.0
    assert published_value(network, {"country": "AAA", "mode": "rail"}, "SWD_kmh")["value"] == 20.0
    assert published_value(network, {**out, "country": "BBB"}, "TFI1_h") is None


def test_a_published_value_of_the_other_direction_is_not_taken(network):
    other = network.replace(indicators=[indicator("TFI1_h", 5.0, scope="Ford inbound")])
    out = {"country": "AAA", "mode": "rail", "side": "exit", "ref": "crossings:ford AAA BBB rail exit"}
    assert published_value(other, out, "TFI1_h") is None
    assert published_value(other, {**out, "side": "entry"}, "TFI1_h")["value"] == 5.0


def test_grade_d_figures_are_ranked_by_their_share(network):
    sides = [{**side, "usd_grade": "D"} if side["side"] == "exit" else side for side in network.rows("crossings")]
    weak = network.replace(crossings=sides)
    made = make_comparison(weak, "aldan", "dell", k=1)
    rows = compose_report([made], network=weak, scenario=Scenario()).weakest.rows
    assert {entry["figure"] for entry in rows} == {"cost"}
    shares = [entry["share"] for entry in rows]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(50 / min(route.cost_usd for route in made.routes))


def test_four_files_are_written_the_same_each_time_and_nothing_is_left_over(tmp_path, network, comparison):
    folders = [tmp_path / "a" / "b", tmp_path / "c"]
    for folder in folders:
        paths = write_report([comparison], folder, network=network, scenario=Scenario(), stem="x")
        assert [path.name for path in paths] == ["x.html", "x.md", "x.json", "x.xlsx"]
        assert sorted(folder.iterdir()) == sorted(paths)
    for name in ("x.html", "x.md", "x.json", "x.xlsx"):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


def test_a_failed_write_leaves_no_file_behind(tmp_path, network, comparison):
    (tmp_path / "x.html").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_report([comparison], tmp_path, network=network, scenario=Scenario(), stem="x")
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]


def test_two_destinations_share_one_workbook(network):
    made = [make_comparison(network, "aldan", place, k=2) for place in ("dell", "cove")]
    report = compose_report(made, network=network, scenario=Scenario())
    assert {line["destination"] for line in report.sheets["Routes"].rows} == {"Dell", "Cove"}
    assert report.title == "Freight routes from Aldan to Dell and Cove"


def test_markdown_is_escaped():
    assert escape_markdown("a_b _c_ [d](e)\nf") == r"a_b \_c\_ \[d\](e) f"


@pytest.mark.browser
def test_the_page_opens_without_a_request_or_an_error(browser, tmp_path, network, comparison):
    path = write_report([comparison], tmp_path, network=network, scenario=Scenario(), stem="x")[0]
    page = browser.new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(path.as_uri())
    assert page.locator("svg").count() >= 6
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
    assert asked == [path.as_uri()]
    assert faults == []


@pytest.mark.browser
def test_a_map_that_had_no_size_shows_its_routes_once_it_is_seen(browser, network, comparison):
    page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)  # waiting evaluates text
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    live = escape(map_routes(comparison.routes, network=network).get_root().render())
    page.set_content(f'<iframe style="display: none; width: 900px; height: 600px" srcdoc="{live}"></iframe>')
    frame = page.query_selector("iframe").content_frame()
    frame.wait_for_function("window.Corridor && Corridor.page")
    shown = "Corridor.page.map.getBounds().contains(Corridor.page.view.bounds()) && Corridor.page.map.getSize().x > 300"
    assert not frame.evaluate(shown)
    page.evaluate("document.querySelector('iframe').style.display = ''")
    frame.wait_for_function(shown)
    page.close()
    assert faults == []


def test_the_rates_by_which_the_moves_were_priced_are_listed_once(network, comparison, report):
    applied = apply_scenario(network, Scenario())
    moves = [step for route in comparison.routes for step in route.steps if step.kind == "move"]
    modes = {step.carrier.partition("-")[0] for step in moves}
    rows = report.rates.rows
    assert len(rows) == 4 * len(modes)
    for step in moves:
        usd = next(
            each["likely"]
            for each in rows
            if (each["mode"], each["rate"]) == (step.carrier.partition("-")[0], "carriage")
        )
        assert step.cost_usd == pytest.approx(step.length_km * usd)
    dear = Scenario(rate_factors={"rail usd_per_teu_km": 2.0})
    made = make_comparison(network, "aldan", "dell", k=1, scenario=dear)
    twice = compose_report([made], network=network, scenario=dear).rates.rows
    used = {row["quantity"]: row["likely"] for row in applied.rows("rates") if row["mode"] == "rail"}
    assert [row["likely"] for row in twice if row["mode"] == "rail" and row["rate"] == "carriage"] == [
        2 * used["usd_per_teu_km"]
    ]


def test_the_assumptions_show_the_carbon_price_of_the_scenario() -> None:
    network = load_network()
    table = tabulate_assumptions(network, Scenario(carbon_price_usd_per_t=50.0), Citations(network))
    assert [float(row["used"]) for row in table.rows if row["name"] == "carbon price usd per t"] == [50.0]
