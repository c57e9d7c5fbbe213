"""The panel beside the map as markup: it stands without scripts, and the scripts bring it to life."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from corridor.compare import route_letter
from corridor.figures import format_share, format_significant
from corridor.mapping.text import escape_markup as esc
from corridor.mapping.text import ink_on, route_colour
from corridor.types import Route

DISCLAIMER: Final = (
    "Background: Natural Earth, public domain, de facto lines; dashed lines are disputed or undetermined. "
    "Boundaries and names shown do not imply endorsement or acceptance."
)
_COLUMNS: Final[tuple[tuple[str, str, str, Callable[[Route], float], Callable[[float], str], bool], ...]] = (
    ("days", "Days", "days from gate to gate", lambda r: r.days, lambda v: f"{v:.1f}", False),
    ("usd", "USD/<wbr>TEU", "US dollars per TEU", lambda r: r.cost_usd, format_significant, False),
    ("co2", "CO₂e, t", "tonnes CO2e per TEU, well-to-wheel", lambda r: r.co2_kg / 1000, lambda v: f"{v:.2f}", False),
    ("borders", "Bor&shy;ders", "land borders crossed", lambda r: r.borders, lambda v: f"{v:.0f}", False),
    ("gauge", "Gauge breaks", "changes of rail gauge", lambda r: r.gauge_breaks, lambda v: f"{v:.0f}", False),
    (
        "open",
        "Open, %",
        "share of recorded days on which the whole route was open, per cent",
        lambda r: r.availability,
        format_share,
        True,
    ),
)


def write_panel(routes: Sequence[Route], *, title: str, subtitle: str, note: str) -> str:
    """Write the panel of some routes: title, table, and the places that the scripts fill."""
    return (
        _write_head(title, subtitle)
        + '<section class="whatif js" aria-label="What if"></section>'
        + '<section class="answer js" aria-label="Answer"></section>'
        + write_table(routes)
        + '<p class="hint">Underlined: best value in the column.'
        + '<span class="js"> Select a row or a line to see its steps.</span></p>'
        + f'<p class="hint about">{esc(note)}</p>'
        + '<div class="tools js" role="group" aria-label="View"></div>'
        + '<section class="chart js" aria-label="Chart"></section>'
        + '<section class="steps js" aria-label="Steps"></section>'
        + _write_foot()
    )


def write_table(routes: Sequence[Route]) -> str:
    """Write the table of routes; the best values of a column are marked where routes differ."""
    head = "".join(
        f'<th scope="col" data-key="{key}" title="{esc(meaning)}"><span>{label}</span></th>'
        for key, label, meaning, *_ in _COLUMNS
    )
    best = {}
    for key, _, _, read, show, highest in _COLUMNS:
        shown = {show(read(route)) for route in routes}
        top = (max if highest else min)(routes, key=read)
        best[key] = show(read(top)) if len(shown) > 1 else None
    rows = []
    for index, route in enumerate(routes):
        cells = []
        for key, _, _, read, show, _ in _COLUMNS:
            value = show(read(route))
            mark = f'<b class="best">{esc(value)}</b>' if value == best[key] else esc(value)
            cells.append(f'<td data-value="{read(route):.6g}">{mark}</td>')
        rows.append(
            f'<tr data-route="{index}"><th scope="row"><span class="row">{write_badge(index)}'
            f'<bdi class="name">{esc(route.name)}</bdi></span></th>{"".join(cells)}</tr>'
        )
    return (
        '<table class="routes"><thead><tr><th scope="col" data-key="name"><span>Route</span></th>'
        f"{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def write_badge(index: int) -> str:
    """Write a route's letter on its colour."""
    colour = route_colour(index)
    return f'<span class="badge" style="background:{colour};color:{ink_on(colour)}">{route_letter(index)}</span>'


def write_network_panel(data: dict[str, Any], *, title: str, subtitle: str) -> str:
    """Write the panel of a whole network: search, colours and filters are filled by the scripts; a summary stands."""
    counts: dict[str, tuple[int, float]] = {}
    for link in data["links"].values():
        key = f"{link['mode']}, {link['gauge']} mm" if link["gauge"] else link["mode"]
        number, km = counts.get(key, (0, 0.0))
        counts[key] = (number + 1, km + link["km"])
    rows = "".join(
        f'<tr><th scope="row">{esc(key)}</th><td>{number:,}</td><td>{km:,.0f}</td></tr>'
        for key, (number, km) in sorted(counts.items())
    )
    return (
        _write_head(title, subtitle)
        + '<section class="search js" aria-label="Search"></section>'
        + '<div class="tools js" role="group" aria-label="View"></div>'
        + '<section class="filters js" aria-label="Filters"></section>'
        + '<section class="steps js" aria-live="polite"></section>'
        + '<h2>Links</h2><table class="plain"><thead><tr><th scope="col">Mode</th><th scope="col">Links</th>'
        + f'<th scope="col">km</th></tr></thead><tbody>{rows}</tbody></table>'
        + _write_foot()
    )


def _write_head(title: str, subtitle: str) -> str:
    return f'<header><h1>{esc(title)}</h1><p class="subtitle">{esc(subtitle)}</p></header>'


def _write_foot() -> str:
    return (
        f"<footer><p>{DISCLAIMER}</p><noscript><p>This is the still picture of the map. A browser that runs "
        "scripts adds zoom, steps with their sources, and charts.</p></noscript></footer>"
    )
