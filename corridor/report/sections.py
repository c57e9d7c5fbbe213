"""The tables of a report, each laid out by one function."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from corridor.report.citations import Citations
from corridor.report.names import name_carrier, name_closure, name_place
from corridor.report.tabular import Column, Table

if TYPE_CHECKING:
    from corridor.compare import Comparison
    from corridor.network import Network
    from corridor.scenario import Scenario
    from corridor.types import Basis, Route, Step

_LARGEST: Final = 5
_WEAKEST: Final = 12
_OPTIONAL: Final = (("p50_days", "P50"), ("p80_days", "P80"), ("p95_days", "P95"))


def tabulate_routes(comparison: "Comparison") -> Table:
    """Lay out the comparison: one row a route, with percentiles of the days where they are known."""
    columns = [
        Column(key="letter", head="Route"),
        Column(key="route", head="Way"),
        Column(key="modes", head="By", unit="% of km"),
        Column(key="days", head="Time", unit="days", kind="days"),
        Column(key="moving_days", head="moving", unit="days", kind="days"),
        Column(key="waiting_days", head="waiting", unit="days", kind="days"),
        *(Column(key=key, head=head, unit="days", kind="days") for key, head in _OPTIONAL
          if any(key in row for row in comparison.rows)),
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
            {**row, "modes": _say_modes(route)} for row, route in zip(comparison.rows, comparison.routes, strict=True)
        ),
        note="All open: share of the recorded days with every border, link and place open, closures taken as "
        "independent. CO2e is well-to-wheel. Gauge breaks count among the transfers." + short,
    )


def tabulate_reasons(comparison: "Comparison") -> Table:
    """Lay out why each route survives: what it is best at, and which routes beat it on everything."""
    return Table(
        title="Why each route is here",
        columns=(
            Column(key="letter", head="Route"),
            Column(key="best_at", head="Best at"),
            Column(key="dominated_by", head="Beaten on everything by"),
            Column(key="why", head="Reason"),
        ),
        rows=tuple(comparison.rows),
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
    )


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
            "what": "Total",
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
            for step, basis in ((each, basis) for each in route.steps for basis in each.basis):
                share = _weight(step, basis, route)
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
                "figure": _FIGURES.get(entry["basis"].quantity, entry["basis"].quantity),
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
            "used": f"{used[row['name']]:g}",
            "range": f"{row['low']:g} to {row['high']:g}" if row["low"] != row["high"] else "",
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
            Column(key="used", head="Used"),
            Column(key="range", head="Range"),
            Column(key="unit", head="Unit"),
            Column(key="cites", head="Source, grade", kind="cites"),
            Column(key="note", head="Note"),
        ),
        rows=tuple(rows),
        note="Grades: A official statistic, B published study or measurement, C press or operator, D estimate.",
    )


_FIGURES: Final = {"time": "time", "rest": "time", "length": "length", "cost": "cost"}


def _weight(step: "Step", basis: "Basis", route: "Route") -> float:
    """Return the share of the route's hours or dollars that rests on a basis of a step; a length bears on hours."""
    if basis.quantity == "cost":
        return _share(step.cost_usd, route.cost_usd)
    return 0.0 if basis.quantity == "co2" else _share(step.time_h, route.time_h)


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
