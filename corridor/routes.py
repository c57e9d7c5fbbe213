"""Names in, Route objects out: find_route, find_alternatives, follow_corridor."""

import heapq
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corridor.errors import CorridorError, NoRouteError, ScenarioError, SearchLimitError, UnknownNameError
from corridor.graph import build_graph
from corridor.network import Network, Shut
from corridor.scenario import Scenario, apply_scenario, parse_closure, shipment_of
from corridor.search import Arrays, shortest_path, shortest_paths, through_paths, tree
from corridor.search.kernels import compiles
from corridor.types import CRITERIA, Mode, Route, Step

_REFUSED: Final = 2000
"""How many ways a search for routes refuses, because they pass a place twice, before it gives up."""


def default_weights(network: Network) -> dict[str, float]:
    """Return the weights of generalised cost: money, time at its value to the owner of the goods, CO2e at its price."""
    scenario = network.scenario or Scenario()
    weights = {"cost_usd": 1.0, "time_h": shipment_of(network, scenario).value_of_time_usd_per_h}
    if scenario.carbon_price_usd_per_t:
        weights["co2_kg"] = scenario.carbon_price_usd_per_t / 1000
    return weights


def find_route(
    network: Network,
    origin: str,
    destination: str,
    *,
    weights: Mapping[str, float] | None = None,
    via: str | Sequence[str] = (),
    avoid: str | Sequence[str] = (),
    modes: Sequence[str] | None = None,
    scenario: Scenario | None = None,
) -> Route:
    """Find the cheapest route for weights over time_h, cost_usd, co2_kg and exposure.

    Weights default to generalised cost: USD, hours at the value of time, and CO2e at the scenario's carbon price if it
    sets one. `via` is passed in its order; `via` and `avoid` name places, countries, modes, crossings or links. Time,
    money and the rest come from the same steps.

    Raises
    ------
    UnknownPlaceError, UnknownNameError
        If a name is not in the network.
    NoRouteError
        If nothing is left; it names a smallest set of closures that causes this.
    SearchLimitError
        If so many ways pass a place twice that the search gives up; it leaves nothing out in silence.

    Example
    -------
    >>> import corridor as co
    >>> route = co.find_route(co.load_network(), "Minsk", "Tashkent", modes=["rail"])
    >>> route.countries
    ('BLR', 'RUS', 'KAZ', 'UZB')
    """
    query = Query(network, origin, destination, via, avoid, modes, scenario)
    best = query.best(weights)
    if best is None:
        raise query.no_route()
    return best


def find_alternatives(
    network: Network,
    origin: str,
    destination: str,
    *,
    k: int = 5,
    distinct: float | None = 0.6,
    weights: Mapping[str, float] | None = None,
    via: str | Sequence[str] = (),
    avoid: str | Sequence[str] = (),
    modes: Sequence[str] | None = None,
    scenario: Scenario | None = None,
) -> tuple[Route, ...]:
    """Find up to k routes in order of weighted cost; fewer is an honest answer.

    With `distinct` (default 0.6), each route is the best through at least one link or transfer, and shares at most this
    part of its length with each cheaper one. With ``distinct=None`` the k cheapest loopless routes are returned,
    however alike. No route passes a place twice, but on the way back from what `via` names: from a place by the way it
    came, or where no other way leads on. The other parameters are those of `find_route`.

    Raises
    ------
    UnknownPlaceError, UnknownNameError, NoRouteError, SearchLimitError
        As `find_route`.
    """
    if k < 1 or (distinct is not None and not 0 <= distinct <= 1):
        raise ScenarioError(f"k={k}, distinct={distinct}: ask for one route or more, and a share between 0 and 1")
    query = Query(network, origin, destination, via, avoid, modes, scenario)
    found: list[Route] = []
    for route in query.candidates(weights, distinct is not None):
        if distinct is None or all(shared_part(route, other) <= distinct for other in found):
            found.append(route)
            if len(found) == k:
                break
    # The best way through each step may pass a place twice where a dearer one does not.
    if not found and (best := query.best(weights)):
        found.append(best)
    if not found:
        raise query.no_route()
    return tuple(found)


def follow_corridor(
    network: Network, corridor_id: str, *, scenario: Scenario | None = None, weights: Mapping[str, float] | None = None
) -> Route:
    """Find the cheapest route along the places of a named corridor.

    Raises
    ------
    NoRouteError
        If what is left of it would have to pass a place twice, which is a detour and not the corridor.
    """
    row = network.row("corridors", corridor_id)
    places = row["places"]
    query = Query(network, places[0], places[-1], places[1:-1], row["avoid"], row["modes"] or None, scenario)
    arrays, edges, source, target = query.layers(())
    per_edge = query.costs(weights)
    path = shortest_path(arrays, [per_edge[edge] for edge in edges], source, target) if min(source, target) >= 0 else ()
    if not path:
        raise query.no_route()
    route = query.route([edges[edge] for edge in path])
    if len(set(route.place_ids)) < len(route.place_ids):
        raise NoRouteError(f"{row['name']}: not all of it is open; what is left would lead past a place twice.")
    return replace(route, name=row["name"])


