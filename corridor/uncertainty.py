"""How sure days and dollars are: every figure drawn from its range, and what moves together drawn together."""

import functools
import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corridor.compare import route_letter
from corridor.costing import Costing, hours_late, move_amounts, reprice_routes
from corridor.errors import NetworkError, ScenarioError
from corridor.network import Network
from corridor.routes import Query, default_weights, find_route, turn_back
from corridor.scenario import Scenario, apply_scenario, shipment_of
from corridor.search import Arrays, best_of_draws
from corridor.types import CRITERIA, Route, Step

if TYPE_CHECKING:
    import pandas as pd

Total = Literal["days", "time_h", "cost_usd", "co2_kg"]

_Numbers: TypeAlias = NDArray[np.float64]
_Whole: TypeAlias = NDArray[np.int64]

_BLOCK: Final = 2500
"""Draws in hand at once: costs of 3,400 edges and their figures are then some 130 MB."""
_POINTS: Final = 501
"""Points at which a distribution is tabulated; quantiles are then right to 1e-5 of the range."""
_DRAWN: Final = CRITERIA[:3]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulation:
    """Totals of routes in many draws: arrays with a row a draw and a column a route, in the order of `routes`.

    Draw by draw, all routes rest on the same figures. `weights` rank the routes in each draw. The same seed and
    figures give the same draws, whichever routes are simulated and however many draws are taken.
    """

    routes: tuple[Route, ...]
    seed: int
    weights: Mapping[str, float]
    time_h: _Numbers
    cost_usd: _Numbers
    co2_kg: _Numbers

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.time_h)

    @property
    def days(self) -> _Numbers:
        """Days from gate to gate, by draw and route."""
        return self.time_h / 24

    @property
    def best_shares(self) -> tuple[float, ...]:
        """Share of draws in which each route is the best of those simulated; of equal ones the first is."""
        if not self.routes:
            return ()
        exposure = self.weights.get("exposure", 0.0) * np.array([route.exposure for route in self.routes])
        weighted = sum((self.weights.get(name, 0.0) * getattr(self, name) for name in _DRAWN), exposure)
        return tuple((np.bincount(np.argmin(weighted, axis=1), minlength=len(self.routes)) / self.draws).tolist())

    def percentile(self, total: Total, percent: float) -> tuple[float, ...]:
        """Return each route's value of a total that so many percent of the draws do not exceed."""
        return tuple(np.percentile(getattr(self, total), percent, axis=0).tolist())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BestRoutes:
    """The best route of every draw: `which` of `routes` it is, and its own totals in that draw.

    `routes`, priced at likely figures, stand in order of the number of draws in which they are best. `likely` is the
    route that is best at the likely figures.
    """

    routes: tuple[Route, ...]
    likely: Route
    seed: int
    which: _Whole
    time_h: _Numbers
    cost_usd: _Numbers
    co2_kg: _Numbers

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.which)

    @property
    def days(self) -> _Numbers:
        """Days from gate to gate of each draw's best route."""
        return self.time_h / 24

    @property
    def shares(self) -> tuple[float, ...]:
        """Share of draws in which each route is the best of all there are."""
        return tuple((np.bincount(self.which, minlength=len(self.routes)) / self.draws).tolist())

    def percentile(self, total: Total, percent: float) -> float:
        """Return the value of a total that the draws' best routes do not exceed in so many percent of draws."""
        return float(np.percentile(getattr(self, total), percent))


