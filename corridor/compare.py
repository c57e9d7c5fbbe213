"""Routes side by side, who dominates whom, and the reason, in words, that each survives."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corridor.countries import name_country
from corridor.errors import NoRouteError, ScenarioError
from corridor.graph import concerns
from corridor.network import Network, Shut
from corridor.reasons import judge_routes
from corridor.routes import default_weights, find_alternatives, find_route, follow_corridor, parse_name
from corridor.scenario import Scenario, apply_scenario
from corridor.tables import Row
from corridor.types import Route

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """What the closure record says for its newest date, and what remains then.

    `closed` are the rows in force, `routes_left` the letters of the compared routes that stay open, `best` the best
    route then (None if there is none, with `cause` saying why).
    """

    date: dt.date
    closed: tuple[Row, ...]
    routes_left: tuple[str, ...]
    best: Route | None
    cause: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Routes between two places, compared.

    `asked` is how many distinct alternatives were asked for and `found` how many there are; the extremes and the named
    corridors come on top. `terms` say in words what was asked besides: what to pass or avoid, the modes, the weights.
    `weights` are those by which the first route is the best of all ways.
    """

    origin: str
    destination: str
    routes: tuple[Route, ...]
    asked: int
    found: int
    record: RecordState
    weights: Mapping[str, float]
    terms: tuple[str, ...] = ()

    @functools.cached_property
    def rows(self) -> tuple[dict[str, Any], ...]:
        """One row a route, in order: its letter, totals, what it is best at and who dominates it."""
        return compare_rows(self.routes, open_now=self.record.routes_left)


def compare_rows(routes: Sequence[Route], *, open_now: Sequence[str] = ()) -> tuple[dict[str, Any], ...]:
    """Return one row a route: letter, totals from its steps, what it is best at, the letters that dominate it, why.

    `open_now` are the letters of those that the closure record leaves open at its newest date.
    """
    letters = [route_letter(number) for number in range(len(routes))]
    rows = []
    for letter, route, standing in zip(letters, routes, judge_routes(routes), strict=True):
        dominated_by = tuple(letters[number] for number in standing.dominated_by)
        rows.append(
            {
                "letter": letter,
                "route": route.name,
                "days": route.days,
                "moving_days": route.moving_h / 24,
                "waiting_days": route.waiting_h / 24,
                "cost_usd": route.cost_usd,
                "co2_kg": route.co2_kg,
                "availability": route.availability,
                "length_km": route.length_km,
                "borders": route.borders,
                "gauge_breaks": route.gauge_breaks,
                "transfers": route.transfers,
                "best_at": standing.best_at,
                "dominated_by": dominated_by,
                "why": "; ".join(standing.reasons) or _say_beaten(letter, dominated_by, open_now),
            }
        )
    return tuple(rows)


def _say_beaten(letter: str, dominated_by: Sequence[str], open_now: Sequence[str]) -> str:
    """Say why a route is kept that others equal or beat in everything: it may be open when they are not."""
    said = f"no better than {', '.join(dominated_by)} in any criterion; kept as another way"
    if letter not in open_now or not set(dominated_by).isdisjoint(open_now):
        return said
    *others, last = dominated_by
    beaten = f"{', '.join(others)} and {last} are" if others else f"{last} is"
    return f"{said}, but open by the record when {beaten} not"


def compare_routes(routes: Sequence[Route], *, long: bool = False) -> "pd.DataFrame":
    """Return routes as a tidy DataFrame, one row a route indexed by letter, or with `long` one row a step.

    Times are in days (steps: hours), money in USD per TEU, emissions in kg CO2e per TEU.
    """
    import pandas as pd

    if not long:
        return pd.DataFrame(compare_rows(routes)).set_index("letter")
    return pd.DataFrame(
        [
            {
                "letter": route_letter(number),
                "step": place,
                "kind": step.kind,
                "label": step.label,
                "from_place": step.from_place,
                "to_place": step.to_place,
                "carrier": step.carrier,
                "country": step.country,
                "length_km": step.length_km,
                "moving_h": step.moving_h,
                "waiting_h": step.waiting_h,
                "cost_usd": step.cost_usd,
                "co2_kg": step.co2_kg,
                "exposure": step.exposure,
                "ref": step.ref,
                "sources": "|".join(dict.fromkeys(basis.source_id for basis in step.basis)),
                "grade": max((basis.grade for basis in step.basis), default=""),
            }
            for number, route in enumerate(routes)
            for place, step in enumerate(route.steps, start=1)
        ]
    )


