"""What is left of a best route when a link, a crossing or a place on it is shut."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from corridor.compare import name_shut
from corridor.errors import UnknownNameError
from corridor.graph import things_on
from corridor.network import Network, Shut
from corridor.routes import Query
from corridor.scenario import Scenario
from corridor.search import detours
from corridor.types import Route

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["link", "crossing", "place"]
KINDS: Final[tuple[Kind, ...]] = ("link", "crossing", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """The best route once one thing on the `best` one is shut; `route` is None if nothing is left.

    `kind` and `target` are those of a closure (``crossing`` and ``torkham``), `name` is for people.
    """

    kind: Kind
    target: str
    name: str
    best: Route
    route: Route | None

    @property
    def extra_h(self) -> float:
        """Hours that the route takes longer than the best one, below zero if it is faster; infinite without a route."""
        return self.route.time_h - self.best.time_h if self.route else math.inf

    @property
    def extra_usd(self) -> float:
        """USD per TEU that the route costs more than the best one; infinite without a route."""
        return self.route.cost_usd - self.best.cost_usd if self.route else math.inf


def find_replacements(
    network: Network,
    origin: str,
    destination: str,
    *,
    kinds: Sequence[Kind] = KINDS,
    weights: Mapping[str, float] | None = None,
    avoid: str | Sequence[str] = (),
    modes: Sequence[str] | None = None,
    scenario: Scenario | None = None,
) -> tuple[Replacement, ...]:
    """Find the best route without each link, crossing and place of the best route, in the order in which it meets them.

    Each is shut alone, in both directions and for all modes. Origin and destination are not shut. The other parameters
    are those of `find_route`. One reverse tree serves all, and each search runs straight along what is left of it.

    Raises
    ------
    UnknownPlaceError, UnknownNameError, NoRouteError
        As `find_route`.

    Example
    -------
    >>> import corridor as co
    >>> shut = co.find_replacements(co.load_network(), "Minsk", "Tashkent", modes=["rail"], kinds=["crossing"])
    >>> shut[0].name, shut[0].extra_h > 0
    ('Osinovka / Krasnoye', True)
    """
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise UnknownNameError("kind", unknown[0], KINDS)
    query = Query(network, origin, destination, (), avoid, modes, scenario)
    best = query.best(weights)
    if best is None:
        raise query.no_route()
    arrays, edges, source, target = query.layers(())
    per_edge = query.costs(weights)
    place_in = {edge: number for number, edge in enumerate(edges)}
    ends = {("place", best.origin), ("place", best.destination)}
    on_best = dict.fromkeys(
        (kind, target)
        for step in best.steps
        for kind in KINDS
        for known, target in sorted(things_on(step))
        if known == kind in kinds
    )
    shut = [thing for thing in on_best if thing not in ends]
    removals = ([place_in[edge] for edge in query.graph.concerned(Shut(*thing)) if edge in place_in] for thing in shut)
    ways = detours(arrays, [per_edge[edge] for edge in edges], source, target, removals)
    found = []
    for (kind, name), way in zip(shut, ways, strict=True):
        route = query.route([edges[number] for number in way]) if way else None
        if route and len(set(route.place_ids)) < len(route.place_ids):
            avoided = (avoid,) if isinstance(avoid, str) else tuple(avoid)
            without = Query(query.network, origin, destination, (), (*avoided, f"{kind}:{name}"), modes, None)
            route = without.best(weights)
        found.append(Replacement(kind=kind, target=name, name=name_shut(network, kind, name), best=best, route=route))
    return tuple(found)


def compare_replacements(replacements: Sequence[Replacement]) -> "pd.DataFrame":
    """Return replacements as a DataFrame, one row a thing shut, in their order.

    Days and USD per TEU are of the route that is left, `extra_days` and `extra_usd` against the best one; blank (NaN)
    where nothing is left.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "kind": one.kind,
                "shut": one.target,
                "name": one.name,
                "days": one.route.days if one.route else math.nan,
                "cost_usd": one.route.cost_usd if one.route else math.nan,
                "extra_days": one.extra_h / 24 if one.route else math.nan,
                "extra_usd": one.extra_usd if one.route else math.nan,
                "route": one.route.name if one.route else "no route",
            }
            for one in replacements
        ]
    )
