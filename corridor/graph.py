"""The virtual graph: a node is a place as one carrier sees it; edges move, cross a border, or transfer."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from corridor.costing import Costing
from corridor.errors import NetworkError
from corridor.network import Network, Shut
from corridor.scenario import Scenario, shipment_of
from corridor.search import Arrays
from corridor.tables import Row
from corridor.types import CRITERIA, Carrier, Step

if TYPE_CHECKING:
    import networkx as nx

_KEPT: Final = 8
"""For how many sets of open edges the arrays are kept."""


class VirtualGraph:
    """Jourquin and Beuthe's (1996) virtual network of a network under a scenario.

    `nodes` are texts ``place|carrier`` (with ``|in`` and ``|out`` where carriers meet, so that no route
    transfers twice in a row there), and ``place|start`` and ``place|end`` for the gates; `steps` holds the step of each
    edge (None where an edge only passes from ``in`` to ``out``), without its basis; `ends` its tail and head.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.nodes: list[str] = []
        self.steps: list[Step | None] = []
        self.ends: list[tuple[int, int]] = []
        self._number: dict[str, int] = {}
        self._arrays: dict[tuple[int, ...], Arrays] = {}
        self._places = {row["place_id"]: row for row in network.rows("places")}
        self._costing = Costing(network, shipment_of(network, network.scenario or Scenario()))
        self._explained: dict[int, Step | None] = {}
        self._build(self._costing)

    def node(self, name: str) -> int:
        """Return a node's number, -1 if nothing runs there."""
        return self._number.get(name, -1)

    def place_of(self, node: int) -> str:
        """Return the place of a node."""
        return self._place_of[node]

    def step(self, edge: int) -> Step | None:
        """Return the step of an edge with its basis, None where the edge only passes."""
        if edge not in self._explained:
            priced = self.steps[edge]
            self._explained[edge] = self._costing.explain(priced) if priced else None
        return self._explained[edge]

    def costs(self, weights: Mapping[str, float]) -> list[float]:
        """Return the weighted sum of criteria of each edge."""
        terms = [weights[name] * self._figures[name] for name in CRITERIA if weights.get(name)]
        return np.sum(terms, axis=0).tolist() if terms else [0.0] * len(self.steps)

    @functools.cached_property
    def shut_by(self) -> list[tuple[str, ...]]:
        """Labels of the network's closures that take out each edge."""
        return self.labels_of(self.network.shut)

    def labels_of(self, closures: Sequence[Shut]) -> list[tuple[str, ...]]:
        """Return, for each edge, the labels of the closures that concern it."""
        labels: list[tuple[str, ...]] = [()] * len(self.steps)
        for shut in closures:
            for edge in self.concerned(shut):
                if shut.label not in labels[edge]:
                    labels[edge] = (*labels[edge], shut.label)
        return labels

    def concerned(self, shut: Shut) -> list[int]:
        """Return the edges that a closure, or a name to avoid or to pass, concerns."""
        edges = self._users.get((shut.kind, shut.target), [])
        return [edge for edge in edges if shut.mode in modes_of(self.steps[edge])] if shut.mode else edges

    @functools.cached_property
    def _users(self) -> dict[tuple[str, str], list[int]]:
        users: dict[tuple[str, str], list[int]] = {}
        for edge, step in enumerate(self.steps):
            for thing in things_on(step):
                users.setdefault(thing, []).append(edge)
        return users

    def open_edges(self, shut_by: Sequence[tuple[str, ...]], *, ignoring: Iterable[str] = ()) -> list[int]:
        """Return the edges that no closure takes out; those named in `ignoring` do not hold."""
        if not any(shut_by):
            return list(range(len(shut_by)))
        ignored = set(ignoring)
        return [edge for edge, labels in enumerate(shut_by) if not labels or ignored.issuperset(labels)]

    def arrays(self, edges: Sequence[int]) -> Arrays:
        """Return some edges as arrays for the search, in their order; the same edges give the same arrays."""
        key = tuple(edges)
        if key not in self._arrays:
            if len(self._arrays) == _KEPT:
                del self._arrays[next(iter(self._arrays))]
            kept = self.end_array[np.fromiter(key, np.int64, len(key))]
            self._arrays[key] = Arrays(len(self.nodes), kept[:, 0], kept[:, 1])
        return self._arrays[key]

    @functools.cached_property
    def end_array(self) -> NDArray[np.int64]:
        """Tail and head of every edge, a row each."""
        return np.array(self.ends, np.int64).reshape(-1, 2)

    def moves_to(self, place: str) -> list[int]:
        """Return the edges that move to a place."""
        return self._moves_to.get(place, [])

    @functools.cached_property
    def _moves_to(self) -> dict[str, list[int]]:
        edges: dict[str, list[int]] = {}
        for edge, step in enumerate(self.steps):
            if step and step.kind == "move":
                edges.setdefault(step.to_place, []).append(edge)
        return edges

    @functools.cached_property
    def _figures(self) -> dict[str, NDArray[np.float64]]:
        return {name: np.array([getattr(s, name) if s else 0.0 for s in self.steps]) for name in CRITERIA}

    @functools.cached_property
    def _place_of(self) -> list[str]:
        return [name.partition("|")[0] for name in self.nodes]

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Return the open edges as a MultiDiGraph keyed by edge id, with the criteria and the step as attributes."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(self.nodes)
        for edge, ((tail, head), labels) in enumerate(zip(self.ends, self.shut_by, strict=True)):
            if not labels:
                step = self.step(edge)
                figures = {name: getattr(step, name) if step else 0.0 for name in CRITERIA}
                key = step.edge_id if step else "pass"
                graph.add_edge(self.nodes[tail], self.nodes[head], key=key, step=step, **figures)
        return graph

    def _edge(self, tail: str, head: str, step: Step | None) -> None:
        for name in (tail, head):
            if name not in self._number:
                self._number[name] = len(self.nodes)
                self.nodes.append(name)
        self.ends.append((self._number[tail], self._number[head]))
        self.steps.append(step)

    def _build(self, costing: Costing) -> None:
        links = [row for row in self.network.rows("links") if self.network.scenario or row["status"] == "open"]
        carriers: dict[str, list[str]] = {}
        for link in links:
            for end in (link["from_place"], link["to_place"]):
                seen = carriers.setdefault(end, [])
                if carrier_of(link) not in seen:
                    seen.append(carrier_of(link))
        many = {place for place, seen in carriers.items() if len(seen) > 1}

        def out_of(place: str, carrier: str) -> str:
            return f"{place}|{carrier}|out" if place in many else f"{place}|{carrier}"

        def into(place: str, carrier: str) -> str:
            return f"{place}|{carrier}|in" if place in many else f"{place}|{carrier}"

        sides = _crossing_sides(self.network.rows("crossings"))
        for link in links:
            for forward in (True, False):
                self._link_edges(link, forward, costing, sides, out_of, into)
        for place in sorted(many):
            for carrier in carriers[place]:
                self._edge(into(place, carrier), out_of(place, carrier), None)
        transfers = {
            (row["place_id"], row["from_carrier"], row["to_carrier"]): row for row in self.network.rows("transfers")
        }
        for place, seen in carriers.items():
            country = self._places[place]["country"]
            pairs = [(a, b) for a in ("gate", *seen) for b in (*seen, "gate") if a != b]
            for a, b in pairs:
                row = transfers.get((place, a, b))
                if row is None and "gate" in (a, b):
                    row = transfers.get(("*", a, b))
                if row is not None:
                    step = costing.transfer(row, place=place, country=country, edge_id=f"{place}:{a}>{b}")
                    tail = f"{place}|start" if a == "gate" else into(place, a)
                    self._edge(tail, f"{place}|end" if b == "gate" else out_of(place, b), step)

    def _link_edges(
        self,
        link: Row,
        forward: bool,
        costing: Costing,
        sides: Mapping[tuple[str, str, str, str, str], Row],
        out_of: Callable[[str, str], str],
        into: Callable[[str, str], str],
    ) -> None:
        carrier = carrier_of(link)
        move = costing.move(link, forward=forward)
        tail, head = out_of(move.from_place, carrier), into(move.to_place, carrier)
        if not link["crossing_id"]:
            self._edge(tail, head, move)
            return
        left, entered = (self._places[place]["country"] for place in (move.from_place, move.to_place))
        key = (link["crossing_id"], left, entered, link["mode"])
        try:
            leave, enter = sides[(*key, "exit")], sides[(*key, "entry")]
        except KeyError:
            raise NetworkError(
                [f"crossings.csv: no exit and entry row for {' '.join(key)}, which {link['link_id']} needs; add both"]
            ) from None
        after_exit, before_entry = f"{move.edge_id}|left", f"{move.edge_id}|reached"
        leave_id, enter_id = f"{move.edge_id}:exit", f"{move.edge_id}:entry"
        self._edge(
            tail,
            f"{move.from_place}|{after_exit}",
            costing.border(leave, place=move.from_place, carrier=carrier, edge_id=leave_id),
        )
        self._edge(f"{move.from_place}|{after_exit}", f"{move.to_place}|{before_entry}", move)
        self._edge(
            f"{move.to_place}|{before_entry}",
            head,
            costing.border(enter, place=move.to_place, carrier=carrier, edge_id=enter_id),
        )


