"""World railways and highways: the searches compiled, and the libraries beside them."""

import itertools
import math
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra, yen

from benchmarks.graphs import Graph, read_world
from benchmarks.race import (
    Row,
    Section,
    agree,
    limited,
    race,
    race_over,
    timed,
    times_as_fast,
    within_ms,
    within_times,
)
from corridor.search import (
    Arrays,
    Costs,
    ParetoSearch,
    cost_matrix,
    replacement_costs,
    shortest_path,
    shortest_paths,
    tree,
)
from corridor.search.contraction import Core

CITIES = {
    "Minsk": (53.89, 27.55),
    "Karachi": (24.85, 67.02),
    "Moscow": (55.78, 37.65),
    "Tashkent": (41.29, 69.29),
    "Berlin": (52.53, 13.37),
    "Almaty": (43.27, 76.95),
    "Istanbul": (41.00, 28.98),
    "Delhi": (28.64, 77.22),
    "Warsaw": (52.23, 21.00),
    "Tehran": (35.66, 51.40),
    "Kazan": (55.79, 49.10),
    "Lahore": (31.58, 74.34),
}
PAIRS = tuple(itertools.pairwise(CITIES))[::2]
"""Minsk to Karachi, and five pairs like it."""
N_RANDOM = 20
K = 5
OD_ENDS = 50
OURS = ("compiled", "again")
SAMPLE = 10
SCIPY_LIMIT_S, NETWORKX_LIMIT_S = 60, 20
CELL_DEG = 8

Pair = tuple[int, int]


def measure(name: str, title: str) -> Section:
    """Measure one of the two networks; some targets, and the Pareto sets, are for the railways alone."""
    graph, places = read_world(name)
    is_rail = name == "world_railways"
    corridors = [nearest_nodes(places, pair) for pair in PAIRS]
    drawn = np.random.default_rng(7).integers(graph.n_nodes, size=(N_RANDOM, 2)).tolist()
    build, arrays = _build(graph)
    core, costs = _core(graph, arrays)
    table = {"build": build, "core": core, "tree": _trees(graph, costs, corridors)}
    table["corridors"] = _one_to_one(graph, costs, corridors, f"{len(PAIRS)} pairs like Minsk to Karachi")
    table["random"] = _one_to_one(graph, costs, drawn, f"{N_RANDOM} random pairs")
    table["k"], trees = _alternatives(graph, costs, corridors)
    if is_rail:
        table |= _pareto(graph, places, arrays, corridors)
    table["out"], out_trees = _links_out(graph, costs, corridors[0])
    table["od"] = _table(graph, arrays)
    targets = [
        times_as_fast(table["build"], "compiled", "networkx", 50),
        *(times_as_fast(table["tree"], ours, "scipy", 1) for ours in OURS),
        *(
            times_as_fast(table[row], ours, peer, factor)
            for row in ("corridors", "random")
            for ours in OURS
            for peer, factor in (("networkx", 20 if is_rail else 25), ("scipy", 6 if is_rail else 3))
        ),
    ]
    if is_rail:
        targets += [
            times_as_fast(table["k"], "compiled", "scipy", 200),
            within_times(table["k"], "reverse trees", trees, 1.5),
            within_ms(table["exact"], "compiled", 120),
            within_ms(table["within"], "compiled", 80),
            within_times(table["out"], "scipy trees", out_trees, 3.5),
        ]
    return Section(
        title=title,
        notes=_notes(name, graph),
        ours=OURS,
        peers=("scipy", "networkx"),
        rows=[*table.values()],
        targets=targets,
    )


def nearest_nodes(places: NDArray[np.float64], pair: tuple[str, str]) -> Pair:
    """Return the nodes nearest to two cities, by degrees."""
    one, two = (int(np.argmin(((places - CITIES[city]) ** 2).sum(axis=1))) for city in pair)
    return one, two


