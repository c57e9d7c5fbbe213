"""Charts are well-formed, say in words what they show, and draw the very totals of the routes."""

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from corridor.charts import (
    DASHES,
    ROUTE_COLOURS,
    cost_breakdown_chart,
    cost_distance_chart,
    format_significant,
    hours_by_country_chart,
    time_cost_scatter,
    time_distance_chart,
)
from corridor.routes import find_alternatives
from tests.tiny import tiny_network

SVG = "{http://www.w3.org/2000/svg}"
MANY = (time_distance_chart, cost_distance_chart, cost_breakdown_chart, time_cost_scatter)


@pytest.fixture(scope="module")
def routes():
    return find_alternatives(tiny_network(), "aldan", "dell", k=4, distinct=None)


@pytest.mark.parametrize("draw", MANY)
def test_a_chart_is_xml_with_a_title_and_a_description_of_each_route(draw, routes):
    root = ET.fromstring(draw(routes))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")
    description = root.findtext(f"{SVG}desc")
    assert all(f"Route {letter}" in description for letter in "ABCD")


@pytest.mark.parametrize("draw", MANY)
def test_a_chart_is_the_same_text_each_time(draw, routes):
    assert draw(routes) == draw(routes)


@pytest.mark.parametrize("draw", MANY)
def test_a_chart_of_nothing_is_still_a_chart(draw):
    assert ET.fromstring(draw([])).tag == f"{SVG}svg"


@pytest.mark.parametrize("draw", MANY)
def test_names_are_escaped(draw, routes):
    evil = [replace(route, name='<script>alert("1")</script> & more') for route in routes]
    evil = [replace(r, steps=tuple(replace(s, label="<b>&") for s in r.steps)) for r in evil]
    text = draw(evil)
    assert "<script" not in text
    assert "<b>" not in text
    ET.fromstring(text)


def corners(svg: str) -> list[list[tuple[float, float]]]:
    lines = re.findall(r'<polyline points="([^"]+)"', svg)
    return [[tuple(map(float, point.split(","))) for point in line.split()] for line in lines]


@pytest.mark.parametrize("draw", [time_distance_chart, cost_distance_chart])
def test_stairs_go_straight_up_where_the_container_stands_and_never_back(draw, routes):
    for line, route in zip(corners(draw(routes)), routes, strict=True):
        standing = sum(a[0] == b[0] and a[1] > b[1] for a, b in itertools.pairwise(line))
        groups = 0
        for before, step in zip((None, *route.steps), route.steps, strict=False):
            groups += step.kind != "move" and (before is None or before.kind == "move")
        assert standing == groups
        assert all(b[0] >= a[0] and b[1] <= a[1] for a, b in itertools.pairwise(line))


def test_the_ends_of_stairs_stand_to_each_other_as_the_totals(routes):
    lines = corners(cost_distance_chart(routes))
    ground = lines[0][0][1]
    scale = (ground - lines[0][-1][1]) / routes[0].cost_usd
    for line, route in zip(lines, routes, strict=True):
        assert ground - line[-1][1] == pytest.approx(scale * route.cost_usd, abs=0.2)


def test_the_largest_wait_is_labelled(routes):
    assert re.search(r">[^<]*(entry BBB|transload)[^<]* d</text>", time_distance_chart(routes))


def test_routes_differ_by_letter_and_dash_and_colour(routes):
    svg = time_distance_chart(routes)
    for number, letter in enumerate("ABCD"):
        assert f">{letter}</text>" in svg
        assert f'stroke-dasharray="{DASHES[number]}"' in svg
        assert ROUTE_COLOURS[number] in svg


def test_more_routes_than_colours_and_letters_are_drawn(routes):
    many = [routes[number % len(routes)] for number in range(30)]
    assert ">AD</text>" in time_distance_chart(many)
    assert ">AD</text>" in time_cost_scatter(many)


def test_the_front_holds_the_routes_that_no_other_beats_on_both(routes):
    front = [
        route for route in routes
        if not any(o.days <= route.days and o.cost_usd <= route.cost_usd and o is not route for o in routes)
    ]  # fmt: skip
    letters = [letter for letter, route in zip("ABCD", routes, strict=True) if route in front]
    assert f"On the Pareto front: {', '.join(letters)}." in time_cost_scatter(routes)


def test_hours_by_country_add_up_and_use_names(routes):
    svg = hours_by_country_chart(routes[0], names={"AAA": "Aland & Co"})
    assert "Aland &amp; Co" in svg
    description = ET.fromstring(svg).findtext(f"{SVG}desc")
    hours = [int(text) for text in re.findall(r"(\d+) hours", description)]
    assert sum(hours) == pytest.approx(routes[0].time_h, abs=2)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (8123.4, "8,120"), (999.6, "1,000"), (45.26, "45.3"), (1.0, "1.00"), (-812.4, "-812")]
)
def test_numbers_have_three_figures(value, text):
    assert format_significant(value) == text