def routes_to_geodataframe(routes: Sequence[Route], *, network: Network) -> "gpd.GeoDataFrame":
    """Return routes as lines (EPSG:4326) with the columns of `compare_routes`, for QGIS."""
    import geopandas as gpd
    import shapely

    lines = []
    for route in routes:
        parts = []
        for step in route.steps:
            if step.kind == "move":
                line = network.shape(step.ref.partition(":")[2])
                parts.append(line if step.edge_id.endswith(">") else line[::-1])
        lines.append(shapely.MultiLineString(parts))
    frame = compare_routes(routes)
    for name in ("best_at", "dominated_by"):
        frame[name] = frame[name].map("|".join)
    return gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:4326")


def make_comparison(
    network: Network,
    origin: str,
    destination: str,
    *,
    k: int = 5,
    scenario: Scenario | None = None,
    **options: Any,
) -> Comparison:
    """Find the ways between two places, compare them, and say what the closure record leaves at its newest date.

    The ways are those of `find_ways`. `options` are those of `find_alternatives`, which says what is raised.
    """
    if network.scenario is not None:
        raise ScenarioError("compare the network as loaded; the scenario is given by scenario=")
    applied = apply_scenario(network, scenario or Scenario())
    routes, found = find_ways(applied, origin, destination, k=k, **options)
    return Comparison(
        origin=routes[0].origin,
        destination=routes[0].destination,
        routes=routes,
        asked=k,
        found=found,
        record=_record_state(network, applied, routes, options),
        weights=options.get("weights") or default_weights(applied),
        terms=_say_terms(network, options),
    )


def find_ways(
    applied: Network, origin: str, destination: str, *, k: int = 5, **options: Any
) -> tuple[tuple[Route, ...], int]:
    """Find the ways worth comparing in a network with its scenario applied, and how many are distinct alternatives.

    They are k alternatives by generalised cost (or `weights`), then the fastest, the cheapest and the one of lowest
    CO2e, then the official corridor and its variants between these ends as far as they are open: each only if it is
    not there already. Where names begin alike, each tells the first place that only its route passes. `options` are
    those of `find_alternatives`, which says what is raised.
    """
    alternatives = find_alternatives(applied, origin, destination, k=k, **options)
    extremes = [
        find_route(applied, origin, destination, **{**_without(options, "distinct"), "weights": {name: 1.0}})
        for name in ("time_h", "cost_usd", "co2_kg")
    ]
    routes: list[Route] = []
    for route in (*alternatives, *extremes, *_named_routes(applied, alternatives[0], options)):
        same = [number for number, other in enumerate(routes) if other.edge_ids == route.edge_ids]
        if same:
            routes[same[0]] = route
        else:
            routes.append(route)
    return _tell_apart(applied, routes), len(alternatives)


def _tell_apart(network: Network, routes: Sequence[Route]) -> tuple[Route, ...]:
    """Add to names that begin alike, with whatever modes, the first place that no other route so named passes."""
    heads = [route.name.partition(" (")[0] for route in routes]
    result = []
    for route, head in zip(routes, heads, strict=True):
        alike = [other for other, its in zip(routes, heads, strict=True) if its == head and other is not route]
        passed = {place for other in alike for place in other.place_ids}
        own = [place for place in route.place_ids if place not in passed] if alike else []
        name = network.row("places", own[0])["name"].partition(" (")[0] if own else ""
        result.append(replace(route, name=f"{route.name}, by {name}") if name else route)
    return tuple(result)


def _say_terms(network: Network, options: Mapping[str, Any]) -> tuple[str, ...]:
    lines = []
    for name, words in (("via", "Only by way of"), ("avoid", "Avoiding")):
        asked = options.get(name) or ()
        if asked:
            told = [name_asked(network, one) for one in ([asked] if isinstance(asked, str) else asked)]
            lines.append(f"{words} {', '.join(told)}.")
    if modes := options.get("modes"):
        lines.append(f"Only by {', '.join(modes)}.")
    if weights := options.get("weights"):
        lines.append(f"Ranked by {' + '.join(f'{weight:g} x {name}' for name, weight in weights.items())}.")
    return tuple(lines)


def name_asked(network: Network, text: str) -> str:
    """Name what to pass or avoid; a mode is left as it was asked."""
    shut = parse_name(text, network)
    if shut.kind == "mode":
        return text
    return name_shut(network, shut.kind, shut.target) + (f" by {shut.mode}" if shut.mode else "")


