"""How data become text, markup and compact numbers of a page: escaped, rounded, with units."""

import html
import json
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from corridor.charts import ROUTE_COLOURS

LINE_SCALE: Final = 1000
"""Whole parts of a degree in which lines are written."""
LINE_TOLERANCE_DEG: Final = 0.004


def escape_markup(text: object) -> str:
    """Escape text for HTML and SVG, and for JavaScript template strings: backtick and ``${`` too.

    Example
    -------
    >>> escape_markup("<b>`${x}`")
    '&lt;b&gt;&#96;&#36;{x}&#96;'
    """
    return html.escape(str(text), quote=True).replace("`", "&#96;").replace("${", "&#36;{")


def write_json(value: Any) -> str:
    r"""Write JSON that may stand inside a script element: ``<``, U+2028 and U+2029 are escaped.

    Example
    -------
    >>> write_json({"name": "</script>"})
    '{"name":"\\u003c/script>"}'
    """
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return plain.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def route_colour(index: int) -> str:
    """Colour of a route; repeated after ten, when the letter tells routes apart."""
    return ROUTE_COLOURS[index % len(ROUTE_COLOURS)]


def ink_on(colour: str) -> str:
    """Choose black or white text for a ground colour, whichever has the better WCAG contrast.

    Example
    -------
    >>> ink_on("#0072b2"), ink_on("#56b4e9")
    ('#ffffff', '#000000')
    """
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"


def encode_line(points: Sequence[tuple[float, float]]) -> list[int]:
    """Write (lon, lat) pairs as whole thousandths of a degree: the first pair, then differences; thinned on the way."""
    whole = [(round(lon * LINE_SCALE), round(lat * LINE_SCALE)) for lon, lat in thin_line(points)]
    flat = list(whole[0])
    for before, after in pairwise(whole):
        flat += [after[0] - before[0], after[1] - before[1]]
    return flat


def decode_line(flat: Sequence[int], scale: int = LINE_SCALE) -> list[tuple[float, float]]:
    """Undo `encode_line`."""
    x = y = 0
    points = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / scale, y / scale))
    return points


def thin_line(
    points: Sequence[tuple[float, float]], tolerance_deg: float = LINE_TOLERANCE_DEG
) -> list[tuple[float, float]]:
    """Drop points nearer to the line than the tolerance (Douglas and Peucker 1973); the ends stay."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        worst, at = tolerance_deg, 0
        for index in range(first + 1, last):
            away = _distance(points[index], points[first], points[last])
            if away > worst:
                worst, at = away, index
        if at:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [points[index] for index in sorted(keep)]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / square if square else 0.0
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    listed = list(values)
    return math.fsum(listed) / len(listed) if listed else 0.0
