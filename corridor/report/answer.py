"""The answer of a comparison in three sentences."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from corridor.compare import describe_halves, describe_shut, recorded_against
from corridor.figures import format_significant
from corridor.report.names import name_place

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
    comparison: "Comparison", applied: "Network", bounds: "Sequence[Bounds]"
) -> tuple[str, str, str]:
    """Say which routes are best, quickest and cheapest, how the agreed corridor fares, and what the record leaves.

    `applied` is the network with the scenario of the comparison applied. `bounds` are those of the routes compared, in
    their order.
    """
    start = name_place(applied, comparison.origin)
    end = name_place(applied, comparison.destination)
    letters = {row["letter"]: route for row, route in zip(comparison.rows, comparison.routes, strict=True)}
    taken = {letter: say_totals(letters[letter], bound) for letter, bound in zip(letters, bounds, strict=True)}
    return (
        f"From {start} to {end}, {_say_best(comparison, letters, taken)}.",
        _say_corridor(comparison, applied, taken),
        _say_record(comparison, applied),
    )


def _say_best(comparison: "Comparison", letters: "Mapping[str, Route]", taken: Mapping[str, str]) -> str:
    """Name the best route by the weights asked for, then the quickest and the cheapest where they are others."""
    best, *others = letters
    if not others:
        return f"the only route found is {best}, {letters[best].name}: {taken[best]}"
    said = [f"the best way {_say_weights(comparison.weights)} is route {best}, {letters[best].name}: {taken[best]}"]
    quickest = min(letters, key=lambda letter: (letters[letter].days, letter))
    cheapest = min(letters, key=lambda letter: (letters[letter].cost_usd, letter))
    named = {best}
    for kind, letter in ((f"quickest of {len(letters)} routes", quickest), ("cheapest", cheapest)):
        said.append(
            f"the {kind} is {letter}" + (" too" if letter in named else f", {letters[letter].name}: {taken[letter]}")
        )
        named.add(letter)
    return "; ".join(said)


def _say_weights(weights: Mapping[str, float]) -> str:
    """Say by what the best way is the best: at a value of time, with CO2e at a price, or by weights of one's own."""
    if weights.get("cost_usd") != 1 or not weights.keys() <= {"cost_usd", "time_h", "co2_kg"}:
        return f"by {' + '.join(f'{weight:g} x {name}' for name, weight in weights.items())}"
    day, tonne = (round(weights.get(name, 0.0) * number, 2) for name, number in (("time_h", 24), ("co2_kg", 1000)))
    co2 = f" and {tonne:,.10g} USD a tonne of CO2e" if tonne else ""
    return f"at a value of time of {day:,.10g} USD a day{co2}"


def _say_corridor(comparison: "Comparison", applied: "Network", taken: Mapping[str, str]) -> str:
    """Say what the agreed corridor between the ends takes, or its first variant, and what the record shuts of it."""
    ends = (comparison.origin, comparison.destination)
    between = [row for row in applied.rows("corridors") if (row["places"][0], row["places"][-1]) == ends]
    end = name_place(applied, comparison.destination)
    kinds = {"official": "The agreed corridor", "variant": f"The variant of the agreed corridor to {end}"}
    agreed = next((row for kind in kinds for row in between if row["kind"] == kind), None)
    if agreed is None:
        return "No agreed corridor has these ends."
    called = kinds[agreed["kind"]]
    for row, route in zip(comparison.rows, comparison.routes, strict=True):
        if _is_named(route, agreed["name"]):
            against = describe_shut(applied, recorded_against(applied, route))
            state = f"shut: {against}" if against else "open"
            date = comparison.record.date.isoformat()
            letter = row["letter"]
            return f"{called}, route {letter}, takes {taken[letter]}; by the closure record of {date} it is {state}."
    return f"{called} is not among these routes{'.' if comparison.terms else ', as not all of it is open.'}"


def _say_record(comparison: "Comparison", applied: "Network") -> str:
    """Say which routes the record leaves open, and the best of all ways that avoid what it has shut."""
    record = comparison.record
    left, total = record.routes_left, len(comparison.routes)
    date = f"By the closure record of {record.date.isoformat()}"
    confirmed = f"{date}{_say_confirmed(record)},"
    if record.best is None:
        return f"{confirmed} no way is open at all{f': {record.cause}' if record.cause else '.'}"
    if len(left) == total:
        shut = describe_shut(applied, record.closed)
        said = f"{date}, {f'every route here avoids what is shut: {shut}' if shut else 'nothing is shut'}"
    else:
        counted = f"{len(left)} of the {total} routes ({', '.join(left)})" if left else "none of the routes"
        said = (
            f"{confirmed} {counted} {'is' if len(left) <= 1 else 'are'} open, and the best way left (by the same "
            f"measure, of all ways that use nothing shut) takes {say_totals(record.best)}: {name_best(comparison)}"
        )
    crossed = [row for row in record.closed if row["target"] in record.best.countries]
    halves = describe_halves(crossed)
    return f"{said}; {halves}" if halves else f"{said}."


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
            return f"route {row['letter']}, {route.name}"
    for row, route in zip(comparison.rows, comparison.routes, strict=True):
        if _is_named(route, best.name):
            return f"{best.name}, a variant of route {row['letter']} not among the routes compared"
    return f"{best.name}, not among the routes compared"


def _is_named(route: "Route", name: str) -> bool:
    """Say whether a route has a name, by itself or told apart from others by a place."""
    return route.name == name or route.name.startswith(f"{name}, by ")


def say_totals(route: "Route", bounds: "Bounds | None" = None) -> str:
    """Say a route's days and USD per TEU, with their bounds in brackets."""
    days, usd = f"{route.days:.1f} days", f"{format_significant(route.cost_usd)} USD per TEU"
    if bounds:
        low, high = bounds.low, bounds.high
        days += f" ({low.days:.1f} to {high.days:.1f})"
        usd += f" ({format_significant(low.cost_usd)} to {format_significant(high.cost_usd)})"
    return f"{days} and {usd}"