def _named_routes(applied: Network, like: Route, options: Mapping[str, Any]) -> list[Route]:
    """Return the official corridor and its variants between a route's ends, as far as they are left open."""
    result: list[Route] = []
    if options.get("via") or options.get("avoid") or options.get("modes"):
        return result
    for corridor in applied.rows("corridors"):
        ends = (corridor["places"][0], corridor["places"][-1])
        if corridor["kind"] != "reference" and ends == (like.origin, like.destination):
            try:
                result.append(follow_corridor(applied, corridor["corridor_id"], weights=options.get("weights")))
            except NoRouteError:
                continue
    return result


def recorded_against(network: Network, route: Route) -> tuple[Row, ...]:
    """Return the rows of the closure record, in force at its newest date, that shut a route."""
    return tuple(
        row
        for row in network.closed_now
        if row["effect"] == "closed"
        and any(concerns(Shut(row["kind"], row["target"], mode=row["mode"]), step) for step in route.steps)
    )


def open_routes(network: Network, routes: Sequence[Route]) -> tuple[str, ...]:
    """Return the letters of the routes that nothing on the closure record's newest date stands in the way of."""
    return tuple(route_letter(number) for number, route in enumerate(routes) if not recorded_against(network, route))


def describe_record(network: Network, routes: Sequence[Route]) -> str:
    """Say what the record has shut on its newest date, what it has not, and which of the routes are open then."""
    shut = describe_shut(network, network.closed_now)
    if not shut:
        return f"On the closure record's newest date, {network.record_date}, nothing is shut."
    left = ", ".join(open_routes(network, routes)) or "none"
    told = [
        f"On the closure record's newest date, {network.record_date}, shut are {shut}.",
        describe_halves(network.closed_now),
        f"Of the routes here remain open then: {left}.",
    ]
    return " ".join(filter(None, told))


def describe_shut(network: Network, closures: Sequence[Row]) -> str:
    """Name what rows of the closure record shut, those together that are shut since one day and confirmed on one."""
    together: dict[str, list[str]] = {}
    for row in closures:
        if row["effect"] == "closed":
            way = f" by {row['mode']}" if row["mode"] else ""
            since = f"{way} since {row['from_date']} (last confirmed {row['as_of']})"
            together.setdefault(since, []).append(name_shut(network, row["kind"], row["target"]))
    return "; ".join(", ".join(targets) + since for since, targets in together.items())


def describe_halves(closures: Sequence[Row]) -> str:
    """Say of each country that is shut by rail alone, or by road alone, why, and that the other counts as open."""
    countries = [row for row in closures if (row["kind"], row["effect"]) == ("country", "closed")]
    shut = {(row["target"], row["mode"]) for row in countries}
    told = []
    for row in countries:
        other, ways = {"rail": ("road", "roads"), "road": ("rail", "railways")}.get(row["mode"], (None, ""))
        if ways and shut.isdisjoint({(row["target"], other), (row["target"], None)}):
            told.append(
                f"{name_country(row['target'])} is shut by {row['mode']} only ({row['reason']}): no closure of its "
                f"{ways} as a whole is recorded, so they count as open."
            )
    return " ".join(told)


def name_shut(network: Network, kind: str, target: str) -> str:
    """Return the English name of a crossing, place, link or country that a closure shuts."""
    if kind == "crossing":
        return network.crossing_names[target]
    if kind == "place":
        return str(network.row("places", target)["name"])
    if kind == "link":
        link = network.row("links", target)
        ends = (network.row("places", link[end])["name"] for end in ("from_place", "to_place"))
        return f"{' – '.join(ends)}, {link['mode']}"
    return name_country(target)


def route_letter(number: int) -> str:
    """Return A, B, ... Z, AA, AB ... for 0, 1, ..."""
    return (route_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def _record_state(
    network: Network, applied: Network, routes: Sequence[Route], options: Mapping[str, Any]
) -> RecordState:
    then = apply_scenario(network, replace(applied.scenario, date=network.record_date))
    best, cause = None, ""
    try:
        best = find_route(then, routes[0].origin, routes[0].destination, **_without(options, "distinct"))
    except NoRouteError as error:
        cause = str(error)
    return RecordState(
        date=network.record_date,
        closed=network.closed_now,
        routes_left=open_routes(network, routes),
        best=best,
        cause=cause,
    )


def _without(options: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in options.items() if key != name}
