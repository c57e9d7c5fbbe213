"""Every form of the report says the same: shown totals are the sums of shown steps, and names stay names."""

import io
import json
import math
import re
from html.parser import HTMLParser

import openpyxl
import pytest

import corridor as co
from corridor.cli import _print_comparison
from corridor.report import compose_report, render_html, render_json, render_markdown, render_workbook
from corridor.scenario import Scenario
from tests.tiny import tiny_network

SUMMED = {"Distance": "km", "Moving": "h", "Waiting": "h", "Cost": "USD/TEU", "CO2e": "kg/TEU"}
NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "a|b `c` <img src=x> & [d](e)", "red \x1b[31m name\x07")


@pytest.fixture(scope="module")
def report():
    network = co.load_network()
    made = [co.make_comparison(network, "Minsk", place, k=1) for place in ("Karachi", "Gwadar")]
    return compose_report(made, network=network, scenario=Scenario())


@pytest.fixture(scope="module")
def nasty():
    plain = tiny_network()
    names = {row["place_id"]: name for row, name in zip(plain.rows("places"), NASTY, strict=False)}
    names["dell"] = NASTY[-1]
    network = plain.replace(
        places=[row | {"name": names[row["place_id"]]} for row in plain.rows("places")],
        crossings=[row | {"name": NASTY[5]} for row in plain.rows("crossings")],
        sources=[row | {"title": NASTY[3]} for row in plain.rows("sources")],
        closures=[row | {"reason": NASTY[4]} for row in plain.rows("closures")],
    )
    made = co.make_comparison(network, "aldan", "dell", k=3)
    return compose_report([made], network=network, scenario=Scenario())


def half_unit(text: str, unit: str) -> float:
    """Return how far a shown figure may lie from the figure itself: three significant figures, or its decimals."""
    value = read(text)
    if unit in ("USD/TEU", "kg/TEU"):
        return max(0.5 * 10 ** (math.floor(math.log10(value)) - 2), 0.005) if value else 0.0
    return 0.5 * 10 ** -len(text.partition(".")[2])


def read(text: str) -> float:
    return 0.0 if text == "–" else float(text.replace(",", ""))


def assert_shown_total_is_sum(shown: list[str], total: str, unit: str) -> None:
    room = sum(half_unit(text, unit) for text in shown if text != "–") + half_unit(total, unit)
    assert read(total) > 0
    assert abs(sum(map(read, shown)) - read(total)) <= room + 1e-9
    assert room < 0.03 * read(total)


