"""What a page carries as data: routes, steps, lines, places, border stops and sources."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corridor.compare import route_letter
from corridor.mapping.text import encode_line, ink_on, mean, route_colour
from corridor.network import in_force
from corridor.scenario import parse_closure
from corridor.types import Route, Step

if TYPE_CHECKING:
    from corridor.network import Network
    from corridor.scenario import Scenario
    from corridor.tables import Row


def describe_routes(routes: Sequence[Route], network: "Network", scenario: "Scenario | None" = None) -> dict[str, Any]:
    """Return the page's data of some routes; steps and links that routes share are written once.

    Closed are shown the crossings and places shut on the scenario's date, without one on the closure record's newest
    date, and those that the scenario shuts. The share of days on which a route was open is named `open`.
    What the table shows is not rounded here, so that the page shows what Python shows.
    """
    closed = _find_closed(network, scenario)
    links = {row["link_id"]: row for row in network.rows("links")}
    steps = {step.edge_id: step for route in routes for step in route.steps}
    at = {edge_id: index for index, edge_id in enumerate(steps)}
    place_ids = dict.fromkeys(place for route in routes for place in route.place_ids)
    ends = {end for route in routes for end in (route.origin, route.destination)}
    return {
        "kind": "routes",
        "places": {key: _describe_place(network, key, key in ends) for key in place_ids},
        "links": {key: describe_link(network, links[key]) for key in _unique(r.link_ids for r in routes)},
        "steps": [_describe_step(step) for step in steps.values()],
        "routes": [
            {
                "letter": route_letter(index),
                "name": route.name,
                "colour": route_colour(index),
                "ink": ink_on(route_colour(index)),
                "west": round(mean(network.row("places", place)["lon"] for place in route.place_ids), 3),
                "days": route.days,
                "usd": route.cost_usd,
                "co2": route.co2_kg,
                "borders": route.borders,
                "gauge": route.gauge_breaks,
                "open": round(route.availability, 12),
                "km": round(route.length_km, 1),
                "waiting": round(route.waiting_h, 2),
                "transfers": route.transfers,
                "steps": [at[step.edge_id] for step in route.steps],
            }
            for index, route in enumerate(routes)
        ],
        "stops": _find_stops(routes, network, closed),
        "closed": closed,
        "sources": describe_sources(
            network, [*(b.source_id for step in steps.values() for b in step.basis), *(one["source"] for one in closed)]
        ),
    }


def describe_network(network: "Network") -> dict[str, Any]:
    """Return the page's data of a whole network."""
    rows, closed = network.rows("links"), _find_closed(network)
    return {
        "kind": "network",
        "places": {row["place_id"]: _describe_place(network, row["place_id"], False) for row in network.rows("places")},
        "links": {row["link_id"]: describe_link(network, row) for row in rows},
        "projects": {row["project_id"]: row["name"] for row in network.rows("projects")},
        "closed": closed,
        "sources": describe_sources(network, [*(row["source_id"] for row in rows), *(one["source"] for one in closed)]),
    }


def describe_link(network: "Network", row: dict[str, Any]) -> dict[str, Any]:
    """Return a link as the page holds it."""
    return {
        "from": row["from_place"],
        "to": row["to_place"],
        "mode": row["mode"],
        "gauge": row["gauge_mm"],
        "km": round(row["length_km"], 1),
        "status": row["status"],
        "opens": row["opens"],
        "project": row["project_id"],
        "source": row["source_id"],
        "grade": row["grade"],
        "line": encode_line(network.shape(row["link_id"])),
    }


def describe_sources(network: "Network", used: Iterable[str]) -> dict[str, list[str]]:
    """Return title, publisher, year and address of the sources used."""
    rows = {row["source_id"]: row for row in network.rows("sources")}
    return {
        key: [str(rows[key][column] or "") for column in ("title", "publisher", "year", "address")]
        for key in sorted(set(used))
        if key in rows
    }


