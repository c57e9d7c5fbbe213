"""The still picture of a map as SVG, for print and for viewers that run no scripts."""

import functools
import json
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from corridor.mapping.packaged import read_asset
from corridor.mapping.text import decode_line
from corridor.mapping.text import escape_markup as esc

WIDTH: Final = 900
_DASHES: Final = {
    "road": ' stroke-dasharray="7 5"',
    "sea": ' stroke-dasharray="0.1 7"',
    "air": ' stroke-dasharray="2 9"',
}
_MODE_COLOURS: Final = {"rail": "#0072b2", "road": "#b34700", "sea": "#007a5a", "air": "#8a3f74"}
Point = tuple[float, float]


class Frame:
    """The window of a still picture: Mercator, `WIDTH` units wide, with a margin round the points shown."""

    def __init__(self, points: Sequence[Point]) -> None:
        flat = [self.project(point) for point in points]
        xs, ys = [x for x, _ in flat], [y for _, y in flat]
        span = max(max(xs) - min(xs), 0.1)
        margin = span * 0.09
        self.scale = WIDTH / (span + 2 * margin)
        self.left, self.top = min(xs) - margin, min(ys) - margin
        self.height = max(200, round((max(ys) - min(ys) + 2 * margin) * self.scale))

    @staticmethod
    def project(point: Point) -> Point:
        """Project lon, lat to Mercator radians, y downwards."""
        lat = math.radians(max(-80.0, min(80.0, point[1])))
        return math.radians(point[0]), -math.log(math.tan(math.pi / 4 + lat / 2))

    def place(self, point: Point) -> tuple[int, int]:
        """Return picture coordinates of lon, lat."""
        x, y = self.project(point)
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)

    def path(self, points: Sequence[Point], *, close: bool = False) -> str:
        """Return SVG path commands, empty if the line lies outside the window."""
        placed = [self.place(point) for point in points]
        placed = [point for index, point in enumerate(placed) if index == 0 or point != placed[index - 1]]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        if len(placed) < 2 or max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > self.height:
            return ""
        steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(placed))
        return f"M{placed[0][0]} {placed[0][1]}l{' '.join(steps)}" + ("z" if close else "")


def draw_still(data: dict[str, Any], title: str) -> str:
    """Draw the page's data as one SVG picture."""
    lines = {key: decode_line(link["line"]) for key, link in data["links"].items()}
    frame = Frame([point for line in lines.values() for point in line] or [(20.0, 20.0), (75.0, 55.0)])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height}" role="img" '
        f'aria-label="{esc(title)}" font-family="system-ui,sans-serif" stroke-linejoin="round" stroke-linecap="round">',
        f'<rect width="{WIDTH}" height="{frame.height}" fill="#dae7ee"/>',
        _draw_background(frame),
        _draw_routes(data, lines, frame) if data["kind"] == "routes" else _draw_links(data, lines, frame),
        _draw_stops(data, frame),
        _draw_names(data, frame),
        "</svg>",
    ]
    return "".join(parts)


@functools.cache
def _background() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(read_asset("background.json"))
    return content


def _draw_background(frame: Frame) -> str:
    content = _background()
    scale = content["scale"]
    land = "".join(frame.path(decode_line(ring, scale), close=True) for rings in content["land"] for ring in rings)
    parts = [f'<path d="{land}" fill="#f7f6f1" fill-rule="evenodd" stroke="#9db4c0" stroke-width="0.6"/>']
    for kind, dash in (("agreed", ""), ("disputed", ' stroke-dasharray="3 3"')):
        path = "".join(frame.path(decode_line(line, scale)) for line in content[kind])
        parts.append(f'<path d="{path}" fill="none" stroke="#8d8a82" stroke-width="0.8"{dash}/>')
    return "".join(parts)


