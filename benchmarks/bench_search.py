"""Time the searches beside other libraries on the built-in network, check that they agree, and write README.md.

    python benchmarks/bench_search.py

Peers get the same graph, with only the cheapest of parallel edges, which is all that most of them can hold.
"""

import itertools
import math
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, yen

import corridor as co
from corridor.graph import VirtualGraph
from corridor.routes import default_weights
from corridor.scenario import Scenario, apply_scenario
from corridor.search import Arrays, pareto_paths, shortest_paths, tree
from corridor.types import CRITERIA

ENDS = ("minsk", "karachi")
K = 50
NODES = ("networkx", "scipy", "igraph")


def median_ms(work: Callable[[], Any], runs: int = 5) -> tuple[float, Any]:
    """Return the median time of some runs after one to warm up (none where one run takes over a second)."""
    times = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - begun) * 1000)
        if times[0] > 1000:
            return times[0], result
    return statistics.median(times[1:]), result


def agree(name: str, ours: list[float], theirs: list[float]) -> None:
    if not np.allclose(ours, theirs, rtol=1e-9):
        raise SystemExit(f"{name} and Corridor differ: {theirs} and {ours}")


def machine() -> str:
    cpu = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        cpu = next((x.partition(": ")[2] for x in info.read_text().splitlines() if x.startswith("model name")), cpu)
    tools = ", ".join(f"{name} {version(name)}" for name in NODES)
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}; {tools}"


def measure() -> tuple[str, list[tuple[str, float, dict[str, float]]], list[str]]:
    """Return the size of the graph, rows of (task, our ms, peers' ms), and notes on the Pareto sets."""
    network = apply_scenario(co.load_network(), Scenario())
    graph = VirtualGraph(network)
    kept = graph.open_edges(graph.shut_by)
    whole = graph.arrays(kept)
    weighted = graph.costs(default_weights(network))
    source, target = graph.node(f"{ENDS[0]}|start"), graph.node(f"{ENDS[1]}|end")

    cheapest: dict[tuple[int, int], float] = {}
    for edge, pair in zip(kept, zip(whole.tail, whole.head, strict=True), strict=True):
        cheapest[pair] = min(weighted[edge], cheapest.get(pair, math.inf))
    tail, head = [a for a, _ in cheapest], [b for _, b in cheapest]
    cost, n = list(cheapest.values()), whole.n_nodes
    arrays = Arrays(n, tail, head)
    simple = nx.DiGraph()
    simple.add_nodes_from(range(n))
    simple.add_weighted_edges_from(zip(tail, head, cost, strict=True))
    # yen wants 32-bit indices
    matrix = csr_array((cost, (np.array(tail, np.int32), np.array(head, np.int32))), shape=(n, n))
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    peer = igraph.Graph(n=n, edges=list(cheapest), directed=True)
    rows = []

    ours, _ = median_ms(lambda: graph.arrays(graph.open_edges(graph.shut_by)))
    theirs, _ = median_ms(graph.to_networkx)
    rows.append(("search graph from the virtual graph", ours, {"networkx": theirs}))

    def lengths(paths: Any) -> list[float]:
        return [math.fsum(cost[edge] for edge in path) for path in paths]

    ours, (distance, _) = median_ms(lambda: tree(arrays, cost, source))
    peers = {}
    peers["networkx"], found = median_ms(lambda: nx.single_source_dijkstra_path_length(simple, source))
    agree("networkx", distance, [found.get(node, math.inf) for node in range(n)])
    peers["scipy"], found = median_ms(lambda: dijkstra(matrix, indices=source))
    agree("scipy", distance, list(found))
    peers["igraph"], found = median_ms(lambda: peer.distances(source, weights=cost)[0])
    agree("igraph", distance, found)
    rows.append(("full tree", ours, peers))

    ours, path = median_ms(lambda: next(shortest_paths(arrays, cost, source, target)))
    peers = {}
    peers["networkx"], found = median_ms(lambda: nx.bidirectional_dijkstra(simple, source, target))
    agree("networkx", lengths([path]), [found[0]])
    peers["scipy"] = rows[-1][2]["scipy"]
    peers["igraph"], found = median_ms(lambda: peer.get_shortest_path(source, target, weights=cost, output="epath"))
    agree("igraph", lengths([path]), lengths([found]))
    rows.append(("one to one", ours, peers))

    ours, paths = median_ms(lambda: list(itertools.islice(shortest_paths(arrays, cost, source, target), K)))
    peers = {}
    ways = nx.shortest_simple_paths
    peers["networkx"], found = median_ms(
        lambda: list(itertools.islice(ways(simple, source, target, weight="weight"), K))
    )
    agree("networkx", lengths(paths), [nx.path_weight(simple, nodes, "weight") for nodes in found])
    peers["scipy"], found = median_ms(lambda: yen(matrix, source, target, K))
    agree("scipy", lengths(paths), list(found))
    peers["igraph"], found = median_ms(
        lambda: peer.get_k_shortest_paths(source, target, k=K, weights=cost, output="epath")
    )
    agree("igraph", lengths(paths), lengths(found))
    rows.append((f"k = {K} loopless", ours, peers))

    number: dict[str, int] = {}
    places = [number.setdefault(graph.place_of(node), len(number)) for node in range(n)]
    notes = []
    for names, tolerance in ((CRITERIA[:2], 0.0), (CRITERIA, 0.0), (CRITERIA, 0.01), (CRITERIA, 0.05)):
        figures = [graph.costs({name: 1.0}) for name in names]
        costs = [[figure[edge] for edge in kept] for figure in figures]

        def search(costs: Any = costs, tolerance: float = tolerance) -> list[tuple[int, ...]]:
            return pareto_paths(whole, costs, source, target, groups=places, tolerance=tolerance)

        ours, paths = median_ms(search)
        kind = f"within {tolerance:.0%}" if tolerance else "exact"
        rows.append((f"Pareto, {len(names)} criteria, {kind}", ours, {}))
        notes.append(f"{len(names)} criteria, {kind}: {len(paths)} routes")
    return f"{n:,} nodes and {len(kept):,} edges ({len(cheapest):,} without parallel ones)", rows, notes


