"""Curves on two logarithmic axes as a small SVG, drawn here: a plotting library would be one more thing to install."""

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 62, 104, 34, 46
COLOURS = {"compiled": "#0b6e4f", "plain": "#7bb661", "scipy": "#1f5fa8", "networkx": "#b3541e"}


def draw_plot(title: str, curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Draw milliseconds against links, a curve for each name in COLOURS, marked at its end."""
    points = [point for curve in curves.values() for point in curve]
    (low_x, high_x), (low_y, high_y) = (_decades([point[axis] for point in points]) for axis in (0, 1))

    def x_of(links: float) -> float:
        return LEFT + (math.log10(links) - low_x) / (high_x - low_x) * (WIDTH - LEFT - RIGHT)

    def y_of(ms: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(ms) - low_y) / (high_y - low_y) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#222">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="20" font-size="14" font-weight="bold">{escape(title)}</text>',
        f'<text x="{LEFT + (WIDTH - LEFT - RIGHT) / 2:g}" y="{HEIGHT - 8}" text-anchor="middle">links</text>',
    ]
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for power in range(low_x, high_x + 1):
        x = x_of(10**power)
        parts.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{10**power:,}</text>')
    for power in range(low_y, high_y + 1):
        y = y_of(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>')
        unit = f"{10.0**power:,g} ms" if power < 3 else f"{10.0 ** (power - 3):,g} s"
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{unit}</text>')
    for name, colour in COLOURS.items():
        curve = curves[name]
        line = " ".join(f"{x_of(links):.1f},{y_of(ms):.1f}" for links, ms in curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x_of(links):.1f}" cy="{y_of(ms):.1f}" r="2.5" fill="{colour}"/>' for links, ms in curve
        ]
        links, ms = curve[-1]
        parts.append(f'<text x="{x_of(links) + 7:.1f}" y="{y_of(ms) + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten that enclose values."""
    return math.floor(math.log10(min(values)) + 0.02), math.ceil(math.log10(max(values)) - 0.02)
