"""The tables of a report, each laid out by one function."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from corridor.costing import QUANTITIES, Costing
from corridor.countries import name_country
from corridor.figures import format_share
from corridor.report.citations import Citations
from corridor.report.names import name_carrier, name_closure, name_place
from corridor.report.tabular import Column, Kind, Table
from corridor.scenario import shipment_of
from corridor.tables import row_key

if TYPE_CHECKING:
    from corridor.compare import Comparison
    from corridor.network import Network
    from corridor.report.bounds import Bounds
    from corridor.scenario import Scenario
    from corridor.tables import Row
    from corridor.types import Basis, Route, Step
    from corridor.uncertainty import Simulation

TOTAL: Final = "Total"
"""What the last row of a step sheet is called."""

_LARGEST: Final = 5
_WEAKEST: Final = 12
_PERCENTS: Final = (50, 95)


def tabulate_routes(comparison: "Comparison", simulation: "Simulation") -> Table:
    """Lay out the comparison: one row a route, with percentiles of the days in the draws of its simulation."""
    percentiles = {f"p{percent}_days": simulation.percentile("days", percent) for percent in _PERCENTS}
    columns = [
        Column(key="letter", head="Route"),
        Column(key="route", head="Way"),
        Column(key="modes", head="By", unit="% of km"),
        Column(key="days", head="Time", unit="days", kind="days"),
        Column(key="moving_days", head="moving", unit="days", kind="days"),
        Column(key="waiting_days", head="waiting", unit="days", kind="days"),
        *(Column(key=f"p{percent}_days", head=f"P{percent}", unit="days", kind="days") for percent in _PERCENTS),
        Column(key="cost_usd", head="Cost", unit="USD/TEU", kind="usd"),
        Column(key="co2_kg", head="CO2e", unit="kg/TEU", kind="kg"),
        Column(key="availability", head="All open", unit="% of days", kind="share"),
        Column(key="length_km", head="Length", unit="km", kind="km"),
        Column(key="borders", head="Borders", kind="integer"),
        Column(key="gauge_breaks", head="Gauge breaks", kind="integer"),
        Column(key="transfers", head="Transfers", kind="integer"),
    ]  # fmt: skip
    found, asked = comparison.found, comparison.asked
    short = f" {asked} alternatives were asked for; {found} distinct enough were found." if found < asked else ""
    return Table(
        title="The routes compared",
        columns=tuple(columns),
        rows=tuple(
            {**row, "modes": _say_modes(route), **{name: days[number] for name, days in percentiles.items()}}
            for number, (row, route) in enumerate(zip(comparison.rows, comparison.routes, strict=True))
        ),
        note=f"P50 and P95: days that are not exceeded in 50, and in 95, percent of {simulation.draws:,} draws of all "
        f"figures from their ranges (seed {simulation.seed}). They tell how surely the figures are known and assume "
        "that all stays open. The likely value of most figures lies nearer to the low than to the high, so P50 is "
        "mostly above Time. "
        "All open: share of the recorded days with every border, link and place open, closures taken as "
        "independent. CO2e is well-to-wheel. Gauge breaks count among the transfers." + short,
    )


def tabulate_bounds(comparison: "Comparison", bounds: "Sequence[Bounds]") -> Table:
    """Lay out each route's totals with every figure at its low, as likely, and at its high."""
    groups: tuple[tuple[str, str, str, Kind], ...] = (
        ("days", "Time", "days", "days"),
        ("cost_usd", "Cost", "USD/TEU", "usd"),
        ("co2_kg", "CO2e", "kg/TEU", "kg"),
    )
    ends = ("low", "likely", "high")
    rows = []
    for row, route, bound in zip(comparison.rows, comparison.routes, bounds, strict=True):
        totals = {"low": bound.low, "likely": route, "high": bound.high}
        cells = {f"{key}_{end}": getattr(totals[end], key) for key, *_ in groups for end in ends}
        rows.append({"letter": row["letter"], "route": row["route"], **cells})
    return Table(
        title="If every figure were at its low, or at its high",
        columns=(
            Column(key="letter", head="Route"),
            Column(key="route", head="Way"),
            *(
                Column(key=f"{key}_{end}", head=f"{head}, {end}", unit=unit, kind=kind)
                for key, head, unit, kind in groups
                for end in ends
            ),
        ),
        rows=tuple(rows),
        note="Bounds, not quantiles: the same route priced with the low, and with the high, of every rate, speed, "
        "length, wait, charge and emission factor at once. Recorded delays have no range. They tell how little the "
        "figures are known, not what a shipper will meet.",
    )