def shared_part(route: Route, other: Route) -> float:
    """Return the part of a route's length that it shares with another."""
    links = set(other.link_ids)
    moves = [step for step in route.steps if step.kind == "move"]
    return math.fsum(s.length_km for s in moves if s.ref.partition(":")[2] in links) / (route.length_km or 1.0)


def turn_back(places: Sequence[str]) -> tuple[int, ...]:
    """Return which steps of a way first reach the place that it passes twice, and come back to it; none if it does not.

    `places` says where each step leads. Of several such places it is the one that the way comes back to first.
    """
    reached: dict[str, int] = {}
    here = ""
    for step, place in enumerate(places):
        if place != here:
            if place in reached:
                return reached[place], step
            reached[place] = step
            here = place
    return ()


class Query:
    """One question: the virtual graph in layers, one more for each place to pass, and what it must not use."""

    def __init__(
        self,
        network: Network,
        origin: str,
        destination: str,
        via: str | Sequence[str],
        avoid: str | Sequence[str],
        modes: Sequence[str] | None,
        scenario: Scenario | None,
    ) -> None:
        if network.scenario is None or scenario is not None:
            network = apply_scenario(network, scenario or Scenario())
        self.network = network
        self.origin, self.destination = network.place_id(origin), network.place_id(destination)
        if self.origin == self.destination:
            raise ScenarioError(f"{origin!r} and {destination!r} are the same place; name two")
        self.via = [parse_name(name, network) for name in ([via] if isinstance(via, str) else via)]
        avoided = [parse_name(name, network) for name in ([avoid] if isinstance(avoid, str) else avoid)]
        if modes is not None:
            if unknown := [mode for mode in modes if mode not in list(Mode)]:
                raise UnknownNameError("mode", unknown[0], list(Mode))
            avoided += [Shut("mode", mode, why="not among the modes asked for") for mode in Mode if mode not in modes]
        self.graph = build_graph(network)
        self.closures = (*network.shut, *avoided)
        self.shut_by = self.graph.labels_of(self.closures)
        self._only_ways: dict[tuple[str, Shut], bool] = {}

    def costs(self, weights: Mapping[str, float] | None) -> list[float]:
        """Return the weighted cost of every edge of the graph, by default the generalised cost."""
        weights = default_weights(self.network) if weights is None else weights
        if unknown := [name for name in weights if name not in CRITERIA]:
            raise UnknownNameError("criterion", unknown[0], CRITERIA)
        if bad := [name for name, weight in weights.items() if not 0 <= weight < math.inf]:
            raise ScenarioError(f"the weight of {bad[0]} is {weights[bad[0]]}; write a number of zero or more")
        return self.graph.costs(weights)

    def best(self, weights: Mapping[str, float] | None) -> Route | None:
        """Return the cheapest route that passes no place twice without need, None if there is none."""
        if self.via:
            return next(self.candidates(weights, False), None)
        edges = self._find_once(weights)
        return self.route(edges) if edges else None

    def candidates(self, weights: Mapping[str, float] | None, through: bool) -> Iterator[Route]:
        """Yield routes in order of cost, all or the best `through` each step, that pass no place twice without need."""
        found = refused = 0
        for nodes, edges in self.paths(weights, through):
            if self._passes_twice(nodes):
                refused += 1
                if refused == _REFUSED and not through:
                    raise SearchLimitError(_REFUSED, found)
            else:
                found += 1
                yield self.route(edges)

    def _find_once(self, weights: Mapping[str, float] | None) -> list[int]:
        """Return the edges of the cheapest path that passes no place twice; none without one.

        Branch and bound: a path that does reaches the place by one edge and comes back to it by another, and one that
        passes it once lacks one of the two. Exact; each branch costs a tree.
        """
        per_edge = self.costs(weights)
        _, kept, source, target = self.layers(())
        if source < 0 or target < 0:
            return []
        lacking = [frozenset[int]()]
        heap: list[tuple[float, int, list[int]]] = []
        branches = 1
        while True:
            for number in range(len(lacking) - branches, len(lacking)):
                left = [edge for edge in kept if edge not in lacking[number]]
                cost = [per_edge[edge] for edge in left]
                path = [left[edge] for edge in next(shortest_paths(self.graph.arrays(left), cost, source, target), ())]
                if path:
                    heapq.heappush(heap, (math.fsum(per_edge[edge] for edge in path), number, path))
            if not heap:
                return []
            _, number, path = heapq.heappop(heap)
            turn = turn_back([self.graph.place_of(self.graph.ends[edge][1]) for edge in path])
            if not turn:
                return path
            if len(lacking) > _REFUSED:
                raise SearchLimitError(_REFUSED, 0)
            lacking += [lacking[number] | {path[step]} for step in turn]
            branches = len(turn)

    def paths(self, weights: Mapping[str, float] | None, through: bool) -> Iterator[tuple[list[int], list[int]]]:
        """Yield layered nodes and edges of each path in order of cost, or of the best `through` each step."""
        per_edge = self.costs(weights)
        arrays, edges, source, target = self.layers(())
        if source < 0 or target < 0:
            return
        search = through_paths if through else shortest_paths
        for path in search(arrays, [per_edge[edge] for edge in edges], source, target):
            yield [arrays.head[edge] for edge in path], [edges[edge] for edge in path]

    def _passes_twice(self, nodes: Iterable[int]) -> bool:
        """Say whether a way through the layers comes back to a place, but from what `via` names.

        It may come back from a place by the way it went there, and from anything by a place that is the only way.
        """
        size = len(self.graph.nodes)
        row = [self.origin]
        last = {self.origin: (0, 0)}
        for node in nodes:
            layer, here = divmod(node, size)
            place = self.graph.place_of(here)
            if place != row[-1]:
                row.append(place)
                if place in last:
                    turn, left = last[place]
                    loop, passed = row[turn:], self.via[left:layer]
                    returns = loop == loop[::-1] and loop[len(loop) // 2] in {
                        one.target for one in passed if one.kind == "place"
                    }
                    if not returns and not any(self._is_only_way(place, one) for one in passed):
                        return True
            last[place] = len(row) - 1, layer
        return False

    def _is_only_way(self, place: str, turn: Shut) -> bool:
        """Say whether all ways to what `via` names, and all ways on from there, lead by a place."""
        if (place, turn) not in self._only_ways:
            open_edges = self.graph.open_edges(self.shut_by)
            steps = self.graph.steps
            around = [e for e in open_edges if not (step := steps[e]) or place not in (step.from_place, step.to_place)]
            arrays = self.graph.arrays(around)
            free = [0.0] * len(around)
            reached, _ = tree(arrays, free, self.graph.node(f"{self.origin}|start"))
            leads, _ = tree(arrays, free, self.graph.node(f"{self.destination}|end"), reverse=True)
            ends = [self.graph.ends[edge] for edge in sorted({*self._passing(turn)}.intersection(open_edges))]
            none = all(math.isinf(reached[tail]) and math.isinf(leads[head]) for tail, head in ends)
            self._only_ways[place, turn] = none
        return self._only_ways[place, turn]

    def groups(self, n_nodes: int) -> list[int]:
        """Give each node of the layers a number for its place: a way may come back to no number that it has left.

        A place has another number once something of `via` is passed to which it is the only way.
        """
        needed = [self._places_needed(turn) for turn in self.via]
        number: dict[tuple[str, int], int] = {}
        result = []
        for node in range(n_nodes):
            layer, here = divmod(node, len(self.graph.nodes))
            place = self.graph.place_of(here)
            part = sum(place in places for places in needed[:layer])
            result.append(number.setdefault((place, part), len(number)))
        return result

    def _places_needed(self, turn: Shut) -> frozenset[str]:
        """Return the places that are the only way to what `via` names; they lie on any way there and on any way on."""
        kept = self.graph.open_edges(self.shut_by)
        arrays, hops = self.graph.arrays(kept), [1.0] * len(kept)
        source, target = self.graph.node(f"{self.origin}|start"), self.graph.node(f"{self.destination}|end")
        for edge in sorted({*self._passing(turn)}.intersection(kept)):
            tail, head = self.graph.ends[edge]
            there, onwards = shortest_path(arrays, hops, source, tail), shortest_path(arrays, hops, head, target)
            if (there or tail == source) and (onwards or head == target):
                before = {self.graph.place_of(node) for node in (tail, *(arrays.tail[one] for one in there))}
                after = {self.graph.place_of(node) for node in (head, *(arrays.head[one] for one in onwards))}
                return frozenset(place for place in before & after if self._is_only_way(place, turn))
        return frozenset()

    def no_route(self) -> NoRouteError:
        """Return the error that names a smallest set of closures that leaves no route.

        Implicit hitting sets: every route of the network without closures must meet one of the set; routes that meet
        none are added until there is no more (Moreno-Centeno and Karp 2013). Exact.
        """
        ends = f"{self.network.row('places', self.origin)['name']} and " + (
            f"{self.network.row('places', self.destination)['name']}"
        )
        labels = list(dict.fromkeys(shut.label for shut in self.closures))
        routes: list[frozenset[str]] = []
        while True:
            cause = _smallest_hitting_set(routes)
            arrays, edges, source, target = self.layers([label for label in labels if label not in cause])
            path = shortest_path(arrays, [1.0] * len(edges), source, target) if min(source, target) >= 0 else ()
            if not path:
                break
            routes.append(frozenset(label for edge in path for label in self.shut_by[edges[edge]]))
            if not routes[-1]:
                cause = ()
                break
        passed = f" through {', '.join(shut.target for shut in self.via)}" if self.via else ""
        if not cause:
            return NoRouteError(f"No route between {ends}{passed}: the network has none that passes no place twice.")
        why = {shut.label: shut.why for shut in self.closures}
        told = "; ".join(f"{label} ({why[label]})" if why[label] else label for label in cause)
        return NoRouteError(f"No route between {ends}{passed}. Enough to shut it: {told}.", cause)

    def layers(self, ignoring: Sequence[str]) -> tuple[Arrays, list[int], int, int]:
        """Return arrays of one copy of the graph for each place passed, each edge's number, source and target.

        A move that reaches one of the places to pass, or an end, before or after its turn is left out.
        """
        source, target = self.graph.node(f"{self.origin}|start"), self.graph.node(f"{self.destination}|end")
        kept = self.graph.open_edges(self.shut_by, ignoring=ignoring)
        if not self.via:
            return self.graph.arrays(kept), kept, source, target
        size = len(self.graph.nodes)
        numbers = np.array(kept, np.int64)
        ends = self.graph.end_array[numbers]
        named = {self.origin, self.destination, *(one.target for one in self.via if one.kind == "place")}
        bound = self._mask(edge for place in named for edge in self.graph.moves_to(place))[numbers]
        tails, heads, layers = [], [], []
        for layer, turn in enumerate((*self.via, None)):
            passes = self._mask(self._passing(turn) if turn else ())[numbers]
            ended = self._mask(() if turn else self.graph.moves_to(self.destination))[numbers]
            in_turn = ~bound | passes | ended
            tails.append(ends[in_turn, 0] + layer * size)
            heads.append(ends[in_turn, 1] + (layer + passes[in_turn]) * size)
            layers.append(numbers[in_turn])
        # So many layers of a small graph are still searched sooner than a compiler starts.
        arrays = Arrays(size * len(layers), np.concatenate(tails), np.concatenate(heads), compiled=compiles(len(kept)))
        return arrays, np.concatenate(layers).tolist(), source, target + size * len(self.via)

    def _passing(self, turn: Shut) -> list[int]:
        """Return the edges that pass what `via` names; a place is passed by reaching it."""
        return self.graph.moves_to(turn.target) if turn.kind == "place" else self.graph.concerned(turn)

    def _mask(self, edges: Iterable[int]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.graph.steps), bool)
        mask[list(edges)] = True
        return mask

    def route(self, edges: Sequence[int]) -> Route:
        steps = tuple(step for edge in edges if (step := self.graph.step(edge)) is not None)
        return Route(
            name=_route_name(self.network, steps), origin=self.origin, destination=self.destination, steps=steps
        )


