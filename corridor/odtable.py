"""O-D tables: the best route between every two of some places."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor.network import Network
from corridor.routes import Query
from corridor.scenario import Scenario, apply_scenario
from corridor.search import tree, walk
from corridor.types import Route

if TYPE_CHECKING:
    import pandas as pd


def make_od_table(
    network: Network,
    origins: Sequence[str],
    destinations: Sequence[str] | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    avoid: str | Sequence[str] = (),
    modes: Sequence[str] | None = None,
    scenario: Scenario | None = None,
) -> "pd.DataFrame":
    """Return the totals of the best route from each origin to each destination, one row a pair.

    Destinations default to the origins; a place and itself are left out. Times are in days, money in USD per TEU,
    emissions in kg CO2e per TEU; all are totals of the one route that is best for the weights. Pairs without a route
    are blank (NaN) and named "no route". The other parameters are those of `find_route`. One tree an origin.

    Raises
    ------
    UnknownPlaceError, UnknownNameError
        As `find_route`.

    Example
    -------
    >>> import corridor as co
    >>> table = co.make_od_table(co.load_network(), ["Minsk", "Tashkent"], ["Karachi"])
    >>> table["destination"].tolist()
    ['karachi', 'karachi']
    """
    import pandas as pd

    if network.scenario is None or scenario is not None:
        network = apply_scenario(network, scenario or Scenario())
    starts = [network.place_id(name) for name in origins]
    ends = starts if destinations is None else [network.place_id(name) for name in destinations]
    rows = []
    for start in dict.fromkeys(starts):
        others = [end for end in dict.fromkeys(ends) if end != start]
        for end, route in zip(others, _routes(network, start, others, weights, avoid, modes), strict=True):
            rows.append(
                {
                    "origin": start,
                    "destination": end,
                    "days": route.days if route else math.nan,
                    "cost_usd": route.cost_usd if route else math.nan,
                    "co2_kg": route.co2_kg if route else math.nan,
                    "availability": route.availability if route else math.nan,
                    "length_km": route.length_km if route else math.nan,
                    "route": route.name if route else "no route",
                }
            )
    return pd.DataFrame(rows)


def _routes(
    network: Network,
    origin: str,
    destinations: Sequence[str],
    weights: Mapping[str, float] | None,
    avoid: str | Sequence[str],
    modes: Sequence[str] | None,
) -> list[Route | None]:
    """Return the best route to each destination along one tree; where that passes a place twice, by its own search."""
    if not destinations:
        return []
    query = Query(network, origin, destinations[0], (), avoid, modes, None)
    arrays, edges, source, _ = query.layers(())
    per_edge = query.costs(weights)
    via = tree(arrays, [per_edge[edge] for edge in edges], source)[1] if source >= 0 else []
    found: list[Route | None] = []
    for destination in destinations:
        target = query.graph.node(f"{destination}|end")
        way = walk(arrays, via, target) if source >= 0 and target >= 0 else []
        route = replace(query.route([edges[number] for number in way]), destination=destination) if way else None
        if route and len(set(route.place_ids)) < len(route.place_ids):
            route = Query(network, origin, destination, (), avoid, modes, None).best(weights)
        found.append(route)
    return found
