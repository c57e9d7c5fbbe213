"""Build the packaged background of the maps from Natural Earth (npm `world-atlas`, countries at 1:50m).

Usage: ``npm install world-atlas leaflet@1.9.4`` somewhere, then
``python tools/build_background.py NODE_MODULES corridor/mapping/assets``.
"""

import json
import shutil
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

REGION: Final = (-26.0, -38.0, 126.0, 77.0)
"""West, south, east, north: Minsk to Gwadar, the sea routes, and enough around them that no view shows an edge."""
TOLERANCE_DEG: Final = 0.02
SCALE: Final = 100
SMALLEST_ISLAND_DEG2: Final = 0.01

EVERYWHERE: Final = (-180.0, -90.0, 180.0, 90.0)
DISPUTED: Final[tuple[tuple[str, str, tuple[float, float, float, float], str], ...]] = (
    (
        "India",
        "Pakistan",
        (72.0, 32.2, 81.0, 38.0),
        "Line of Control and working boundary in Kashmir; south of it agreed",
    ),
    ("Siachen Glacier", "*", EVERYWHERE, "Held by India, claimed by Pakistan, beyond the end of the Line of Control"),
    ("China", "Pakistan", EVERYWHERE, "Agreed by the two in 1963, claimed by India as part of Kashmir (Shaksgam)"),
    ("China", "India", (77.0, 31.0, 80.6, 36.5), "Aksai Chin and Demchok: Line of Actual Control"),
    ("China", "India", (91.5, 26.5, 98.0, 30.0), "Arunachal Pradesh: the McMahon line, not accepted by China"),
    ("Bhutan", "China", EVERYWHERE, "Under negotiation, Doklam included"),
    ("India", "Nepal", (80.2, 29.8, 81.2, 30.6), "Kalapani and Lipulekh"),
    ("Georgia", "Russia", (39.5, 43.0, 42.7, 44.0), "Abkhazia's stretch: Georgian in law, outside its control"),
    ("Georgia", "Russia", (43.6, 42.3, 44.6, 42.9), "South Ossetia's stretch: Georgian in law, outside its control"),
    ("Russia", "Ukraine", (32.0, 44.0, 36.9, 46.5), "Crimea: Ukrainian in law, occupied; the line is de facto"),
    ("Cyprus", "N. Cyprus", EVERYWHERE, "The buffer zone's line"),
    ("Kosovo", "Serbia", EVERYWHERE, "Serbia does not recognise Kosovo"),
    ("Israel", "Palestine", EVERYWHERE, "Armistice lines of 1949"),
    ("Israel", "Syria", EVERYWHERE, "Golan Heights: line of disengagement"),
    ("Israel", "Lebanon", EVERYWHERE, "Blue Line, not an agreed border"),
    ("Jordan", "Palestine", EVERYWHERE, "Status of the West Bank undetermined"),
    ("W. Sahara", "*", EVERYWHERE, "Non-self-governing territory, claimed by Morocco"),
    ("Egypt", "Sudan", (33.0, 21.5, 37.5, 23.5), "Hala'ib triangle and Bir Tawil"),
    ("S. Sudan", "Sudan", (27.0, 9.0, 29.5, 10.8), "Abyei"),
    ("Kenya", "S. Sudan", EVERYWHERE, "Ilemi triangle"),
    ("Somalia", "Somaliland", EVERYWHERE, "Somaliland is not recognised"),
    ("North Korea", "South Korea", EVERYWHERE, "Military demarcation line of 1953"),
    ("Ethiopia", "Somalia", EVERYWHERE, "Provisional administrative line of 1950"),
)
"""Pairs of Natural Earth names, the window in which their common line is drawn dashed, and why.

The line between Afghanistan and Pakistan stays solid: Natural Earth, the UN's maps and both sides' border posts
follow it, though no Afghan government has accepted it. Armenia's lines are solid: delimitation follows the Soviet maps.
"""

NAMES: Final = {
    "Bosnia and Herz.": "Bosnia", "Central African Rep.": "C.A.R.", "Dem. Rep. Congo": "DR Congo",
    "Turkey": "Türkiye",
    "United Arab Emirates": "U.A.E.", "Macedonia": "N. Macedonia",
}  # fmt: skip
PLACED: Final = {
    "Russia": (47.0, 57.8), "Kazakhstan": (66.5, 48.8), "China": (87.0, 41.0), "Iran": (55.2, 33.4),
    "India": (76.5, 25.2),
    "Uzbekistan": (63.2, 42.6), "Turkmenistan": (58.3, 40.2), "Pakistan": (66.0, 28.9), "Afghanistan": (65.2, 33.5),
    "Belarus": (28.6, 52.8), "Georgia": (43.2, 42.2), "Kyrgyzstan": (74.8, 41.5), "Tajikistan": (71.2, 38.6),
    "Azerbaijan": (47.4, 40.6), "Armenia": (44.8, 40.3),
}  # fmt: skip
UNNAMED: Final = {"Siachen Glacier", "N. Cyprus", "Somaliland", "Hong Kong", "Macao"}
SEAS: Final = (
    ("Black Sea", 34.5, 43.3, 1), ("Caspian Sea", 50.6, 42.2, 1), ("Arabian Sea", 63.0, 20.5, 1),
    ("Persian Gulf", 51.3, 27.2, 2), ("Gulf of Oman", 59.0, 24.6, 3), ("Red Sea", 38.0, 20.5, 2),
    ("Mediterranean Sea", 18.5, 34.8, 1), ("Baltic Sea", 19.3, 56.6, 2), ("North Sea", 3.5, 56.5, 2),
    ("Aral Sea", 59.3, 45.1, 3), ("Bay of Bengal", 88.0, 15.0, 1), ("Gulf of Aden", 47.5, 12.3, 2),
    ("Indian Ocean", 75.0, 1.0, 1), ("Bay of Biscay", -5.0, 45.5, 2),
)  # fmt: skip