def _notes(name: str, graph: Graph) -> list[str]:
    pairs = ", ".join(f"{a} to {b}" for a, b in PAIRS)
    notes = [
        f"The largest part of scgraph_data's `{name}` in which every node is reached from every other: "
        f"{graph.n_nodes:,} nodes and {len(graph.cost):,} edges, by km. Medians over pairs: {pairs} (the nearest "
        f"nodes), and {N_RANDOM} pairs drawn at random.",
        "`compiled` is one question; `again` is a new question of costs that were asked before (`Costs`): it goes by "
        "their core, which is made once. The peers' ratios are to the last of the two that is in the row.",
        f"scipy's one to one is its full tree. k = {K} and every link out are of Minsk to Karachi; scipy's `yen` may "
        f"take {SCIPY_LIMIT_S} s, networkx {NETWORKX_LIMIT_S} s, and is then cut off: a time over that, said so. Every "
        f"link out by a scipy tree each: {SAMPLE} links are solved and compared, and scaled to all.",
    ]
    if name == "world_railways":
        notes.append(
            f"Pareto criteria are made up, and the same in every run: each cell of {CELL_DEG} by {CELL_DEG} degrees is "
            "a country with rates a km of its own for hours, USD and CO2, and each border between two has hours, USD "
            "and exposure of its own. One reverse tree a criterion is included."
        )
    return notes


def _build(graph: Graph) -> tuple[Row, Arrays]:
    ms, made = race({"compiled": lambda: graph.arrays(compiled=True), "networkx": graph.make_networkx})
    return Row("search graph from an edge table", ms), made["compiled"]


def _core(graph: Graph, arrays: Arrays) -> tuple[Row, Costs]:
    """Return the row of making a core, and costs that were asked often enough to have one."""
    costs = Costs(arrays, graph.cost)
    ms, _ = race({"compiled": lambda: Core(arrays, costs.flat)})
    while costs.core() is None:
        pass
    return Row("core, made once for some costs", ms), costs


def _anew(costs: Costs) -> Costs:
    """Return costs that have forgotten their trees, but not their core."""
    costs.trees.clear()
    return costs


def _trees(graph: Graph, costs: Costs, pairs: list[Pair]) -> Row:
    arrays = costs.arrays

    def check(_: Pair, answers: dict[str, Any]) -> None:
        for ours in OURS:
            agree("full tree", answers[ours][0], answers["scipy"][0])

    ms = race_over(
        pairs,
        {
            "compiled": lambda pair: tree(arrays, graph.cost, pair[0]),
            "again": lambda pair: tree(arrays, _anew(costs), pair[0]),
            "scipy": lambda pair: dijkstra(graph.scipy, indices=pair[0], return_predecessors=True),
        },
        check,
    )
    ms["networkx"], found = timed(lambda: nx.single_source_dijkstra_path_length(graph.networkx, pairs[0][0]))
    distance = tree(arrays, graph.cost, pairs[0][0])[0]
    agree("full tree", distance, [found[node] for node in range(graph.n_nodes)])
    return Row("full tree", ms)


def _one_to_one(graph: Graph, costs: Costs, pairs: list[Pair], kind: str) -> Row:
    arrays = costs.arrays

    def check(pair: Pair, answers: dict[str, Any]) -> None:
        for ours in OURS:
            length = graph.length(answers[ours])
            agree("one to one", length, answers["networkx"][0])
            agree("one to one", length, answers["scipy"][0][pair[1]])

    ms = race_over(
        pairs,
        {
            "compiled": lambda pair: shortest_path(arrays, graph.cost, *pair),
            "again": lambda pair: shortest_path(arrays, costs, *pair),
            "scipy": lambda pair: dijkstra(graph.scipy, indices=pair[0], return_predecessors=True),
            "networkx": lambda pair: nx.bidirectional_dijkstra(graph.networkx, *pair),
        },
        check,
    )
    return Row(f"one to one, {kind}", ms)


def _alternatives(graph: Graph, costs: Costs, pairs: list[Pair]) -> tuple[Row, float]:
    """Return the row of the first pair, and how many reverse trees the alternatives take in the median of all pairs."""
    arrays = costs.arrays

    def ours(pair: Pair, cost: Any) -> list[tuple[int, ...]]:
        return list(itertools.islice(shortest_paths(arrays, cost, *pair), K))

    def networkx() -> list[float]:
        ways = nx.shortest_simple_paths(graph.networkx, *pairs[0], weight="weight")
        return [nx.path_weight(graph.networkx, nodes, "weight") for nodes in itertools.islice(ways, K)]

    parts = race_over(
        pairs,
        {
            "compiled": lambda pair: ours(pair, graph.cost),
            "reverse": lambda pair: tree(arrays, graph.cost, pair[1], reverse=True),
        },
        lambda *_: None,
    )
    ms, found = race({"compiled": lambda: ours(pairs[0], graph.cost), "again": lambda: ours(pairs[0], _anew(costs))})
    lengths = list(map(graph.length, found["compiled"]))
    agree("alternatives", lengths, list(map(graph.length, found["again"])))
    cut = set()
    matrix, _ = graph.scipy, graph.networkx  # made before they are timed
    for who, seconds, work in (
        ("scipy", SCIPY_LIMIT_S, lambda: yen(matrix, *pairs[0], K).tolist()),
        ("networkx", NETWORKX_LIMIT_S, networkx),
    ):
        ms[who], theirs = limited(work, seconds)
        if theirs is None:
            cut.add(who)
        else:
            agree("alternatives", lengths, theirs)
    return Row(f"k = {K} loopless", ms, frozenset(cut)), parts["compiled"] / parts["reverse"]