@functools.lru_cache(maxsize=8)
def build_graph(network: Network) -> VirtualGraph:
    """Return the virtual graph of a network; neither is ever changed, so the same network gives the same graph."""
    return VirtualGraph(network)


def concerns(shut: Shut, step: Step) -> bool:
    """Say whether a closure, or a name to avoid or to pass, concerns a step; a crossing is met at its two sides."""
    return (shut.kind, shut.target) in things_on(step) and (not shut.mode or shut.mode in modes_of(step))


def things_on(step: Step | None) -> set[tuple[str, str]]:
    """Return kind and target of all that a step is shut with: its link or crossing, places, country and modes."""
    if step is None:
        return set()
    things = {("place", step.from_place), ("place", step.to_place), ("country", step.country)}
    things |= {("mode", mode) for mode in modes_of(step)}
    table, _, key = step.ref.partition(":")
    if table == "links":
        things.add(("link", key))
    elif table == "crossings":
        things.add(("crossing", key.partition(" ")[0]))
    return things


def modes_of(step: Step | None) -> set[str]:
    """Return the modes of the carriers of a step."""
    return {carrier.partition("-")[0] for carrier in (step.carrier, step.from_carrier)} if step else set()


def carrier_of(link: Mapping[str, Any]) -> str:
    """Return the carrier of a link as text."""
    return str(Carrier(link["mode"], link["gauge_mm"]))


def _crossing_sides(rows: Sequence[Row]) -> dict[tuple[str, str, str, str, str], Row]:
    return {(r["crossing_id"], r["from_country"], r["to_country"], r["mode"], r["side"]): r for r in rows}
