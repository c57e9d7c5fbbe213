"""The built-in network, Minsk to Karachi: searches plain and compiled, and the libraries beside them."""

import functools
import itertools
import math
from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse.csgraph import dijkstra, yen

import corridor as co
from benchmarks.graphs import Graph
from benchmarks.race import Row, Section, agree, race, times_as_fast, within_ms
from corridor.graph import VirtualGraph
from corridor.routes import default_weights
from corridor.scenario import Scenario, apply_scenario
from corridor.search import (
    Arrays,
    ParetoSearch,
    best_of_draws,
    cost_matrix,
    replacement_costs,
    shortest_path,
    shortest_paths,
    tree,
)
from corridor.types import CRITERIA

K = 50
DRAWS = 10_000
SAMPLE = 500
ENDS = 40


def load() -> tuple[VirtualGraph, list[int], Graph, int, int]:
    """Return the virtual graph, its open edges, the graph of these at generalised cost, and both ends."""
    network = apply_scenario(co.load_network(), Scenario())
    virtual = VirtualGraph(network)
    kept = virtual.open_edges(virtual.shut_by)
    every = virtual.costs(default_weights(network))
    tail, head = np.array([virtual.ends[edge] for edge in kept]).T
    if len({*zip(tail.tolist(), head.tolist(), strict=True)}) < len(kept):
        raise SystemExit("The virtual graph has parallel edges, which the peers cannot hold")
    graph = Graph(len(virtual.nodes), tail, head, np.array([every[edge] for edge in kept]))
    return virtual, kept, graph, virtual.node("minsk|start"), virtual.node("karachi|end")


def pareto_costs(virtual: VirtualGraph, kept: Sequence[int], names: Sequence[str]) -> list[list[float]]:
    return [[figure[edge] for edge in kept] for figure in (virtual.costs({name: 1.0}) for name in names)]


def groups_of(virtual: VirtualGraph) -> list[int]:
    """Return the place of each node as a number."""
    number: dict[str, int] = {}
    return [number.setdefault(virtual.place_of(node), len(number)) for node in range(len(virtual.nodes))]


def make_draws(graph: Graph, draws: int = DRAWS) -> Any:
    """Draw the cost of each edge by itself: times a factor of triangular distribution from 0.7 over 1 to 1.8."""
    factor = np.random.default_rng(7).triangular(0.7, 1.0, 1.8, (len(graph.cost), draws))
    return graph.cost[:, None] * factor


def measure() -> Section:
    virtual, kept, graph, source, target = load()
    forms = {name: graph.arrays(compiled=name == "compiled") for name in ("plain", "compiled")}
    costs = {name: graph.cost_for(arrays) for name, arrays in forms.items()}
    rows = [
        _build(virtual),
        *_trees(graph, forms, costs, source, target),
        _alternatives(graph, forms, costs, source, target),
        *_pareto(virtual, kept, forms, source, target),
        _draws(graph, forms, source, target),
        _links_out(graph, forms, costs, source, target),
        _table(graph, forms, costs),
    ]
    table = {row.task.partition(",")[0]: row for row in rows}
    exact = next(row for row in rows if row.task.startswith("Pareto, 4 criteria, exact"))
    best = table[f"k = {K} loopless"]
    return Section(
        title="Built-in network",
        notes=[
            f"Minsk to Karachi in the virtual graph of {graph.n_nodes:,} nodes and {len(kept):,} edges, none parallel, "
            "at generalised cost. A graph of this size is searched by plain kernels, so that nobody waits for a "
            "compiler: the compiled ones are forced here. Peers' ratios are to the last form of Corridor in the row.",
            "scipy's one to one is its full tree, as it has no search that stops at the target. No peer does Pareto "
            "sets; one reverse tree a criterion is included, and reducing the graph is a row of its own.",
            f"{DRAWS:,} draws: each edge's cost times a factor of its own, triangular from 0.7 over 1 to 1.8; every "
            f"draw is solved anew. scipy's loop is timed and compared on {SAMPLE} of these draws, and scaled to all.",
        ],
        ours=tuple(forms),
        peers=("scipy", "igraph", "networkx"),
        rows=rows,
        targets=[
            times_as_fast(rows[0], "plain", "networkx", 50),
            times_as_fast(best, "compiled", "scipy", 200),
            times_as_fast(best, "compiled", "networkx", 1000),
            within_ms(exact, "compiled", 2),
            within_ms(exact, "plain", 100),
            within_ms(table["10"], "plain", 250),
            within_ms(table["10"], "compiled", 40),
            times_as_fast(table["every link of the best route out"], "compiled", "networkx", 200),
        ],
    )


