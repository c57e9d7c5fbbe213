"""Charts of routes as SVG text: stairs over distance, cost bars, money against time, hours by country."""

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from corridor.compare import route_letter
from corridor.figures import format_significant
from corridor.types import Route, Step

ROUTE_COLOURS: Final = (
    *("#d55e00", "#56b4e9", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#000000", "#f0e442"),
    *("#7a4a1e", "#6b7280"),
)
"""Okabe and Ito's colours (2008), a brown and a grey, in the order of the map; a letter and a dash go with each."""

DASHES: Final = ("none", "8 3", "2 3", "10 3 2 3", "14 4", "5 2 1 2 1 2", "1 4", "18 3 4 3")
COST_PARTS: Final = ("rail", "road", "sea", "air", "borders", "terminals")

_WIDTH: Final = 760
_PALE: Final = "#f0e442"  # too pale on paper without an edge
_INK: Final = "#1d2730"
_FAINT: Final = "#d5dade"
_PART_STYLE: Final = {
    "rail": ("#0072B2", "#ffffff"),
    "road": ("#E69F00", "#000000"),
    "sea": ("#56B4E9", "#000000"),
    "air": ("#F0E442", "#000000"),
    "borders": ("#D55E00", "#ffffff"),
    "terminals": ("#009E73", "#ffffff"),
}
_HATCHED: Final = {"road": 0, "borders": 45, "air": 90, "terminals": 135}


def time_distance_chart(routes: Sequence[Route]) -> str:
    """Draw cumulative days over kilometres, with a vertical step at each border, gauge break and terminal.

    The method is UNESCAP's time/cost-distance; the longest waits are labelled. Returns SVG text.
    """
    return _stairs(routes, lambda step: step.time_h / 24, _Axis("days", "d", "Days over distance"))


def cost_distance_chart(routes: Sequence[Route]) -> str:
    """Draw cumulative USD per TEU over kilometres, with a vertical step at each border, gauge break and terminal.

    The method is UNESCAP's time/cost-distance; the largest charges are labelled. Returns SVG text.
    """
    return _stairs(routes, lambda step: step.cost_usd, _Axis("USD/TEU", "USD", "Cost over distance"))


def cost_breakdown_chart(routes: Sequence[Route]) -> str:
    """Draw one stacked bar a route: USD per TEU by mode of carriage, at borders and in terminals. Returns SVG text."""
    left, right, row, top = 40.0, 100.0, 30.0, 44.0
    longest = max((route.cost_usd for route in routes), default=0.0) or 1.0
    scale = _Scale(0, longest, left, _WIDTH - right)
    used = [part for part in COST_PARTS if any(_cost_parts(route)[part] for route in routes)]
    body, spoken = [_part_legend(used)], []
    for number, route in enumerate(routes):
        y = top + number * row
        body.append(_text(left - 14, y + 16, route_letter(number), anchor="middle", weight="bold"))
        so_far = 0.0
        parts = _cost_parts(route)
        for part in used:
            start, end = scale(so_far), scale(so_far + parts[part])
            so_far += parts[part]
            body.append(_bar(start, y, end - start, part))
            if end - start > 46:
                ground, ink = _PART_STYLE[part]
                middle, amount = (start + end) / 2, format_significant(parts[part])
                body.append(_text(middle, y + 16, amount, anchor="middle", fill=ink, halo=ground))
        body.append(_text(scale(so_far) + 6, y + 16, f"{format_significant(route.cost_usd)} USD", weight="bold"))
        listed = ", ".join(f"{part} {format_significant(parts[part])}" for part in used if parts[part])
        spoken.append(f"Route {route_letter(number)}: {format_significant(route.cost_usd)} USD per TEU ({listed}).")
    return _svg("Cost per TEU by what it is paid for", " ".join(spoken), body, top + len(routes) * row + 8)


def time_cost_scatter(routes: Sequence[Route]) -> str:
    """Draw USD per TEU against days, one letter a route, with the Pareto front of the two. Returns SVG text."""
    height, box = 380.0, (64.0, 24.0, _WIDTH - 24.0, 328.0)
    points = [(route.cost_usd, route.days) for route in routes]
    xs, ys = _padded([x for x, _ in points]), _padded([y for _, y in points])
    x_scale, y_scale = _Scale(*xs, box[0], box[2]), _Scale(*ys, box[3], box[1])
    body = [_axes(x_scale, y_scale, box, ("USD/TEU", "days"))]
    front = sorted(point for point in set(points) if not any(_beats(other, point) for other in points))
    line = "L".join(f"{_n(x_scale(x))} {_n(y_scale(y))}" for x, y in front)
    body.append(f'<path d="M{line}" fill="none" stroke="{_INK}" stroke-width="1.2" stroke-dasharray="4 3"/>')
    placed: list[tuple[float, float]] = []
    for number, (x, y) in enumerate(points):
        on_front, colour = (x, y) in front, _colour(number)
        px, py = x_scale(x), y_scale(y)
        while any(abs(px - qx) < 18 and abs(py - qy) < 18 for qx, qy in placed):
            px += 19
        placed.append((px, py))
        edge = "#55585b" if colour == _PALE else colour
        body.append(
            f'<circle cx="{_n(px)}" cy="{_n(py)}" r="10" fill="{colour if on_front else "#ffffff"}" stroke="{edge}" '
            f'stroke-width="2"><title>{escape(_tooltip(routes[number], route_letter(number)))}</title></circle>'
        )
        ink = _on(colour) if on_front else _INK
        body.append(_text(px, py + 4, route_letter(number), anchor="middle", weight="bold", fill=ink, halo="none"))
    key = "filled: on the Pareto front of the two; hollow: beaten on both"
    body.append(_text(box[2], 14, key, anchor="end", size=11))
    best = [route_letter(number) for number, point in enumerate(points) if point in front]
    spoken = " ".join(_tooltip(route, route_letter(number)) + "." for number, route in enumerate(routes))
    return _svg("Cost against time", f"{spoken} On the Pareto front: {', '.join(best)}.", body, height)


def hours_by_country_chart(route: Route, *, names: Mapping[str, str] | None = None) -> str:
    """Draw the hours spent in each country in order of travel, moving against waiting.

    `names` maps codes of countries to names; a code without a name is shown itself. Returns SVG text.
    """
    hours = _hours_by_country(route)
    row, top, left = 24.0, 34.0, 130.0
    scale = _Scale(0, max((moving + waiting for moving, waiting in hours.values()), default=0) or 1, left, _WIDTH - 190)
    body = [
        f'<rect x="{_n(left)}" y="10" width="14" height="12" fill="#0072B2"/>',
        _text(left + 20, 20, "moving"),
        _bar(left + 90, 10, 14, "borders", height=12),
        _text(left + 110, 20, "waiting: borders, terminals, rest"),
    ]
    spoken = []
    for number, (country, (moving, waiting)) in enumerate(hours.items()):
        y = top + number * row
        name = (names or {}).get(country, country)
        body.append(_text(left - 8, y + 13, name, anchor="end"))
        body.append(f'<rect x="{_n(left)}" y="{_n(y)}" width="{_n(scale(moving) - left)}" height="17" fill="#0072B2"/>')
        body.append(_bar(scale(moving), y, scale(moving + waiting) - scale(moving), "borders", height=17))
        said = f"{moving:,.0f} h moving, {waiting:,.0f} h waiting"
        body.append(_text(scale(moving + waiting) + 6, y + 13, said, size=11))
        spoken.append(f"{name}: {moving:,.0f} hours moving, {waiting:,.0f} hours waiting.")
    return _svg("Hours by country, moving and waiting", " ".join(spoken), body, top + len(hours) * row + 6)


@dataclass(frozen=True, slots=True)
class _Axis:
    name: str
    unit: str
    title: str

    def say(self, value: float) -> str:
        return f"{value:,.1f} {self.unit}" if self.unit == "d" else f"{format_significant(value)} {self.unit}"


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)

    def ticks(self) -> list[float]:
        rough = (self.high - self.low) / 6 or 1
        power = 10 ** math.floor(math.log10(rough))
        pace = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough * 0.999)
        first, last = math.ceil(self.low / pace - 1e-9), math.floor(self.high / pace + 1e-9)
        return [number * pace for number in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class _Riser:
    """A vertical step: what happens at one place between two moves."""

    x: float
    low: float
    high: float
    label: str
    letter: str

    @property
    def size(self) -> float:
        return self.high - self.low


def _stairs(routes: Sequence[Route], amount: Callable[[Step], float], axis: _Axis) -> str:
    box = (64.0, 22.0, _WIDTH - 52.0, 350.0)
    walks = [_walk(route, amount, route_letter(number)) for number, route in enumerate(routes)]
    ends = [points[-1] for points, _ in walks]
    x_scale = _Scale(0, max((x for x, _ in ends), default=1) * 1.01 or 1, box[0], box[2])
    y_scale = _Scale(0, max((y for _, y in ends), default=1) * 1.04 or 1, box[3], box[1])
    body = [_axes(x_scale, y_scale, box, ("km from the origin", axis.name))]
    for number, (points, _) in enumerate(walks):
        line = " ".join(f"{_n(x_scale(x))},{_n(y_scale(y))}" for x, y in points)
        if _colour(number) == _PALE:
            edge = line.replace(" ", "L")
            body.append(f'<path d="M{edge}" fill="none" stroke="#55585b" stroke-width="4.2" stroke-linejoin="round"/>')
        body.append(
            f'<polyline points="{line}" fill="none" stroke="{_colour(number)}" stroke-width="2.2" '
            f'stroke-linejoin="round" stroke-dasharray="{_dash(number)}">'
            f"<title>{escape(_tooltip(routes[number], route_letter(number)))}</title></polyline>"
        )
    drawn, spots = _end_letters([(x_scale(x), y_scale(y)) for x, y in ends])
    risers = sorted((riser for _, risers in walks for riser in risers), key=lambda riser: (-riser.size, riser.letter))
    body.extend(_riser_labels(risers, x_scale, y_scale, axis, avoiding=spots))
    body.extend(drawn)
    body.append(_legend(routes, box[3] + 54))
    spoken = []
    for number, (points, own) in enumerate(walks):
        largest = sorted(own, key=lambda riser: -riser.size)[:3]
        named = "; ".join(f"{riser.label} {axis.say(riser.size)}" for riser in largest)
        spoken.append(
            f"Route {route_letter(number)}: {axis.say(points[-1][1])} over {points[-1][0]:,.0f} km"
            + (f"; largest vertical steps: {named}." if named else ".")
        )
    return _svg(axis.title, " ".join(spoken), body, box[3] + 62 + 18 * _legend_rows(routes))


def _walk(route: Route, amount: Callable[[Step], float], letter: str) -> tuple[list[tuple[float, float]], list[_Riser]]:
    """Walk the steps: corner points of the line, and its vertical steps, those at one place joined."""
    points, risers, x, y = [(0.0, 0.0)], [], 0.0, 0.0
    standing: list[Step] = []
    for step in [*route.steps, None]:
        if standing and (step is None or step.kind == "move"):
            low, y = y, y + math.fsum(amount(each) for each in standing)
            risers.append(_Riser(x, low, y, _shorten(max(standing, key=amount).label), letter))
            points.append((x, y))
            standing = []
        if step is None:
            break
        if step.kind == "move":
            x, y = x + step.length_km, y + amount(step)
            points.append((x, y))
        else:
            standing.append(step)
    return points, [riser for riser in risers if riser.size > 0]


def _riser_labels(
    risers: Iterable[_Riser], x_scale: _Scale, y_scale: _Scale, axis: _Axis, *, avoiding: Iterable[tuple[float, float]]
) -> list[str]:
    taken = [(x - 10, y - 10, x + 10, y + 10) for x, y in avoiding]
    said: set[str] = set()
    labels: list[str] = []
    for riser in risers:
        text = f"{_cut(riser.label, 40)} {axis.say(riser.size)}"
        if text in said or len(labels) == 7:
            continue
        x, y, width = x_scale(riser.x), y_scale((riser.low + riser.high) / 2), 6.1 * len(text)
        for left, anchor in ((x - 6 - width, "end"), (x + 6, "start")):
            area = (left, y - 9, left + width, y + 5)
            inside = left > x_scale.start and area[2] < x_scale.end + 20
            if inside and not any(_overlap(area, other) for other in taken):
                taken.append(area)
                said.add(text)
                labels.append(_text(x - 6 if anchor == "end" else x + 6, y + 3, text, anchor=anchor, size=11))
                break
    return labels


def _end_letters(ends: Sequence[tuple[float, float]]) -> tuple[list[str], list[tuple[float, float]]]:
    """Write each letter beside the end of its line, a little aside where that spot is taken; return the spots too."""
    shifts = [(16.0 + 22 * column, 21.0 * row) for column in (0, 1) for row in (0, -1, 1, -2, 2, -3, 3, -4, 4)]
    body: list[str] = []
    taken: list[tuple[float, float]] = []
    for number, (x, y) in enumerate(ends):
        spots = [(x + right, max(y + down, 12.0)) for right, down in shifts]
        spot = next((spot for spot in spots if all(math.dist(spot, other) > 19 for other in taken)), spots[0])
        taken.append(spot)
        colour = _colour(number)
        leader = f"M{_n(x)} {_n(y)}L{_n(spot[0])} {_n(spot[1])}"
        body.append(f'<path d="{leader}" stroke="{colour}" stroke-width="0.8"/>')
        body.append(f'<circle cx="{_n(spot[0])}" cy="{_n(spot[1])}" r="9" fill="{colour}"/>')
        ink = _on(colour)
        body.append(
            _text(spot[0], spot[1] + 4, route_letter(number), anchor="middle", weight="bold", fill=ink, halo="none")
        )
    return body, taken


def _legend(routes: Sequence[Route], top: float) -> str:
    lines = []
    rows, wide = _legend_rows(routes), (_WIDTH - 64) / 2
    for number, route in enumerate(routes):
        x, y = 64 + wide * (number // rows), top + 18 * (number % rows)
        stroke = f'stroke="{_colour(number)}" stroke-width="2.4" stroke-dasharray="{_dash(number)}"'
        if _colour(number) == _PALE:
            lines.append(f'<path d="M{_n(x)} {_n(y)}h40" stroke="#55585b" stroke-width="4.4"/>')
        lines.append(f'<path d="M{_n(x)} {_n(y)}h40" {stroke}/>')
        lines.append(_text(x + 46, y + 4, route_letter(number), weight="bold"))
        lines.append(_text(x + 62, y + 4, _cut(route.name, 52), size=11))
    return "".join(lines)


def _legend_rows(routes: Sequence[Route]) -> int:
    """Rows of a legend in two columns."""
    return (len(routes) + 1) // 2


def _part_legend(parts: Sequence[str]) -> str:
    shown, x = [], 40.0
    for part in parts:
        shown += [_bar(x, 12, 14, part, height=12), _text(x + 20, 22, part)]
        x += 40 + 7 * len(part)
    return "".join(shown)


def _bar(x: float, y: float, width: float, part: str, *, height: float = 22) -> str:
    if width <= 0:
        return ""
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    bar = f'<rect {place} fill="{_PART_STYLE[part][0]}" stroke="#ffffff" stroke-width="0.8"/>'
    return bar + (f'<rect {place} fill="url(#KEY-{_HATCHED[part]})"/>' if part in _HATCHED else "")


def _cost_parts(route: Route) -> dict[str, float]:
    parts: dict[str, list[float]] = {part: [] for part in COST_PARTS}
    for step in route.steps:
        if step.kind == "move":
            parts[step.carrier.partition("-")[0]].append(step.cost_usd)
        else:
            parts["terminals" if step.kind == "transfer" else "borders"].append(step.cost_usd)
    return {part: math.fsum(values) for part, values in parts.items()}


def _hours_by_country(route: Route) -> dict[str, tuple[float, float]]:
    hours: dict[str, list[Step]] = {}
    for step in route.steps:
        mode = step.carrier.partition("-")[0]
        outside = {"sea": "at sea", "air": "in the air"}.get(mode, "") if step.kind == "move" else ""
        hours.setdefault(outside or step.country or "elsewhere", []).append(step)
    return {
        country: (math.fsum(step.moving_h for step in steps), math.fsum(step.waiting_h for step in steps))
        for country, steps in hours.items()
    }


def _axes(x_scale: _Scale, y_scale: _Scale, box: tuple[float, float, float, float], names: tuple[str, str]) -> str:
    left, top, right, bottom = box
    drawn = [f'<path d="M{_n(left)} {_n(top)}V{_n(bottom)}H{_n(right)}" fill="none" stroke="{_INK}"/>']
    for value in y_scale.ticks():
        y = y_scale(value)
        drawn.append(f'<path d="M{_n(left)} {_n(y)}H{_n(right)}" stroke="{_FAINT}"/>')
        drawn.append(_text(left - 8, y + 4, f"{value:,g}" if value < 1e5 else f"{value:,.0f}", anchor="end", size=11))
    for value in x_scale.ticks():
        x = x_scale(value)
        drawn.append(f'<path d="M{_n(x)} {_n(bottom)}v5" stroke="{_INK}"/>')
        drawn.append(_text(x, bottom + 18, f"{value:,.0f}", anchor="middle", size=11))
    drawn.append(_text((left + right) / 2, bottom + 36, names[0], anchor="middle"))
    drawn.append(_text(left, top - 8, names[1], anchor="middle"))
    return "".join(drawn)


def _svg(title: str, description: str, body: Iterable[str], height: float) -> str:
    content = "".join(body)
    key = "p" + hashlib.sha256(content.encode()).hexdigest()[:8]
    hatches = "".join(
        f'<pattern id="KEY-{angle}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({angle})"><path d="M0 0V6" stroke="#ffffff" stroke-width="1.6"/></pattern>'
        for angle in sorted(set(_HATCHED.values()))
        if f"#KEY-{angle})" in content
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_n(height)}" role="img" '
        f'font-family="Segoe UI, Noto Sans, Liberation Sans, Arial, sans-serif" font-size="12">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f"<defs>{hatches}</defs>{content}</svg>"
    ).replace("KEY-", f"{key}-")


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: float = 12, weight: str = "normal",
    fill: str = _INK, halo: str = "#ffffff",
) -> str:  # fmt: skip
    outline = f' stroke="{halo}" stroke-width="3.5" paint-order="stroke" stroke-linejoin="round"'
    outline = "" if halo == "none" else outline
    bold = "" if weight == "normal" else f' font-weight="{weight}"'
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{_n(size)}" fill="{fill}"{bold}{outline}>'
        f"{escape(text)}</text>"
    )


def _tooltip(route: Route, letter: str) -> str:
    return f"Route {letter}, {route.name}: {route.days:.1f} days, {format_significant(route.cost_usd)} USD per TEU"


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return max(0.0, low - room), high + room


def _beats(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1]


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _colour(number: int) -> str:
    return ROUTE_COLOURS[number % len(ROUTE_COLOURS)]


def _dash(number: int) -> str:
    return DASHES[(number + number // len(ROUTE_COLOURS)) % len(DASHES)]


def _on(colour: str) -> str:
    return "#000000" if colour in {"#e69f00", "#56b4e9", "#cc79a7", "#f0e442"} else "#ffffff"


def _shorten(label: str) -> str:
    """Leave out what a step's label says in brackets and after a comma: countries and carriers."""
    return re.sub(r" \([^)]*\)", "", label.partition(",")[0])


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