def simulate_routes(
    network: Network,
    routes: Sequence[Route],
    *,
    draws: int = 10_000,
    seed: int = 1,
    weights: Mapping[str, float] | None = None,
    scenario: Scenario | None = None,
) -> Simulation:
    """Price routes again in many draws of all the figures that they rest on.

    Each figure follows a PERT distribution over its low, likely and high (Malcolm, Roseboom, Clark and Fazar 1959). One
    draw of a figure serves all the steps that rest on it; hours of crossings that share a `group` stand at the same
    quantile of their ranges; all else is independent. Closures, recorded delays and the shipment are not drawn.
    `scenario` is the one in which the routes were found; `weights`, by default those of generalised cost, say which
    is best.

    Raises
    ------
    ScenarioError
        If a route is priced otherwise in the scenario, or draws are fewer than one.
    NetworkError
        If a figure's low, likely and high are out of order.

    Example
    -------
    >>> import corridor as co
    >>> net = co.load_network()
    >>> route = co.find_route(net, "Minsk", "Tashkent", modes=["rail"])
    >>> sure = co.simulate_routes(net, [route], draws=500)
    >>> p5, p50, p95 = (sure.percentile("days", percent)[0] for percent in (5, 50, 95))
    >>> p5 < route.days < p95
    True
    """
    if network.scenario is None or scenario is not None:
        network = apply_scenario(network, scenario or Scenario())
    for route, again in zip(routes, reprice_routes(routes, network), strict=True):
        if route != again:
            raise ScenarioError(
                f"{route.name}: these steps are not those of the scenario {network.scenario.name!r} on this network; "
                "give the network and the scenario in which the route was found"
            )
    steps = {step.edge_id: step for route in routes for step in route.steps}
    blocks = []
    for drawn in _blocks(network, seed, draws):
        amounts = {edge_id: drawn.amounts(step) for edge_id, step in steps.items()}
        totals = np.zeros((len(_DRAWN), len(routes), drawn.count))
        for number, route in enumerate(routes):
            for step in route.steps:
                for total, amount in zip(totals, amounts[step.edge_id], strict=True):
                    total[number] += amount
        blocks.append(totals.transpose(0, 2, 1))
    time_h, cost_usd, co2_kg = np.concatenate(blocks, axis=1)
    return Simulation(
        routes=tuple(routes),
        seed=seed,
        weights=default_weights(network) if weights is None else dict(weights),
        time_h=time_h,
        cost_usd=cost_usd,
        co2_kg=co2_kg,
    )


def compare_simulation(simulation: Simulation) -> "pd.DataFrame":
    """Return a simulation as a DataFrame, a row a route by letter: likely, P5, P50 and P95 of days and of USD per TEU.

    `best_share` is the share of draws in which the route is the best of those simulated.
    """
    import pandas as pd

    names: tuple[Total, ...] = ("days", "cost_usd")
    columns: dict[str, Sequence[Any]] = {"route": [route.name for route in simulation.routes]}
    for name in names:
        columns[name] = [getattr(route, name) for route in simulation.routes]
        columns |= {f"p{percent}_{name}": simulation.percentile(name, percent) for percent in (5, 50, 95)}
    letters = pd.Index([route_letter(number) for number in range(len(simulation.routes))], name="letter")
    return pd.DataFrame(columns | {"best_share": simulation.best_shares}, index=letters)


def best_in_draws(
    network: Network,
    origin: str,
    destination: str,
    *,
    draws: int = 10_000,
    seed: int = 1,
    weights: Mapping[str, float] | None = None,
    avoid: str | Sequence[str] = (),
    modes: Sequence[str] | None = None,
    scenario: Scenario | None = None,
) -> BestRoutes:
    """Find the best of all routes anew in every draw of all the network's figures.

    Figures are drawn as by `simulate_routes`, and with the same seed to the same values. The other parameters are those
    of `find_route`. No route passes a place twice: draws whose best way would are searched again for the best that
    does not. Takes blocks of 2,500 draws, so that memory does not grow with their number.

    Raises
    ------
    UnknownPlaceError, UnknownNameError, NoRouteError, ScenarioError
        As `find_route`, and as `simulate_routes`.

    Example
    -------
    >>> import corridor as co
    >>> best = co.best_in_draws(co.load_network(), "Minsk", "Tashkent", draws=200, modes=["rail"])
    >>> round(sum(best.shares), 9), best.percentile("days", 50) < best.percentile("days", 95)
    (1.0, True)
    """
    query = Query(network, origin, destination, (), avoid, modes, scenario)
    likely = find_route(query.network, origin, destination, weights=weights, avoid=avoid, modes=modes)
    weights = default_weights(query.network) if weights is None else weights
    _, open_edges, source, target = query.layers(())
    # No route comes back to its origin, or goes on from its destination.
    edges = [edge for edge in open_edges if not _leads_on(query.graph.steps[edge], likely)]
    arrays = query.graph.arrays(edges)
    steps = [query.graph.steps[edge] for edge in edges]
    places = [query.graph.place_of(head) for head in arrays.head]
    number: dict[tuple[int, ...], int] = {}
    which: list[int] = []
    totals: list[_Numbers] = []
    for drawn in _blocks(query.network, seed, draws):
        costs = np.zeros((len(edges), drawn.count))
        for row, step in enumerate(steps):
            if step:
                costs[row] = weights.get("exposure", 0.0) * step.exposure
                for name, amount in zip(_DRAWN, drawn.amounts(step), strict=True):
                    costs[row] += weights.get(name, 0.0) * amount
        _, found = _best_paths(arrays, costs, source, target, places)
        which += [number.setdefault(path, len(number)) for path in found]
        totals.append(_totals_of(found, steps, drawn))
    often = np.bincount(which)
    paths = list(number)
    order = sorted(range(len(paths)), key=lambda place: (-often[place], paths[place]))
    place_of = np.argsort(order)
    time_h, cost_usd, co2_kg = np.concatenate(totals, axis=1)
    return BestRoutes(
        routes=tuple(query.route([edges[row] for row in paths[place]]) for place in order),
        likely=likely,
        seed=seed,
        which=place_of[which],
        time_h=time_h,
        cost_usd=cost_usd,
        co2_kg=co2_kg,
    )