def decode_arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Undo TopoJSON's quantisation and differences."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    return arcs


def build_polygon(rings: list[list[int]], arcs: list[list[tuple[float, float]]]) -> BaseGeometry:
    """Join the arcs of a polygon's rings."""
    joined = []
    for ring in rings:
        points: list[tuple[float, float]] = []
        for index in ring:
            piece = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += piece[1:] if points else piece
        if {x > 170 for x, _ in points} == {True, False} and any(x < -170 for x, _ in points):
            points = [(x + 360 if x < 0 else x, y) for x, y in points]  # Russia goes on east of the antimeridian
        joined.append(points)
    return Polygon(joined[0], joined[1:]).buffer(0)


def split_disputed(line: BaseGeometry, countries: frozenset[str]) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the agreed and the disputed part of a border line."""
    windows = [
        box(*window) for one, other, window, _ in DISPUTED if one in countries and (other == "*" or other in countries)
    ]
    zone = unary_union(windows) if windows else Polygon()
    return line.difference(zone), line.intersection(zone)


def encode(points: Any) -> list[int]:
    """Write a line as whole hundredths of a degree: the first point, then differences."""
    whole = [(round(x * SCALE), round(y * SCALE)) for x, y in points]
    flat = list(whole[0])
    for before, after in pairwise(whole):
        if before != after:
            flat += [after[0] - before[0], after[1] - before[1]]
    return flat


def encode_lines(lines: list[BaseGeometry]) -> list[list[int]]:
    """Merge, simplify, clip and encode lines."""
    pieces = (part for line in lines for part in getattr(line, "geoms", [line]))
    parts = [part for part in pieces if isinstance(part, LineString) and not part.is_empty]
    if not parts:
        return []
    merged = linemerge(MultiLineString(parts)).simplify(TOLERANCE_DEG).intersection(box(*REGION))
    return [encode(part.coords) for part in getattr(merged, "geoms", [merged]) if isinstance(part, LineString)]


def build_background(topology: dict[str, Any]) -> dict[str, Any]:
    """Return land, borders, disputed lines and labels of the region."""
    arcs = decode_arcs(topology)
    users: dict[int, set[str]] = defaultdict(set)
    shapes: dict[str, BaseGeometry] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        shapes[name] = unary_union([build_polygon(rings, arcs) for rings in polygons])
        for rings in polygons:
            for ring in rings:
                for index in ring:
                    users[index if index >= 0 else ~index].add(name)
    region = box(*REGION)
    agreed, disputed = [], []
    for index, names in sorted(users.items()):
        if len(names) == 2:
            solid, dashed = split_disputed(LineString(arcs[index]), frozenset(names))
            agreed.append(solid)
            disputed.append(dashed)
    land = unary_union(list(shapes.values())).buffer(0.001).intersection(region).simplify(TOLERANCE_DEG)
    rings = []
    for polygon in getattr(land, "geoms", [land]):
        if polygon.area >= SMALLEST_ISLAND_DEG2:
            holes = [hole for hole in polygon.interiors if Polygon(hole).area >= SMALLEST_ISLAND_DEG2 * 5]
            rings.append([encode(polygon.exterior.coords), *(encode(hole.coords) for hole in holes)])
    labels = []
    for name, shape in sorted(shapes.items()):
        inside = shape.intersection(region)
        if inside.area < 0.3 or name in UNNAMED:
            continue
        largest = max(getattr(inside, "geoms", [inside]), key=lambda part: part.area)
        point = largest.representative_point()
        lon, lat = PLACED.get(name, (point.x, point.y))
        rank = 1 if inside.area > 60 else 2 if inside.area > 12 else 3
        labels.append([NAMES.get(name, name), round(lon, 2), round(lat, 2), rank])
    return {
        "scale": SCALE,
        "land": rings,
        "agreed": encode_lines(agreed),
        "disputed": encode_lines(disputed),
        "countries": labels,
        "seas": [list(sea) for sea in SEAS],
    }


def main(modules: Path, assets: Path) -> None:
    """Write the background and copy Leaflet with the licences."""
    assets.mkdir(parents=True, exist_ok=True)
    topology = json.loads((modules / "world-atlas" / "countries-50m.json").read_text())
    background = json.dumps(build_background(topology), separators=(",", ":"), ensure_ascii=False)
    (assets / "background.json").write_text(background + "\n", encoding="utf-8")
    shutil.copy(modules / "world-atlas" / "LICENSE", assets / "LICENSE-world-atlas.txt")
    shutil.copy(modules / "leaflet" / "LICENSE", assets / "LICENSE-leaflet.txt")
    for name in ("leaflet.css", "images/layers.png", "images/marker-icon.png"):
        shutil.copy(modules / "leaflet" / "dist" / name, assets / Path(name).name)
    shutil.copy(modules / "leaflet" / "dist" / "leaflet.js", assets / "leaflet.min.js")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
