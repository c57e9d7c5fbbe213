"""The model's distances beside published ones."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

from corridor.network import Network


def compare_distances(network: Network) -> list[dict[str, Any]]:
    """Return one row a published distance: the model's, the difference in percent, and whether it is a hit.

    The model's distance is that of the shortest way over open links of the mode, through the places named; over planned
    links too where nothing is open; infinite where there is no way.
    """
    result = []
    for truth in network.rows("truth"):
        stops = [truth["from_place"], *truth["via"], truth["to_place"]]
        km = _distance(network, truth["mode"], stops, ("open",))
        if math.isinf(km):
            km = _distance(network, truth["mode"], stops, ("open", "under_construction", "planned", "proposed"))
        off = 100 * (km / truth["km"] - 1)
        result.append({**truth, "model_km": km, "off_pct": off, "hit": abs(off) <= truth["tolerance_pct"]})
    return result


def _distance(network: Network, mode: str, stops: Sequence[str], statuses: Sequence[str]) -> float:
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for link in network.rows("links"):
        if link["mode"] == mode and link["status"] in statuses:
            ends = (link["from_place"], link["to_place"])
            known = graph.edges[ends]["km"] if graph.has_edge(*ends) else math.inf
            graph.add_edge(*ends, km=min(known, link["length_km"]))
    try:
        return math.fsum(nx.shortest_path_length(graph, a, b, weight="km") for a, b in itertools.pairwise(stops))
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return math.inf