def _build(virtual: VirtualGraph) -> Row:
    turn = itertools.count(1)

    def arrays() -> Arrays:
        """Leave out a few edges, others each time: the virtual graph would hand out what it has made already."""
        return virtual.arrays(virtual.open_edges(virtual.shut_by)[next(turn) :])

    ms, _ = race({"plain": arrays, "networkx": virtual.to_networkx})
    return Row("search graph from the virtual graph", ms)


def _trees(graph: Graph, forms: dict[str, Arrays], costs: dict[str, Any], source: int, target: int) -> list[Row]:
    work: dict[str, Any] = {
        name: functools.partial(tree, arrays, costs[name], source) for name, arrays in forms.items()
    }
    work["scipy"] = lambda: dijkstra(graph.scipy, indices=source, return_predecessors=True)
    work["igraph"] = lambda: graph.igraph.distances(source, weights=graph.costs)
    work["networkx"] = lambda: nx.single_source_dijkstra_path_length(graph.networkx, source)
    tree_ms, found = race(work)
    distance = found["plain"][0]
    for theirs in (
        found["compiled"][0],
        found["scipy"][0],
        found["igraph"][0],
        [found["networkx"].get(node, math.inf) for node in range(graph.n_nodes)],
    ):
        agree("full tree", distance, theirs)
    work = {
        name: functools.partial(shortest_path, arrays, costs[name], source, target) for name, arrays in forms.items()
    }
    work["igraph"] = lambda: graph.igraph.get_shortest_path(source, target, weights=graph.costs, output="epath")
    work["networkx"] = lambda: nx.bidirectional_dijkstra(graph.networkx, source, target)
    ms, found = race(work)
    for theirs in (*(graph.length(found[name]) for name in ("plain", "compiled", "igraph")), found["networkx"][0]):
        agree("one to one", distance[target], theirs)
    return [Row("full tree", tree_ms), Row("one to one", {**ms, "scipy": tree_ms["scipy"]})]


def _alternatives(graph: Graph, forms: dict[str, Arrays], costs: dict[str, Any], source: int, target: int) -> Row:
    def ours(name: str) -> list[tuple[int, ...]]:
        return list(itertools.islice(shortest_paths(forms[name], costs[name], source, target), K))

    def networkx() -> list[list[int]]:
        ways = nx.shortest_simple_paths(graph.networkx, source, target, weight="weight")
        return list(itertools.islice(ways, K))

    peer = functools.partial(graph.igraph.get_k_shortest_paths, source, target, k=K, weights=graph.costs)
    ms, found = race(
        {
            **{name: functools.partial(ours, name) for name in forms},
            "scipy": lambda: yen(graph.scipy, source, target, K),
            "igraph": lambda: peer(output="epath"),
            "networkx": networkx,
        }
    )
    lengths = list(map(graph.length, found["plain"]))
    for theirs in (
        map(graph.length, found["compiled"]),
        found["scipy"],
        map(graph.length, found["igraph"]),
        (graph.length(graph.edges_of(nodes)) for nodes in found["networkx"]),
    ):
        agree("alternatives", lengths, list(theirs))
    return Row(f"k = {K} loopless", ms)


