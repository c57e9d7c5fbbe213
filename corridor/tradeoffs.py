"""The whole trade-off between two places: names in, the Pareto set of Route objects out."""

import math
from collections.abc import Sequence
from typing import Final

from corridor.errors import ScenarioError, UnknownNameError
from corridor.network import Network
from corridor.routes import Query
from corridor.scenario import Scenario
from corridor.search import pareto_paths
from corridor.types import CRITERIA, Route

_LABELS: Final = 1_000_000
"""How many labels a search may make; plain Python makes some hundred thousand a second, compiled code millions."""


def pareto_routes(
    network: Network,
    origin: str,
    destination: str,
    *,
    criteria: Sequence[str] = CRITERIA,
    tolerance: float = 0.0,
    limit: int = _LABELS,
    via: str | Sequence[str] = (),
    avoid: str | Sequence[str] = (),
    modes: Sequence[str] | None = None,
    scenario: Scenario | None = None,
) -> tuple[Route, ...]:
    """Find every route that no other equals or beats in all criteria, in order of the first criterion.

    Exact at ``tolerance=0``; else each such route is matched by a returned one at most 1 + tolerance times as slow,
    dear and so on. Routes that tie in all criteria within 1e-9 count as one. No route passes a place twice, unless it
    is the only way to and from what `via` names; that is narrower than `find_route`, which also lets a route come back
    from a place by the way it came. `via`, `avoid`, `modes` and `scenario` are else those of `find_route`.

    Raises
    ------
    UnknownPlaceError, UnknownNameError
        If a name is not in the network, or a criterion is none.
    NoRouteError
        If nothing is left; it names a smallest set of closures that causes this.
    LabelLimitError
        If the search would need more than `limit` labels; it never leaves routes out in silence.

    Example
    -------
    >>> import corridor as co
    >>> routes = co.pareto_routes(co.load_network(), "Minsk", "Tashkent", criteria=("time_h", "cost_usd"))
    >>> routes[0].time_h <= routes[-1].time_h and routes[0].cost_usd >= routes[-1].cost_usd
    True
    """
    if not criteria or isinstance(criteria, str) or not 0 <= tolerance < math.inf or limit < 1:
        raise ScenarioError(
            f"criteria={criteria!r}, tolerance={tolerance}, limit={limit}: "
            "give a sequence of criteria, a tolerance of zero or more and a limit of one or more"
        )
    if unknown := [name for name in criteria if name not in CRITERIA]:
        raise UnknownNameError("criterion", unknown[0], CRITERIA)
    query = Query(network, origin, destination, via, avoid, modes, scenario)
    arrays, edges, source, target = query.layers(())
    paths: list[tuple[int, ...]] = []
    if source >= 0 and target >= 0:
        costs = []
        for name in criteria:
            per_edge = query.graph.costs({name: 1.0})
            costs.append([per_edge[edge] for edge in edges])
        groups = query.groups(arrays.n_nodes)
        paths = pareto_paths(arrays, costs, source, target, groups=groups, tolerance=tolerance, limit=limit)
    if not paths:
        raise query.no_route()
    return tuple(query.route([edges[edge] for edge in path]) for path in paths)
