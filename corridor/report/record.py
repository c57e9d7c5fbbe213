"""The report as JSON, in the form that `report.schema.json` publishes; figures keep all their digits."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from corridor.report.indicators import measure_countries, measure_sides
from corridor.scenario import shipment_of

if TYPE_CHECKING:
    from corridor.report.contents import Report, Section
    from corridor.types import Route, Step

_TOTALS: Final = (
    "days", "time_h", "moving_h", "waiting_h", "cost_usd", "co2_kg", "availability", "length_km", "borders",
    "gauge_breaks", "transfers",
)  # fmt: skip
_BOUNDED: Final[tuple[Literal["days", "cost_usd", "co2_kg"], ...]] = ("days", "cost_usd", "co2_kg")
_PERCENTS: Final = (5, 50, 95)
_STEP: Final = (
    "edge_id", "kind", "label", "from_place", "to_place", "from_carrier", "carrier", "country", "ref", "length_km",
    "moving_h", "waiting_h", "cost_usd", "co2_kg", "exposure",
)  # fmt: skip
_RATE: Final = (
    "country", "link_id", "mode", "direction", "quantity", "low", "likely", "high", "source_id", "grade", "note",
)  # fmt: skip
_SOURCE: Final = ("number", "source_id", "title", "publisher", "year", "address", "date_read", "how")


def render_json(report: "Report") -> str:
    """Write the report as JSON."""
    return json.dumps(_data(report), default=str, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def read_report_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the report's JSON form."""
    text = files("corridor.report").joinpath("report.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _data(report: "Report") -> dict[str, Any]:
    shipment = shipment_of(report.network, report.scenario)
    return {
        "format": "corridor-report-1",
        "title": report.title,
        "scenario": report.scenario.name,
        "assumed": list(report.assumed),
        "data_version": report.network.version,
        "shipment": asdict(shipment),
        "comparisons": [_section(section, shipment.payload_t) for section in report.sections],
        "assumptions": [dict(row) for row in report.network.rows("assumptions")],
        "rates": [{key: row[key] for key in _RATE} for row in report.rates.rows],
        "sources": [{key: row.get(key) for key in _SOURCE} for row in report.citations.rows],
    }


def _section(section: "Section", payload_t: float) -> dict[str, Any]:
    comparison = section.comparison
    record = comparison.record
    percentiles = {
        name: {percent: section.simulation.percentile(name, percent) for percent in _PERCENTS} for name in _BOUNDED
    }
    return {
        "origin": {"place_id": comparison.origin, "name": section.origin},
        "destination": {"place_id": comparison.destination, "name": section.destination},
        "terms": list(comparison.terms),
        "asked": comparison.asked,
        "found": comparison.found,
        "answer": list(section.answer),
        "draws": {"number": section.simulation.draws, "seed": section.simulation.seed},
        "routes": [
            {
                "letter": row["letter"],
                "name": route.name,
                "totals": {name: getattr(route, name) for name in _TOTALS},
                "bounds": {
                    "low": {name: getattr(sheet.bounds.low, name) for name in _BOUNDED},
                    "high": {name: getattr(sheet.bounds.high, name) for name in _BOUNDED},
                },
                "percentiles": {
                    name: {f"p{percent}": values[number] for percent, values in by_percent.items()}
                    for name, by_percent in percentiles.items()
                },
                "best_share": section.simulation.best_shares[number],
                "best_at": list(row["best_at"]),
                "dominated_by": list(row["dominated_by"]),
                "why": row["why"],
                "steps": [_step(step) for step in route.steps],
                "indicators": {
                    "borders": measure_sides(route),
                    "countries": measure_countries(route, payload_t=payload_t),
                },
            }
            for number, (row, route, sheet) in enumerate(
                zip(comparison.rows, comparison.routes, section.sheets, strict=True)
            )
        ],
        "record": {
            "date": record.date.isoformat(),
            "closed": [dict(row) for row in record.closed],
            "routes_left": list(record.routes_left),
            "best": _best(record.best),
        },
    }


def _step(step: "Step") -> dict[str, Any]:
    return {name: getattr(step, name) for name in _STEP} | {"basis": [asdict(basis) for basis in step.basis]}


def _best(route: "Route | None") -> dict[str, Any] | None:
    return {"name": route.name, "days": route.days, "cost_usd": route.cost_usd} if route else None