def compare_best_routes(best: BestRoutes) -> "pd.DataFrame":
    """Return the routes that are best in some draw, most often first: the share of draws, likely days and USD per TEU.

    Routes that differ in a terminal or a short stretch stand apart; their shares add up by what they have in common.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {"share": share, "route": route.name, "days": route.days, "cost_usd": route.cost_usd}
            for share, route in zip(best.shares, best.routes, strict=True)
        ]
    )


def _blocks(network: Network, seed: int, draws: int) -> Iterator["_Draws"]:
    """Yield so many draws in blocks. Raises ScenarioError for fewer than one."""
    if draws < 1:
        raise ScenarioError(f"draws={draws}: take one or more; percentiles of days settle from some thousands on")
    for first in range(0, draws, _BLOCK):
        yield _Draws(network, seed, first, min(_BLOCK, draws - first))


class _Draws:
    """Some draws of a network's figures, each figure drawn when it is first asked for.

    A figure's random numbers depend on the seed and its name alone, and go on where the block before left off. A figure
    without a range is an array of one, which stands for all draws.
    """

    def __init__(self, network: Network, seed: int, first: int, count: int) -> None:
        self.count = count
        self._network = network
        self._seed = seed
        self._first = first
        shipment = shipment_of(network, network.scenario)
        self._payload_t = shipment.payload_t
        self._costing = Costing(network, shipment)
        self._figures: dict[str, _Numbers] = {}

    def amounts(self, step: Step) -> tuple[_Numbers, _Numbers, _Numbers]:
        """Return hours, USD and kg CO2e of a step in each draw."""
        table, _, key = step.ref.partition(":")
        row = self._network.row(table, key)
        if table == "links":
            forward = step.edge_id.endswith(">")
            km = self._figure(f"{step.ref} length_km", _length_range(row))
            rates = [
                self._figure(_rate_name(rate), (rate["low"], rate["likely"], rate["high"]))
                for rate in self._costing.rates_of(row, forward=forward)
            ]
            moving_h, rest_h, cost_usd, co2_kg = move_amounts(km, rates, self._payload_t)
            return moving_h + rest_h + hours_late(self._costing.delays_of_move(row, forward=forward)), cost_usd, co2_kg
        usd = self._figure(f"{step.ref} usd", _range(row, "usd"))
        if table == "crossings":
            hours = self._figure(f"{step.ref} hours", _range(row, "hours"), together=f"group:{row['group']}")
            return hours + hours_late(self._costing.delays_of_side(row)), usd, np.zeros(1)
        hours = self._figure(f"{step.ref} hours", _range(row, "hours"))
        return hours, usd, self._figure(f"{step.ref} co2", _range(row, "co2", "_kg"))

    def _figure(self, name: str, ends: tuple[float, float, float], *, together: str = "") -> _Numbers:
        """Return a figure's value in each draw; those with the same `together` stand at the same quantile."""
        if name not in self._figures:
            low, likely, high = ends
            if not low <= likely <= high:
                raise NetworkError(
                    [f"{name}: low, likely and high are {low:g}, {likely:g}, {high:g}; put them in order"]
                )
            drawn = np.array([likely])
            if low < high:
                shares, values = _tabulate_pert((likely - low) / (high - low))
                drawn = low + (high - low) * np.interp(self._uniform(together or name), shares, values)
            self._figures[name] = drawn
        return self._figures[name]

    def _uniform(self, name: str) -> _Numbers:
        digest = hashlib.sha256(f"{self._seed} {name}".encode()).digest()
        bits = np.random.PCG64(int.from_bytes(digest[:16], "big"))
        bits.advance(self._first)
        return np.random.Generator(bits).random(self.count)


