"""Tables as the report holds them: columns that know their unit, so that every format writes the same figures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from corridor.figures import format_share, format_significant

Kind = Literal["text", "integer", "number", "days", "hours", "usd", "kg", "km", "kmh", "share", "cites", "date"]

NUMERIC: Final = frozenset({"integer", "number", "days", "hours", "usd", "kg", "km", "kmh", "share"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: the key of its cells, its heading, the unit in words, and how its figures are rounded."""

    key: str
    head: str
    unit: str = ""
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        """Whether its cells are figures, set flush right."""
        return self.kind in NUMERIC

    @property
    def full_head(self) -> str:
        """Heading with the unit, as a spreadsheet has it."""
        return f"{self.head} ({self.unit})" if self.unit else self.head


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; `total`, where there is one, comes from the route's own properties."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    total: Mapping[str, Any] | None = None
    note: str = ""


def write_cell(value: Any, kind: Kind) -> str:
    """Write a cell for a reader, rounded for what the figure knows; a missing one is a dash.

    Example
    -------
    >>> write_cell(17.234, "days"), write_cell(8123.4, "usd"), write_cell(0.998, "share"), write_cell(None, "km")
    ('17.2', '8,120', '>99 %', '–')
    """
    if value is None or value == "" or value == ():
        return "–"
    if kind in ("days", "hours"):
        return f"{value:,.1f}"
    if kind in ("usd", "kg"):
        return format_significant(value)
    if kind in ("km", "kmh"):
        return f"{value:,.0f}"
    if kind == "number":
        return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
    if kind == "share":
        return f"{format_share(value)} %"
    if kind == "cites":
        return ", ".join(f"[{number}] {grade}".rstrip() for number, grade in value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def join_tables(title: str, parts: Sequence[tuple[Mapping[str, str], Table]]) -> Table:
    """Join tables of the same columns into one, each part's rows marked by the leading cells given with it.

    Totals become rows whose `what` or first cell says so.
    """
    marks, first = parts[0]
    rows: list[Mapping[str, Any]] = []
    for mark, table in parts:
        rows += [{**mark, **row} for row in table.rows]
        if table.total is not None:
            rows.append({**mark, **table.total})
    columns = (*(Column(key=key, head=key.capitalize()) for key in marks), *first.columns)
    return Table(title=title, columns=columns, rows=tuple(rows), note=first.note)