def tabulate_reasons(comparison: "Comparison") -> Table:
    """Lay out why each route survives: how far it lies behind the best in each, and which routes dominate it."""
    best = {key: min((row[key] for row in comparison.rows), default=0.0) for key in ("days", "cost_usd", "co2_kg")}
    return Table(
        title="Why each route is here",
        columns=(
            Column(key="letter", head="Route"),
            Column(key="route", head="Way"),
            Column(key="days_more", head="Over the quickest", unit="days", kind="days"),
            Column(key="cost_usd_more", head="Over the cheapest", unit="USD/TEU", kind="usd"),
            Column(key="co2_kg_more", head="Over the lowest CO2e", unit="kg/TEU", kind="kg"),
            Column(key="dominated_by", head="Beaten on everything by"),
            Column(key="why", head="Reason, best at"),
        ),
        rows=tuple(
            {**row, **{f"{key}_more": row[key] - least for key, least in best.items()}} for row in comparison.rows
        ),
    )


def tabulate_hindrances(route: "Route") -> Table:
    """Lay out what holds a route back: its largest steps in hours and in USD, with their shares of the total."""
    slow = sorted(route.steps, key=lambda step: -step.time_h)[:_LARGEST]
    dear = sorted(route.steps, key=lambda step: -step.cost_usd)[:_LARGEST]
    rows = [
        {
            "rank": number,
            "slow": long.label,
            "hours": long.time_h,
            "hours_share": _share(long.time_h, route.time_h),
            "dear": costly.label,
            "usd": costly.cost_usd,
            "usd_share": _share(costly.cost_usd, route.cost_usd),
        }
        for number, (long, costly) in enumerate(zip(slow, dear, strict=True), start=1)
    ]
    return Table(
        title="What holds it back",
        columns=(
            Column(key="rank", head="No.", kind="integer"),
            Column(key="slow", head="Longest steps"),
            Column(key="hours", head="Time", unit="h", kind="hours"),
            Column(key="hours_share", head="Share of time", kind="share"),
            Column(key="dear", head="Dearest steps"),
            Column(key="usd", head="Cost", unit="USD/TEU", kind="usd"),
            Column(key="usd_share", head="Share of cost", kind="share"),
        ),
        rows=tuple(rows),
        note=_say_where_it_goes(route),
    )


def _say_where_it_goes(route: "Route") -> str:
    """Say what shares of a route's hours and dollars go to carriage, borders, terminals and rest."""
    moves = [step for step in route.steps if step.kind == "move"]
    borders = [step for step in route.steps if step.kind in ("exit", "entry")]
    terminals = [step for step in route.steps if step.kind == "transfer"]
    hours = {
        "moving": route.moving_h,
        "at borders": math.fsum(step.time_h for step in borders),
        "in terminals": math.fsum(step.time_h for step in terminals),
        "resting or delayed on the way": math.fsum(step.waiting_h for step in moves),
    }
    dollars = {
        "for carriage": math.fsum(step.cost_usd for step in moves),
        "at borders": math.fsum(step.cost_usd for step in borders),
        "in terminals": math.fsum(step.cost_usd for step in terminals),
    }
    time = ", ".join(f"{format_share(_share(part, route.time_h))} % {name}" for name, part in hours.items())
    money = ", ".join(f"{format_share(_share(part, route.cost_usd))} % {name}" for name, part in dollars.items())
    return f"Of all hours: {time}. Of all dollars: {money}."


