"""The answer of a comparison in three sentences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from corridor.figures import format_significant

if TYPE_CHECKING:
    from corridor.compare import Comparison, RecordState
    from corridor.network import Network
    from corridor.report.bounds import Bounds
    from corridor.types import Route

BRACKETS: Final = (
    "In brackets: the same route with every figure at its low, and with every figure at its high. These are bounds, "
    "not a forecast: all figures are hardly ever low, or high, at once."
)
"""How to read the brackets of an answer."""


def answer_in_three_sentences(
    comparison: "Comparison", network: "Network", bounds: "Sequence[Bounds]"
) -> tuple[str, str, str]:
    """Say which route is quickest, which is cheapest, and what the closure record leaves of them.

    `bounds` are those of the routes compared, in their order.
    """
    start = network.row("places", comparison.origin)["name"]
    end = network.row("places", comparison.destination)["name"]
    if not comparison.rows:
        return (f"There is no route from {start} to {end}.", "Nothing can be compared.", _say_record(comparison))
    letters = {row["letter"]: route for row, route in zip(comparison.rows, comparison.routes, strict=True)}
    ranges = dict(zip(letters, bounds, strict=True))
    quickest = min(letters, key=lambda letter: (letters[letter].days, letter))
    cheapest = min(letters, key=lambda letter: (letters[letter].cost_usd, letter))
    number = len(comparison.routes)
    shown = f"quickest of {number} routes" if number > 1 else "only route found"
    best = letters[quickest]
    first = f"From {start} to {end}, the {shown} takes {_take(best, ranges[quickest])}: route {quickest}, {best.name}."
    if cheapest == quickest:
        second = f"Route {cheapest} is the cheapest as well."
    else:
        taken = _take(letters[cheapest], ranges[cheapest])
        second = f"The cheapest takes {taken}: route {cheapest}, {letters[cheapest].name}."
    return (first, second, _say_record(comparison))


def _say_record(comparison: "Comparison") -> str:
    record = comparison.record
    left, total = record.routes_left, len(comparison.routes)
    date = f"By the closure record of {record.date.isoformat()}{_say_confirmed(record)},"
    if record.best is None:
        return f"{date} no way is open at all{f': {record.cause}' if record.cause else '.'}"
    if len(left) == total:
        return f"{date} all of them are open."
    counted = f"{len(left)} of the {total} ({', '.join(left)})" if left else "none of them"
    verb = "is" if len(left) <= 1 else "are"
    return f"{date} {counted} {verb} open, and the best way left takes {_take(record.best)}: {name_best(comparison)}."


def _say_confirmed(record: "RecordState") -> str:
    """Say between which days the closures in force were last confirmed: the record may be older than its date."""
    days = [row["as_of"] for row in record.closed if row["effect"] == "closed"]
    if not days:
        return ""
    first, last = min(days).isoformat(), max(days).isoformat()
    return f" (its closures last confirmed {f'between {first} and {last}' if first != last else f'on {first}'})"


def name_best(comparison: "Comparison") -> str:
    """Name the best way that the record leaves, with its letter where it is one of the routes compared."""
    best = comparison.record.best
    if best is None:
        return "none"
    for row, route in zip(comparison.rows, comparison.routes, strict=True):
        if route.edge_ids == best.edge_ids:
            return f"route {row['letter']}, {best.name}"
    for row, route in zip(comparison.rows, comparison.routes, strict=True):
        if route.name == best.name:
            return f"{best.name}, a variant of route {row['letter']} not among the routes compared"
    return f"{best.name}, not among the routes compared"


def _take(route: "Route", bounds: "Bounds | None" = None) -> str:
    days, usd = f"{route.days:.1f} days", f"{format_significant(route.cost_usd)} USD per TEU"
    if bounds:
        low, high = bounds.low, bounds.high
        days += f" ({low.days:.1f} to {high.days:.1f})"
        usd += f" ({format_significant(low.cost_usd)} to {format_significant(high.cost_usd)})"
    return f"{days} and {usd}"