def _rate_name(rate: Mapping[str, Any]) -> str:
    parts = (rate[column] for column in ("country", "link_id", "mode", "direction", "quantity"))
    return f"rates:{' '.join(parts)}"


def _range(row: Mapping[str, Any], name: str, unit: str = "") -> tuple[float, float, float]:
    low, likely, high = (row[f"{name}_{end}{unit}"] for end in ("low", "likely", "high"))
    return low, likely, high


def _length_range(link: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return shortest, likely and longest length; where no source differs, all are the same."""
    km = link["length_km"]
    low, high = (km if link[name] is None else link[name] for name in ("length_low_km", "length_high_km"))
    return low, km, high


@functools.lru_cache(maxsize=4096)
def _tabulate_pert(mode: float) -> tuple[_Numbers, _Numbers]:
    """Return shares and quantiles of the PERT distribution on 0 to 1, that is of beta(1 + 4 mode, 5 - 4 mode).

    Its density is summed by trapezoids over points that are dense at both ends.
    """
    angle = np.linspace(0, math.pi, _POINTS)
    value = (1 - np.cos(angle)) / 2
    density = value ** (4 * mode) * (1 - value) ** (4 - 4 * mode) * np.sin(angle)
    below = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    return below / below[-1], value


def _leads_on(step: Step | None, route: Route) -> bool:
    """Say whether a step moves to a route's origin or away from its destination."""
    if step is None or step.kind != "move":
        return False
    return step.to_place == route.origin or step.from_place == route.destination


def _best_paths(
    arrays: Arrays, costs: _Numbers, source: int, target: int, places: Sequence[str]
) -> tuple[_Numbers, list[tuple[int, ...]]]:
    """Return the cost and the path of each draw's best that passes no place twice; infinite and () if there is none.

    A path that does reaches the place by one edge and comes back to it by another, and what passes it once lacks one of
    the two: the draws in which it is best are searched without the one, and without the other. `places` says where each
    edge leads.
    """
    found = best_of_draws(arrays, costs, source, target)
    paths = [found.paths[place] if place >= 0 else () for place in found.which.tolist()]
    turns: dict[tuple[int, ...], list[int]] = {}
    back = {path: tuple(path[step] for step in turn_back([places[row] for row in path])) for path in found.paths}
    for draw, path in enumerate(paths):
        if path and (turn := back[path]):
            turns.setdefault(turn, []).append(draw)
    for turn, draws in turns.items():
        found.cost[draws] = math.inf
        for edge in turn:
            kept = [row for row in range(arrays.n_edges) if row != edge]
            less = Arrays(arrays.n_nodes, [arrays.tail[row] for row in kept], [arrays.head[row] for row in kept])
            cost, ways = _best_paths(less, costs[np.ix_(kept, draws)], source, target, [places[row] for row in kept])
            for draw, other, way in zip(draws, cost.tolist(), ways, strict=True):
                if other < found.cost[draw]:
                    found.cost[draw] = other
                    paths[draw] = tuple(kept[row] for row in way)
    return found.cost, paths


def _totals_of(found: Sequence[tuple[int, ...]], steps: Sequence[Step | None], drawn: _Draws) -> _Numbers:
    """Return hours, USD and kg CO2e, one row each, of the path found in each draw."""
    users: dict[tuple[int, ...], list[int]] = {}
    for draw, path in enumerate(found):
        users.setdefault(path, []).append(draw)
    amounts = {row: drawn.amounts(step) for row in set().union(*users) if (step := steps[row])}
    totals = np.zeros((len(_DRAWN), drawn.count))
    for path, draws in users.items():
        for row in path:
            if row in amounts:
                for total, amount in zip(totals, amounts[row], strict=True):
                    total[draws] += amount if len(amount) == 1 else amount[draws]
    return totals
