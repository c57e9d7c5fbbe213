"""CPMM-style indicators of a route, beside the values that CAREC publishes.

TFI1 is hours and TFI2 USD to clear one country's side of a border; TFI3 is USD per 500 km per 20 t of carriage (border
charges stand under TFI2, so that nothing counts twice); SWOD is kilometres over hours moving, SWD over all hours spent
in the country. Source of the definitions: https://cpmm.carecprogram.org/2023-report.
"""

import math
from typing import TYPE_CHECKING, Any, Final

from corridor.countries import name_country
from corridor.report.citations import Citations
from corridor.report.tabular import Column, Table

if TYPE_CHECKING:
    from corridor.network import Network
    from corridor.types import Route, Step

DEFINITIONS: Final = (
    "TFI1: hours to clear one country's side of a border, waiting included. TFI2: the charges there, official and "
    "unofficial.",
    "TFI3: USD of carriage per 500 km and 20 t, at the shipment's weight; border charges stand under TFI2. CAREC's "
    "holds them too; by rail it is the higher, as it comes from regular trains and wagons hired apart, and the model "
    "prices a container in a container train.",
    "TFI4: the speed. SWOD is without delay, over hours moving; SWD is with delay, over all hours in the country, "
    "loading and unloading at the ends left out.",
    "Published: CAREC's mean of that crossing, else of the country's borders in that direction, else of all of them. "
    "The year is that of the measurement, the number that of the source. A dash: none is in the data.",
)
"""What the indicators of a report are, and how the published ones were chosen."""


def measure_sides(route: "Route") -> list[dict[str, Any]]:
    """Return TFI1 and TFI2 of each side of each border passed, in order of travel."""
    return [
        {
            "country": step.country, "mode": step.carrier.partition("-")[0], "side": step.kind, "label": step.label,
            "ref": step.ref, "TFI1_h": step.time_h, "TFI2_usd": step.cost_usd,
        }
        for step in route.steps if step.kind in ("exit", "entry")
    ]  # fmt: skip


def measure_countries(route: "Route", *, payload_t: float) -> list[dict[str, Any]]:
    """Return TFI3, SWD and SWOD of each country and land mode travelled, in order of travel.

    Hours of borders and transfers count in SWD, loading and unloading at the ends do not.
    """
    groups: dict[tuple[str, str], list[Step]] = {}
    for step in route.steps:
        mode = step.carrier.partition("-")[0]
        if mode in ("rail", "road") and "gate" not in (step.carrier, step.from_carrier):
            groups.setdefault((step.country, mode), []).append(step)
    found = []
    for (country, mode), steps in groups.items():
        moves = [step for step in steps if step.kind == "move"]
        km, moving_h = math.fsum(step.length_km for step in moves), math.fsum(step.moving_h for step in moves)
        if not km or not moving_h or not payload_t:
            continue
        usd = math.fsum(step.cost_usd for step in moves)
        found.append({
            "country": country, "mode": mode, "length_km": km,
            "TFI3_usd_per_500km_20t": usd / km * 500 * 20 / payload_t,
            "SWOD_kmh": km / moving_h, "SWD_kmh": km / math.fsum(step.time_h for step in steps),
        })  # fmt: skip
    return found


def published_value(network: "Network", measured: dict[str, Any], indicator: str) -> dict[str, Any] | None:
    """Return the published row nearest to what was measured, the newest of them, or None.

    Nearest is one for the very crossing, then one for the direction (outbound for an exit), then one for all.
    """
    ranked = []
    for row in network.rows("indicators"):
        if (row["country"], row["mode"], row["indicator"]) == (measured["country"], measured["mode"], indicator):
            distance = _distance(str(row["scope"]).casefold(), measured)
            if distance is not None:
                ranked.append((distance, -row["year"], str(row["scope"]), row))
    return dict(min(ranked, key=lambda entry: entry[:3])[3]) if ranked else None