def _draw_routes(data: dict[str, Any], lines: dict[str, list[Point]], frame: Frame) -> str:
    users: dict[str, list[int]] = {}
    for index, route in enumerate(data["routes"]):
        for at in route["steps"]:
            link = data["steps"][at]["link"]
            if link and index not in users.setdefault(link, []):
                users[link].append(index)
    parts = []
    for link, indexes in users.items():
        path = frame.path(lines[link])
        across = _point_across(frame.place(lines[link][0]), frame.place(lines[link][-1]))
        for lane, index in enumerate(sorted(indexes, key=lambda i: (data["routes"][i]["west"], i))):
            shift = 3.4 * (lane - (len(indexes) - 1) / 2)
            moved = f"translate({shift * across[0]:.1f} {shift * across[1]:.1f})"
            colour, dash = data["routes"][index]["colour"], _DASHES.get(data["links"][link]["mode"], "")
            parts.append(
                f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.8" transform="{moved}"{dash}/>'
            )
    return "".join(parts)


def _point_across(start: tuple[int, int], end: tuple[int, int]) -> Point:
    """Return the unit vector across a line, to the side that a reader calls east or north of it."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if not length:
        return 1.0, 0.0
    x, y = -dy / length, dx / length
    return (x, y) if x - 0.6 * y >= 0 else (-x, -y)


def _draw_links(data: dict[str, Any], lines: dict[str, list[Point]], frame: Frame) -> str:
    return "".join(
        f'<path d="{frame.path(lines[key])}" fill="none" stroke="{_MODE_COLOURS.get(link["mode"], "#333")}" '
        f'stroke-width="{1.6 if link["status"] == "open" else 0.8}"{_DASHES.get(link["mode"], "")}/>'
        for key, link in data["links"].items()
    )


def _draw_stops(data: dict[str, Any], frame: Frame) -> str:
    parts = []
    for stop in data.get("stops", ()):
        x, y = frame.place((stop["lon"], stop["lat"]))
        radius = dwell_radius(stop["hours"]) * 0.9
        hours = f"{stop['name']}: {stop['hours']:.0f} h"
        parts.append(
            f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="#f0e442" stroke="#222">'
            f"<title>{esc(hours)}</title></circle>"
        )
        if stop["gauge"]:
            parts.append(f'<circle cx="{x}" cy="{y}" r="2" fill="#222"/>')
    for shut in data["closed"]:
        x, y = frame.place((shut["lon"], shut["lat"]))
        strokes = "m0 10l10 -10" if shut["mode"] else "l10 10m0 -10l-10 10"  # one where only one mode is shut out
        parts.append(f'<path d="M{x - 5} {y - 5}{strokes}" stroke="#a40000" stroke-width="2"/>')
    return "".join(parts)


def dwell_radius(hours: float) -> float:
    """Radius in pixels of a border's circle: the area grows with the dwell."""
    return 3.5 + 1.15 * math.sqrt(min(hours, 150.0))


def _draw_names(data: dict[str, Any], frame: Frame) -> str:
    taken: list[tuple[float, float, float, float]] = []
    parts = []
    for name, lon, lat, rank, *_ in sorted(data["places"].values(), key=lambda place: (place[3], place[0])):
        x, y = frame.place((lon, lat))
        if not any(math.hypot(stop["lon"] - lon, stop["lat"] - lat) < 0.3 for stop in data.get("stops", ())):
            parts.append(f'<circle cx="{x}" cy="{y}" r="{3.2 if rank < 2 else 2.2}" fill="#fff" stroke="#222"/>')
        if rank > 2:
            continue
        size, weight = (13, 600) if rank < 2 else (11, 400)
        wide = len(name) * size * 0.6
        for left, anchor in ((x + 6, "start"), (x - 6 - wide, "end")):
            box = (left, y - size * 0.7, left + wide, y + size * 0.7)
            if box[0] > 0 and box[2] < WIDTH and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                parts.append(
                    f'<text x="{left if anchor == "start" else x - 6:.0f}" y="{y + size * 0.35:.0f}" '
                    f'font-size="{size}" font-weight="{weight}" '
                    f'text-anchor="{anchor}" fill="#1c1c1c" stroke="#fff" stroke-width="3" paint-order="stroke"'
                    f">{esc(name)}</text>"
                )
                break
    return "".join(parts)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