def _pareto(virtual: VirtualGraph, kept: list[int], forms: dict[str, Arrays], source: int, target: int) -> list[Row]:
    rows = []
    groups = groups_of(virtual)
    for names in (CRITERIA[:2], CRITERIA):
        columns = pareto_costs(virtual, kept, names)

        def prepare(name: str, columns: list[list[float]] = columns) -> ParetoSearch:
            return ParetoSearch(forms[name], columns, groups=groups, kept=(source, target))

        ms, ready = race({name: functools.partial(prepare, name) for name in forms})
        rows.append(Row(f"graph reduced for {len(names)} criteria", ms))
        for tolerance in (0.0, 0.01, 0.05) if len(names) == len(CRITERIA) else (0.0,):
            ms, found = race(
                {name: functools.partial(ready[name].paths, source, target, tolerance=tolerance) for name in forms}
            )
            if found["plain"] != found["compiled"]:
                raise SystemExit("The plain and the compiled Pareto sets differ")
            kind = f"within {tolerance:.0%}" if tolerance else "exact"
            rows.append(Row(f"Pareto, {len(names)} criteria, {kind}: {len(found['plain'])} routes", ms))
    return rows


def _draws(graph: Graph, forms: dict[str, Arrays], source: int, target: int) -> Row:
    draws = make_draws(graph)
    sample = np.linspace(0, DRAWS - 1, SAMPLE, dtype=int)

    def scipy() -> list[float]:
        matrix, best = graph.scipy.copy(), []
        for draw in sample:
            matrix.data = draws[graph.scipy_order, draw]
            best.append(dijkstra(matrix, indices=source)[target])
        return best

    work: dict[str, Any] = {
        name: functools.partial(best_of_draws, arrays, draws, source, target) for name, arrays in forms.items()
    }
    ms, found = race({**work, "scipy": scipy})
    agree("draws", found["plain"].cost, found["compiled"].cost)
    agree("draws", found["plain"].cost[sample], found["scipy"])
    ms["scipy"] *= DRAWS / SAMPLE
    return Row(f"{DRAWS:,} draws, each re-optimised: {len(found['plain'].paths)} best routes", ms)


def _links_out(graph: Graph, forms: dict[str, Arrays], costs: dict[str, Any], source: int, target: int) -> Row:
    def networkx() -> list[float]:
        peer, best = graph.networkx.copy(), []
        for start, end in _path_ends(graph, source, target):
            cost = peer.edges[start, end]["weight"]
            peer.remove_edge(start, end)
            try:
                best.append(nx.bidirectional_dijkstra(peer, source, target)[0])
            except nx.NetworkXNoPath:
                best.append(math.inf)
            peer.add_edge(start, end, weight=cost)
        return best

    work: dict[str, Any] = {
        name: functools.partial(replacement_costs, arrays, costs[name], source, target)
        for name, arrays in forms.items()
    }
    ms, found = race({**work, "networkx": networkx})
    agree("links out", found["plain"][1], found["compiled"][1])
    agree("links out", found["plain"][1], found["networkx"])
    return Row(f"every link of the best route out, {len(found['plain'][1])} of them", ms)


def _path_ends(graph: Graph, source: int, target: int) -> list[tuple[int, int]]:
    path = shortest_path(graph.arrays(compiled=False), graph.costs, source, target)
    return [(int(graph.tail[edge]), int(graph.head[edge])) for edge in path]


def _table(graph: Graph, forms: dict[str, Arrays], costs: dict[str, Any]) -> Row:
    ends = np.random.default_rng(7).choice(graph.n_nodes, ENDS, replace=False)
    work: dict[str, Any] = {
        name: functools.partial(cost_matrix, arrays, costs[name], ends.tolist(), ends.tolist())
        for name, arrays in forms.items()
    }
    ms, found = race({**work, "scipy": lambda: dijkstra(graph.scipy, indices=ends)[:, ends]})
    for theirs in (found["compiled"], found["scipy"]):
        agree("table", found["plain"], theirs)
    return Row(f"O-D table, {ENDS} x {ENDS}", ms)