def make_criteria(graph: Graph, places: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return hours, USD, kg of CO2 and exposure of each edge: made up, by country and by border."""
    row, column = np.floor((places + np.array([90, 180])) / CELL_DEG).astype(int).T
    country = row * (360 // CELL_DEG + 1) + column
    rng = np.random.default_rng(11)
    n_countries = int(country.max()) + 1
    at, to = country[graph.tail], country[graph.head]
    hours, usd, kg = (
        rng.uniform(*span, n_countries)[at] * graph.cost for span in ((0.02, 0.05), (0.3, 0.9), (0.2, 0.5))
    )
    border = at * n_countries + to
    _, number = np.unique(border, return_inverse=True)
    is_border = at != to
    spans = ((6.0, 72.0), (50.0, 400.0), (0.0, 5.0), (0.0, 0.3))
    extra = [is_border * rng.uniform(*span, int(number.max()) + 1)[number] for span in spans]
    return [hours + extra[0], usd + extra[1], kg + extra[2], extra[3]]


def _pareto(graph: Graph, places: NDArray[np.float64], arrays: Arrays, pairs: list[Pair]) -> dict[str, Row]:
    criteria = make_criteria(graph, places)
    ms, made = race({"compiled": lambda: ParetoSearch(arrays, criteria)})
    search: ParetoSearch = made["compiled"]
    rows = {"reduced": Row("graph reduced for 4 criteria, once", ms)}
    for key, tolerance, kind in (("exact", 0.0, "exact"), ("within", 0.01, "within 1%")):
        sizes: list[int] = []

        def check(_: Pair, answers: dict[str, Any], sizes: list[int] = sizes) -> None:
            sizes.append(len(answers["compiled"]))

        def paths(pair: Pair, tolerance: float = tolerance) -> list[tuple[int, ...]]:
            return search.paths(*pair, tolerance=tolerance)

        ms = race_over(pairs, {"compiled": paths}, check)
        rows[key] = Row(f"Pareto, 4 criteria, {kind}: {min(sizes)} to {max(sizes)} routes", ms)
    return rows


def _links_out(graph: Graph, costs: Costs, pair: Pair) -> tuple[Row, float]:
    """Return the row, and how many scipy trees it takes."""
    source, target = pair
    ms, found = race(
        {
            "compiled": lambda: replacement_costs(costs.arrays, graph.cost, source, target),
            "again": lambda: replacement_costs(costs.arrays, _anew(costs), source, target),
            "tree": lambda: dijkstra(graph.scipy, indices=source, return_predecessors=True),
        }
    )
    trees = ms["compiled"] / ms.pop("tree")
    if found["compiled"][0] == found["again"][0]:  # of equal paths each may take another
        agree("links out", found["compiled"][1], found["again"][1])
    path, without = found["compiled"]
    sample = np.linspace(0, len(path) - 1, SAMPLE, dtype=int)
    place = np.argsort(graph.scipy_order)

    def scipy() -> list[float]:
        best = []
        for edge in (path[one] for one in sample):
            matrix = graph.scipy.copy()
            matrix.data[place[edge]] = math.inf
            best.append(dijkstra(matrix, indices=source)[target])
        return best

    once, theirs = timed(scipy)
    agree("links out", [without[one] for one in sample], theirs)
    ms["scipy"] = once / SAMPLE * len(path)
    return Row(f"every link of the best route out, {len(path):,} of them", ms), trees


def _table(graph: Graph, arrays: Arrays) -> Row:
    ends = np.random.default_rng(7).choice(graph.n_nodes, OD_ENDS, replace=False)
    named = ends.tolist()
    ms, found = race(
        {
            "compiled": lambda: cost_matrix(arrays, graph.cost, named, named),
            "scipy": lambda: dijkstra(graph.scipy, indices=ends)[:, ends],
        }
    )
    agree("table", found["compiled"], found["scipy"])
    return Row(f"O-D table, {OD_ENDS} x {OD_ENDS}", ms)