class StepSheets(HTMLParser):
    """Collects the step sheets of a page: heads, rows of (shown, exact) cells, and the row of totals last."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[list[list[tuple[str, float | None]]]] = []
        self.inside = self.in_cell = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "table":
            self.inside = attrs.get("class") == "steps"
            if self.inside:
                self.sheets.append([])
        if not self.inside:
            return
        if tag == "tr":
            self.sheets[-1].append([])
        if tag in ("th", "td"):
            self.in_cell = True
            self.sheets[-1][-1].append(("", None))
        if tag == "data":
            self.sheets[-1][-1][-1] = ("", float(attrs["value"]))

    def handle_data(self, data):
        if self.inside and self.in_cell:
            shown, exact = self.sheets[-1][-1][-1]
            self.sheets[-1][-1][-1] = (shown + data, exact)

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.in_cell = False
        if tag == "table":
            self.inside = False


def routes_of(report):
    return [route for section in report.sections for route in section.comparison.routes]


def test_html_totals_are_sums_of_the_steps_shown(report):
    page = StepSheets()
    page.feed(render_html(report))
    assert len(page.sheets) == len(routes_of(report))
    for sheet, route in zip(page.sheets, routes_of(report), strict=True):
        head, *steps, total = sheet
        assert len(steps) == len(route.steps)
        for name, unit in SUMMED.items():
            at = next(place for place, (text, _) in enumerate(head) if text.split() == [name, unit])
            assert total[at][1] == pytest.approx(sum(step[at][1] or 0.0 for step in steps), rel=1e-12)
            assert_shown_total_is_sum([step[at][0] for step in steps], total[at][0], unit)


def test_markdown_totals_are_sums_of_the_steps_shown(report):
    tables = re.findall(r"#### Step sheet\n\n((?:\|.*\n)+)", render_markdown(report))
    assert len(tables) == len(routes_of(report))
    for table, route in zip(tables, routes_of(report), strict=True):
        lines = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table.splitlines()]
        head, _, *steps, total = lines
        assert len(steps) == len(route.steps)
        for name, unit in SUMMED.items():
            at = head.index(f"{name} ({unit})")
            assert_shown_total_is_sum([step[at] for step in steps], total[at].strip("*"), unit)


def test_workbook_totals_are_sums_of_the_steps(report):
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(report)))
    head, *rows = ([cell.value for cell in line] for line in book["Steps"].iter_rows())
    compared = list(book["Routes"].iter_rows(values_only=True))
    for _, destination, letter, *_ in compared[1:]:
        own = [line for line in rows if (line[1], line[2]) == (destination, letter)]
        (total,) = (line for line in own if line[head.index("Step")] == "Total")
        for name, unit in SUMMED.items():
            at = head.index(f"{name} ({unit})")
            assert total[at] == pytest.approx(sum(line[at] or 0.0 for line in own if line is not total), rel=1e-12)
        route = next(line for line in compared[1:] if (line[1], line[2]) == (destination, letter))
        assert route[compared[0].index("Cost (USD/TEU)")] == total[head.index("Cost (USD/TEU)")]
        hours = total[head.index("Moving (h)")] + total[head.index("Waiting (h)")]
        assert route[compared[0].index("Time (days)")] == pytest.approx(hours / 24, rel=1e-12)


def test_json_totals_are_sums_of_the_steps_and_lie_within_their_bounds(report):
    data = json.loads(render_json(report))
    found = [route for comparison in data["comparisons"] for route in comparison["routes"]]
    assert len(found) == len(routes_of(report))
    for route in found:
        totals, steps = route["totals"], route["steps"]
        for name in ("length_km", "moving_h", "waiting_h", "cost_usd", "co2_kg"):
            assert totals[name] == pytest.approx(sum(step[name] for step in steps), rel=1e-12)
        assert totals["days"] == pytest.approx((totals["moving_h"] + totals["waiting_h"]) / 24, rel=1e-12)
        for name in ("days", "cost_usd", "co2_kg"):
            assert route["bounds"]["low"][name] < totals[name] < route["bounds"]["high"][name]


def test_every_number_of_the_workbook_is_a_number_and_every_date_a_date(report):
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(report)))
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        for cell in (cell for line in sheet.iter_rows(min_row=2) for cell in line):
            if isinstance(cell.value, str):
                assert not re.fullmatch(r"[-+\d.,]+ ?%?|\d{4}-\d\d-\d\d", cell.value), (sheet.title, cell.coordinate)


def test_nasty_names_are_text_in_the_workbook(nasty):
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(nasty)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    for name in NASTY[:6]:
        assert any(text.startswith(name) for text in texts), name


def test_nasty_names_are_text_in_the_page_and_in_markdown_and_in_json(nasty):
    html, text, data = render_html(nasty), render_markdown(nasty), json.loads(render_json(nasty))
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html
    assert "<img" not in text
    assert r"a\|b \`c\` &lt;img src=x&gt; &amp; \[d\](e)" in text
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1, block
    assert data["comparisons"][0]["destination"]["name"] == NASTY[-1]


def test_names_send_nothing_to_the_terminal(nasty, capsys):
    _print_comparison(nasty.network, Scenario(), nasty.sections[0].comparison)
    printed = capsys.readouterr().out
    assert "red [31m name" in printed
    assert not re.search(r"[^\n\x20-\x7e\u00a0-\uffff]", printed)