def tabulate_steps(route: "Route", network: "Network", citations: Citations) -> Table:
    """Lay out the step sheet of a route; its last row holds the route's own totals."""
    rows = [
        {
            "number": number,
            "what": step.label,
            "place": name_place(network, step.to_place),
            "carrier": name_carrier(step.carrier),
            "country": step.country,
            "length_km": step.length_km or None,
            "moving_h": step.moving_h,
            "waiting_h": step.waiting_h,
            "cost_usd": step.cost_usd,
            "co2_kg": step.co2_kg,
            "cites": citations.cite(step.basis),
            "working": "; ".join(f"{basis.quantity}: {basis.text}" for basis in step.basis),
        }
        for number, step in enumerate(route.steps, start=1)
    ]
    return Table(
        title="Step sheet",
        columns=(
            Column(key="number", head="No.", kind="integer"),
            Column(key="what", head="Step"),
            Column(key="place", head="Reaches"),
            Column(key="carrier", head="Carrier"),
            Column(key="country", head="Country"),
            Column(key="length_km", head="Distance", unit="km", kind="km"),
            Column(key="moving_h", head="Moving", unit="h", kind="hours"),
            Column(key="waiting_h", head="Waiting", unit="h", kind="hours"),
            Column(key="cost_usd", head="Cost", unit="USD/TEU", kind="usd"),
            Column(key="co2_kg", head="CO2e", unit="kg/TEU", kind="kg"),
            Column(key="cites", head="Source, grade", kind="cites"),
            Column(key="working", head="Working"),
        ),
        rows=tuple(rows),
        total={
            "what": TOTAL,
            "length_km": route.length_km,
            "moving_h": route.moving_h,
            "waiting_h": route.waiting_h,
            "cost_usd": route.cost_usd,
            "co2_kg": route.co2_kg,
        },
        note="Figures are rounded for what they know; the totals are summed before rounding.",
    )


def tabulate_closures(comparison: "Comparison", network: "Network", citations: Citations) -> Table:
    """Lay out what the closure record has shut on its newest date."""
    rows = [
        {
            "what": name_closure(network, closure),
            "kind": closure["kind"],
            "effect": f"{closure['delay_h']:g} h late" if closure["effect"] == "delay" else "closed",
            "from_date": closure["from_date"],
            "as_of": closure["as_of"],
            "reason": closure["reason"],
            "cites": ((citations.number(closure["source_id"]), closure["grade"]),),
        }
        for closure in comparison.record.closed
    ]
    return Table(
        title=f"Closed by the record on {comparison.record.date.isoformat()}",
        columns=(
            Column(key="what", head="What"),
            Column(key="kind", head="Kind"),
            Column(key="effect", head="State"),
            Column(key="from_date", head="Since", kind="date"),
            Column(key="as_of", head="Last confirmed", kind="date"),
            Column(key="reason", head="Reason"),
            Column(key="cites", head="Source, grade", kind="cites"),
        ),
        rows=tuple(rows),
    )