def tabulate_sides(route: "Route", network: "Network", citations: Citations) -> Table:
    """Lay out TFI1 and TFI2 by crossing side, each beside the published value."""
    rows, remarks = [], dict[str, None]()
    for side in measure_sides(route):
        row = {**side, "country": name_country(side["country"])}
        for indicator in ("TFI1_h", "TFI2_usd"):
            row |= _beside(network, citations, indicator, measured=side, remarks=remarks)
        rows.append(row)
    return Table(
        title="Border indicators (CPMM)",
        columns=(
            Column(key="label", head="Crossing side"),
            Column(key="country", head="Country"),
            Column(key="mode", head="Mode"),
            Column(key="TFI1_h", head="TFI1", unit="h", kind="hours"),
            *_published("TFI1_h", "h", "hours"),
            Column(key="TFI2_usd", head="TFI2", unit="USD/TEU", kind="usd"),
            *_published("TFI2_usd", "USD/truck or TEU", "usd"),
        ),
        rows=tuple(rows),
        note=" ".join(remarks),
    )


def tabulate_countries(route: "Route", network: "Network", citations: Citations, *, payload_t: float) -> Table:
    """Lay out TFI3, SWD and SWOD by country and mode, each beside the published value."""
    rows, remarks = [], dict[str, None]()
    for measured in measure_countries(route, payload_t=payload_t):
        row = {**measured, "country": name_country(measured["country"])}
        for indicator in ("TFI3_usd_per_500km_20t", "SWOD_kmh", "SWD_kmh"):
            row |= _beside(network, citations, indicator, measured=measured, remarks=remarks)
        rows.append(row)
    return Table(
        title="Country indicators (CPMM)",
        columns=(
            Column(key="country", head="Country"),
            Column(key="mode", head="Mode"),
            Column(key="length_km", head="Distance", unit="km", kind="km"),
            Column(key="TFI3_usd_per_500km_20t", head="TFI3", unit="USD per 500 km per 20 t", kind="usd"),
            *_published("TFI3_usd_per_500km_20t", "USD per 500 km per 20 t", "usd"),
            Column(key="SWOD_kmh", head="SWOD", unit="km/h", kind="kmh"),
            *_published("SWOD_kmh", "km/h", "kmh"),
            Column(key="SWD_kmh", head="SWD", unit="km/h", kind="kmh"),
            *_published("SWD_kmh", "km/h", "kmh"),
        ),
        rows=tuple(rows),
        note=" ".join(remarks),
    )


def _published(key: str, unit: str, kind: Any) -> tuple[Column, ...]:
    name = key.partition("_")[0]
    return (
        Column(key=f"{key}_published", head=f"{name} published", unit=unit, kind=kind),
        Column(key=f"{key}_from", head=f"{name} from"),
    )


def _beside(
    network: "Network", citations: Citations, indicator: str, *, measured: dict[str, Any], remarks: dict[str, None]
) -> dict[str, Any]:
    """Return the cells of the published value; what the data remark on it goes to `remarks`."""
    row = published_value(network, measured, indicator)
    if row is None:
        return {f"{indicator}_published": None, f"{indicator}_from": None}
    scope = "" if row["scope"] == "all" else f"{row['scope']}, "
    if row["note"]:
        name = indicator.partition("_")[0]
        which = f"{name_country(row['country'])}, {row['mode']}, {name}, {scope}{row['year']}"
        remarks[f"{which}: {row['note'].removesuffix('.')}."] = None
    return {
        f"{indicator}_published": row["value"],
        f"{indicator}_from": f"{scope}{row['year']} [{citations.number(row['source_id'])}]",
    }


def _distance(scope: str, measured: dict[str, Any]) -> int | None:
    """Rank a published scope for a crossing side or a country; None where it speaks of something else."""
    if scope == "all":
        return 2
    if "side" not in measured:
        return None
    direction, opposite = ("outbound", "inbound") if measured["side"] == "exit" else ("inbound", "outbound")
    if scope == direction:
        return 1
    names = str(measured["ref"]).partition(":")[2].split(" ")[0].split("-")
    words = set(scope.replace("(", " ").replace(")", " ").replace("-", " ").split())
    return 0 if words & {name for name in names if len(name) > 3} and opposite not in words else None