def _smallest_hitting_set(sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    members = sorted(set().union(*sets))
    for size in range(len(members) + 1):
        for chosen in itertools.combinations(members, size):
            if all(not group.isdisjoint(chosen) for group in sets):
                return chosen
    return ()


def parse_name(name: str, network: Network) -> Shut:
    """Read what to pass or avoid: ``kind:target``, or a bare mode, country, crossing, link or place."""
    if ":" in name:
        return parse_closure(name, network, why="avoided")
    for kind in ("mode", "country", "crossing", "link"):
        try:
            return parse_closure(f"{kind}:{name}", network, why="avoided")
        except CorridorError:
            continue
    return Shut("place", network.place_id(name), why="avoided")


def _route_name(network: Network, steps: Sequence[Step]) -> str:
    """Name a route after the three borders and ports with the longest waits, in order, and its main modes."""
    stops: dict[str, float] = {}
    for step in steps[1:-1]:
        if step.kind == "entry" or (step.kind == "transfer" and "sea" in (step.carrier, step.from_carrier)):
            stops[step.to_place] = stops.get(step.to_place, 0.0) + step.waiting_h
    kept = sorted(stops, key=lambda place: -stops[place])[:3]
    names = [network.row("places", place)["name"].partition(" (")[0] for place in stops if place in kept]
    km: dict[str, float] = {}
    for step in steps:
        mode = step.carrier.partition("-")[0]
        km[mode] = km.get(mode, 0.0) + step.length_km
    modes = [mode for mode in sorted(km, key=lambda mode: -km[mode]) if km[mode] >= 0.15 * sum(km.values()) > 0]
    names = names or [network.row("places", steps[-1].to_place)["name"]]
    return " \N{EN DASH} ".join(dict.fromkeys(names)) + f" ({', '.join(modes)})"
