"""Cost against size: made-up street networks of 10^2 to 10^6 links, plain, compiled, and other libraries."""

import functools
import itertools
import math
from collections.abc import Callable
from typing import Any

import networkx as nx
from scipy.sparse.csgraph import dijkstra, yen

from benchmarks.graphs import Graph, make_streets
from benchmarks.race import Row, Section, agree, race
from corridor.search import shortest_path, shortest_paths, tree
from corridor.search.kernels import COMPILE_FROM

SIZES = tuple(round(10 ** (half / 2)) for half in range(4, 13))
K = 5
GIVE_UP_MS = 300.0
TASKS = {"tree": "full tree", "one": "one to one", "k": f"k = {K} loopless"}

Work = tuple[Callable[[], Any], Callable[[Any], Any]]
"""What is timed, and how its result becomes costs to compare."""
Curves = dict[str, list[tuple[int, float]]]
"""Who took how many milliseconds at how many links."""


def measure() -> tuple[Section, dict[str, Curves]]:
    """Return the table of whole powers of ten, and the curves of each task at all sizes."""
    rows = []
    curves: dict[str, Curves] = {task: {} for task in TASKS}
    previous = 0
    for size in SIZES:
        graph = make_streets(size)
        links = len(graph.cost)
        for task, works in _works(graph).items():
            curve = curves[task]
            asked = {who: work for who, work in works.items() if _is_asked(curve.get(who, []), previous)}
            ms, found = race({who: call for who, (call, _) in asked.items()})
            costs = {who: in_costs(found[who]) for who, (_, in_costs) in asked.items()}
            for who in asked:
                agree(f"{TASKS[task]}, {links} links", costs["compiled"], costs[who])
                curve.setdefault(who, []).append((links, ms[who]))
            if math.log10(size).is_integer():
                rows.append(Row(f"{TASKS[task]}, {links:,} links", ms))
        previous = links
    section = Section(
        title="Cost against size",
        notes=[
            "Made-up two-way street grids, a quarter of the streets left out, between opposite corners. Graphs "
            f"of under {COMPILE_FROM:,} edges are searched by plain kernels unless forced. Who took over "
            f"{GIVE_UP_MS:g} ms at one size was not asked at the next, which is three times as large.",
        ],
        ours=("plain", "compiled"),
        peers=("scipy", "networkx"),
        rows=sorted(rows, key=lambda row: list(TASKS.values()).index(row.task.partition(",")[0])),
    )
    return section, curves


def _is_asked(curve: list[tuple[int, float]], previous: int) -> bool:
    """Say whether someone was quick at the size before, if there was one."""
    return not previous or (curve[-1][0] == previous and curve[-1][1] <= GIVE_UP_MS)


def _works(graph: Graph) -> dict[str, dict[str, Work]]:
    source, target = 0, graph.n_nodes - 1
    works: dict[str, dict[str, Work]] = {task: {} for task in TASKS}
    for who in ("plain", "compiled"):
        arrays = graph.arrays(compiled=who == "compiled")
        ask = (arrays, graph.cost_for(arrays), source)
        works["tree"][who] = functools.partial(tree, *ask), lambda found: found[0]
        works["one"][who] = functools.partial(shortest_path, *ask, target), graph.length
        works["k"][who] = functools.partial(_take_k, *ask, target), lambda found: [*map(graph.length, found)]
    matrix = graph.scipy
    spanned = functools.partial(dijkstra, matrix, indices=source, return_predecessors=True)
    works["tree"]["scipy"] = spanned, lambda found: found[0]
    works["one"]["scipy"] = spanned, lambda found: found[0][target]
    works["k"]["scipy"] = functools.partial(yen, matrix, source, target, K), lambda found: found

    def from_source() -> dict[int, float]:
        found: dict[int, float] = nx.single_source_dijkstra_path_length(graph.networkx, source)
        return found

    def all_ways() -> list[list[int]]:
        return list(itertools.islice(nx.shortest_simple_paths(graph.networkx, source, target, weight="weight"), K))

    works["tree"]["networkx"] = from_source, lambda found: [found[node] for node in range(graph.n_nodes)]
    works["one"]["networkx"] = (
        lambda: nx.bidirectional_dijkstra(graph.networkx, source, target),
        lambda found: found[0],
    )
    works["k"]["networkx"] = (
        all_ways,
        lambda found: [nx.path_weight(graph.networkx, nodes, "weight") for nodes in found],
    )
    return works


def _take_k(*question: Any) -> list[tuple[int, ...]]:
    return list(itertools.islice(shortest_paths(*question), K))