TARGETS = (
    ("k = 50 loopless", "scipy", 200.0),
    ("k = 50 loopless", "networkx", 1000.0),
    ("search graph from the virtual graph", "networkx", 50.0),
    ("Pareto, 4 criteria, exact", "", 100.0),
)


def write(size: str, rows: list[tuple[str, float, dict[str, float]]], notes: list[str]) -> str:
    lines = [
        "# Benchmarks",
        "",
        "`make bench` writes this file anew. Medians of five runs in milliseconds (one run where that takes over a",
        "second); in brackets, how many times as long as Corridor a peer took in the same run: under 1, the peer is",
        "faster. Corridor's searches are plain Python, scipy and igraph are compiled. Answers are checked to agree.",
        "On a machine shared with other work a ratio can move several times between runs: read the digits as a size.",
        "",
        f"* Machine: {machine()}.",
        f"* Graph: the built-in network, {ENDS[0].title()} to {ENDS[1].title()}, {size}; generalised cost.",
        f"* Pareto sets: {'; '.join(notes)}. No peer does this; one reverse tree a criterion is included.",
        "* scipy's one to one is its full tree: it has no search that stops at the target.",
        "",
        f"| task | Corridor | {' | '.join(NODES)} |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for task, ours, peers in rows:
        cells = [f"{peers[name]:,.2f} ({peers[name] / ours:,.3g}x)" if name in peers else "-" for name in NODES]
        lines.append(f"| {task} | {ours:,.2f} | {' | '.join(cells)} |")
    lines += ["", "## Targets", "", "| task | wanted | measured | reached |", "| --- | --- | --- | --- |"]
    table = {task: (ours, peers) for task, ours, peers in rows}
    for task, name, wanted in TARGETS:
        ours, peers = table[task]
        if name:
            got = peers[name] / ours
            cells = [f"{wanted:,.0f} times {name}", f"{got:,.3g} times", "yes" if got >= wanted else "no"]
        else:
            cells = [f"{wanted:,.0f} ms in plain Python", f"{ours:,.0f} ms", "yes" if ours <= wanted else "no"]
        lines.append(f"| {task} | {' | '.join(cells)} |")
    lines += [
        "",
        "Not measured, because it is not built: compiled searches (the target of 2 ms for the Pareto set among them),",
        "chain contraction outside the Pareto search, replacement routes for every link, batched draws, tables of many",
        "origins and destinations. World railways and highways, and cost against size from 10^2 to 10^6 links, are not",
        "measured either, nor is the way from tables to the virtual graph: the first row begins where that is built.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = write(*measure())
    (Path(__file__).parent / "README.md").write_text(text, "utf-8")
    print(text)