def tabulate_weakest(comparisons: "Sequence[Comparison]", network: "Network", citations: Citations) -> Table:
    """Lay out the grade D figures that weigh most: each with the largest share it has of any route's total."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for comparison in comparisons:
        destination = name_place(network, comparison.destination)
        for row, route in zip(comparison.rows, comparison.routes, strict=True):
            time_h, cost_usd = route.time_h, route.cost_usd
            for step, basis in ((each, basis) for each in route.steps for basis in each.basis):
                share = _weight(step, basis, time_h, cost_usd)
                if basis.grade != "D" or not share:
                    continue
                entry = found.setdefault((step.ref, basis.quantity), {"share": 0.0, "routes": {}})
                entry["routes"][f"{row['letter']} to {destination}"] = None
                if share > entry["share"]:
                    entry |= {"step": step.label, "share": share, "basis": basis}
    heaviest = sorted(found.values(), key=lambda entry: -entry["share"])[:_WEAKEST]
    return Table(
        title="Weakest figures used",
        columns=(
            Column(key="step", head="Step"),
            Column(key="figure", head="Figure"),
            Column(key="working", head="Value used"),
            Column(key="share", head="Largest share of a total", kind="share"),
            Column(key="routes", head="In routes"),
            Column(key="cites", head="Source, grade", kind="cites"),
        ),
        rows=tuple(
            {
                "step": entry["step"],
                "figure": "time" if entry["basis"].quantity == "rest" else entry["basis"].quantity,
                "working": entry["basis"].text,
                "share": entry["share"],
                "routes": tuple(entry["routes"]),
                "cites": citations.cite([entry["basis"]]),
            }
            for entry in heaviest
        ),
        note="Grade D figures are estimates. The share is that of the route's hours or dollars which rests on one.",
    )


def tabulate_assumptions(network: "Network", scenario: "Scenario", citations: Citations) -> Table:
    """Lay out the assumptions: likely value used, range, unit, and source."""
    used = {row["name"]: row["likely"] for row in network.rows("assumptions")} | dict(scenario.shipment)
    used["carbon_price_usd_per_t"] = scenario.carbon_price_usd_per_t
    rows = [
        {
            "name": row["name"].replace("_", " "),
            "used": float(used[row["name"]]),
            "low": row["low"],
            "high": row["high"],
            "unit": row["unit"],
            "note": row["note"],
            "cites": ((citations.number(row["source_id"]), row["grade"]),),
        }
        for row in network.rows("assumptions")
    ]
    return Table(
        title="Assumptions",
        columns=(
            Column(key="name", head="Assumption"),
            Column(key="used", head="Used", kind="number"),
            Column(key="low", head="Low", kind="number"),
            Column(key="high", head="High", kind="number"),
            Column(key="unit", head="Unit"),
            Column(key="cites", head="Source, grade", kind="cites"),
            Column(key="note", head="Note"),
        ),
        rows=tuple(rows),
        note="Grades: A official statistic, B published study or measurement, C press or operator, D estimate.",
    )


def tabulate_rates(comparisons: "Sequence[Comparison]", applied: "Network", citations: Citations) -> Table:
    """Lay out the rates by which the routes' moves were priced: as used, with range and source."""
    costing = Costing(applied, shipment_of(applied, applied.scenario))
    found: dict[tuple[str, ...], Row] = {}
    for step in (step for each in comparisons for route in each.routes for step in route.steps if step.kind == "move"):
        link = applied.row("links", step.ref.partition(":")[2])
        for row in costing.rates_of(link, forward=step.edge_id.endswith(">")):
            found[row_key("rates", row)] = row
    order = {quantity: number for number, quantity in enumerate(QUANTITIES)}
    rows = sorted(
        found.values(),
        key=lambda row: (row["mode"], row["country"], row["link_id"], row["direction"], order[row["quantity"]]),
    )
    return Table(
        title="Rates used",
        columns=(
            Column(key="mode", head="Mode"),
            Column(key="where", head="Where"),
            Column(key="direction", head="Direction"),
            Column(key="rate", head="Rate"),
            Column(key="likely", head="Used", kind="number"),
            Column(key="low", head="Low", kind="number"),
            Column(key="high", head="High", kind="number"),
            Column(key="unit", head="Unit"),
            Column(key="cites", head="Source, grade", kind="cites"),
            Column(key="note", head="Note"),
        ),
        rows=tuple(
            {
                **row,
                "where": _say_where(row, applied),
                "rate": _RATES[row["quantity"]][0],
                "unit": _RATES[row["quantity"]][1],
                "cites": ((citations.number(row["source_id"]), row["grade"]),),
            }
            for row in rows
        ),
        note="A factor of the scenario is in them. A link's own rate goes before its country's.",
    )


def _say_where(rate: "Row", network: "Network") -> str:
    """Say what a rate holds for: a link by its ends, a country, or every country without one of its own."""
    if rate["link_id"]:
        link = network.row("links", rate["link_id"])
        return f"{name_place(network, link['from_place'])} – {name_place(network, link['to_place'])}"
    return "elsewhere" if rate["country"] == "*" else name_country(rate["country"])


_RATES: Final = {
    "usd_per_teu_km": ("carriage", "USD/TEU-km"),
    "speed_kmh": ("speed, border delay left out", "km/h"),
    "moving_h_per_day": ("hours of movement in 24", "h"),
    "gco2e_per_tkm": ("emissions, well-to-wheel", "g CO2e/t-km"),
}


def _weight(step: "Step", basis: "Basis", time_h: float, cost_usd: float) -> float:
    """Return the share of a route's hours or dollars that rests on a basis of a step; a length bears on hours."""
    if basis.quantity == "cost":
        return _share(step.cost_usd, cost_usd)
    return 0.0 if basis.quantity == "co2" else _share(step.time_h, time_h)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _say_modes(route: "Route") -> str:
    """Say what part of the length is travelled by which mode, the largest first."""
    lengths: dict[str, list[float]] = {}
    for step in route.steps:
        if step.kind == "move":
            lengths.setdefault(step.carrier.partition("-")[0], []).append(step.length_km)
    shares = {mode: 100 * _share(math.fsum(parts), route.length_km) for mode, parts in lengths.items()}
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{mode} {share:.0f}" for mode, share in ordered if share >= 0.5)
