"""The lines that the map draws: one for each link, from its one place to its other."""

import csv
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "data" / "geo"
SHAPES = FOLDER / "link_shapes.geojson"
LARGEST_BYTES = 300_000


def read_rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def features() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(SHAPES.read_text("utf-8"))["features"]
    return found


@pytest.fixture(scope="module")
def links() -> dict[str, dict[str, str]]:
    return {row["link_id"]: row for row in read_rows("links")}


def test_every_link_has_one_line(features, links):
    drawn = Counter(feature["properties"]["link_id"] for feature in features)
    assert sorted(drawn) == sorted(links), "run tools/build_shapes.py"
    assert max(drawn.values()) == 1


def test_lines_end_exactly_at_their_places(features, links):
    places = {row["place_id"]: [float(row["lon"]), float(row["lat"])] for row in read_rows("places")}
    wrong = []
    for feature in features:
        link = links[feature["properties"]["link_id"]]
        line = feature["geometry"]["coordinates"]
        if [line[0], line[-1]] != [places[link["from_place"]], places[link["to_place"]]]:
            wrong.append(link["link_id"])
    assert not wrong, "run tools/build_shapes.py"


def test_lines_are_lines(features):
    for feature in features:
        line = feature["geometry"]["coordinates"]
        assert feature["geometry"]["type"] == "LineString"
        assert feature["properties"]["drawn"] in {"osm", "waypoints", "searoute", "straight"}
        assert len(line) >= 2
        assert all(a != b for a, b in pairwise(line))
        assert all(round(number, 4) == number for point in line for number in point)


def test_long_roads_and_railways_in_use_are_not_straight(features, links):
    straight = [
        feature["properties"]["link_id"] for feature in features if feature["properties"]["drawn"] == "straight"
    ]
    long = [
        link_id
        for link_id in straight
        if links[link_id]["mode"] in {"rail", "road"} and float(links[link_id]["length_km"]) > 150
    ]
    assert len(long) <= 0.02 * len(links), long


def test_the_file_diffs_well(features):
    text = SHAPES.read_text("utf-8")
    assert len(text.encode()) < LARGEST_BYTES
    assert len(text.splitlines()) == len(features) + 2
    ids = [feature["properties"]["link_id"] for feature in features]
    assert ids == sorted(ids)