def locate_crossing(network: "Network", crossing_id: str) -> tuple[float, float] | None:
    """Return lon, lat of a border crossing: its border station, else the middle of the link that passes it."""
    points: list[tuple[float, float]] = []
    for row in network.rows("links"):
        if row["crossing_id"] != crossing_id:
            continue
        ends = [network.row("places", row[end]) for end in ("from_place", "to_place")]
        stations = [(end["lon"], end["lat"]) for end in ends if end["kind"] == "border"]
        line = network.shape(row["link_id"])
        if stations:
            return mean(x for x, _ in stations), mean(y for _, y in stations)
        points.append(line[len(line) // 2] if len(line) > 2 else _middle(line[0], line[-1]))
    return points[0] if points else None


def crossing_of(step: Step) -> str:
    """Id of the crossing that a step of kind exit or entry passes."""
    return step.ref.partition(":")[2].split(" ")[0]


def is_gauge_break(step: Step) -> bool:
    """Say whether a step moves a container between two rail gauges."""
    return step.kind == "transfer" and step.carrier.startswith("rail-") and step.from_carrier.startswith("rail-")


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _unique(groups: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(key for group in groups for key in group))


def _describe_place(network: "Network", place_id: str, is_end: bool) -> list[Any]:
    row = network.row("places", place_id)
    rank = 0 if is_end else row["rank"] or 3
    return [row["name"], round(row["lon"], 3), round(row["lat"], 3), rank, row["kind"], row["country"]]


def _describe_step(step: Step) -> dict[str, Any]:
    return {
        "id": step.edge_id,
        "kind": step.kind,
        "label": step.label,
        "from": step.from_place,
        "to": step.to_place,
        "mode": step.carrier.partition("-")[0],
        "gauge": is_gauge_break(step),
        "link": step.ref.partition(":")[2] if step.kind == "move" else "",
        "crossing": crossing_of(step) if step.kind in ("exit", "entry") else "",
        "km": round(step.length_km, 1),
        "moving": round(step.moving_h, 3),
        "waiting": round(step.waiting_h, 3),
        "usd": round(step.cost_usd, 2),
        "co2": round(step.co2_kg, 2),
        "status": step.status,
        "basis": [[basis.quantity, basis.text, basis.source_id, basis.grade] for basis in step.basis],
    }


def _find_stops(
    routes: Sequence[Route], network: "Network", closed: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return borders and gauge breaks on the routes with the longest dwell of any route there."""
    shut = {(one["id"], one["mode"]) for one in closed}
    stops: dict[str, dict[str, Any]] = {}
    for index, route in enumerate(routes):
        hours: dict[str, float] = {}
        for step in route.steps:
            is_border = step.kind in ("exit", "entry")
            if not is_border and not is_gauge_break(step):
                continue
            key = crossing_of(step) if is_border else f"place:{step.from_place}"
            row = network.row("places", step.from_place)
            point = (locate_crossing(network, key) if is_border else None) or (row["lon"], row["lat"])
            name = network.crossing_names.get(key, key) if is_border else row["name"]
            stop = stops.setdefault(
                key,
                {
                    "id": key,
                    "name": name,
                    "lon": round(point[0], 3),
                    "lat": round(point[1], 3),
                    "hours": 0.0,
                    "gauge": not is_border,
                    "closed": False,
                    "routes": [],
                },
            )
            mode = step.carrier.partition("-")[0]
            stop["closed"] = stop["closed"] or (is_border and bool({(key, ""), (key, mode)} & shut))
            hours[key] = hours.get(key, 0.0) + step.time_h
            if index not in stop["routes"]:
                stop["routes"].append(index)
        for key, value in hours.items():
            stops[key]["hours"] = max(stops[key]["hours"], round(value, 1))
    return sorted(stops.values(), key=lambda stop: (-stop["hours"], stop["id"]))


def _find_closed(network: "Network", scenario: "Scenario | None" = None) -> list[dict[str, Any]]:
    """Return the crossings and places shut on a scenario's date or the record's newest, and by the scenario itself."""
    found = []
    date = scenario.date if scenario and scenario.date else network.record_date
    rows: list[Row] = [row for row in network.rows("closures") if row["effect"] == "closed" and in_force(row, date)]
    for text in scenario.closures if scenario else ():
        shut = parse_closure(text, network)
        facts: Row = {"kind": shut.kind, "target": shut.target, "mode": shut.mode, "reason": shut.why}
        rows.append({**facts, "from_date": "", "as_of": "", "source_id": ""})
    for row in rows:
        if row["kind"] not in ("crossing", "place"):
            continue
        if row["kind"] == "crossing":
            point = locate_crossing(network, row["target"])
            name = network.crossing_names.get(row["target"], row["target"])
        else:
            place = network.row("places", row["target"])
            point, name = (place["lon"], place["lat"]), place["name"]
        if point:
            facts = {"id": row["target"], "name": name, "lon": round(point[0], 3), "lat": round(point[1], 3)}
            since = {"from": str(row["from_date"]), "as_of": str(row["as_of"]), "mode": row["mode"] or ""}
            found.append({**facts, **since, "reason": row["reason"], "source": row["source_id"]})
    return found
