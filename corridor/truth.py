"""The model's distances beside published ones, and beside the lines that the map draws."""

import itertools
import math
from collections.abc import Sequence
from typing import Any, Final

from corridor.network import Network

TOLERANCE_PCT: Final = {"rail": 3.0, "road": 5.0, "sea": 5.0, "air": 5.0}
"""How far the model may be off a published distance; see docs/data.md for why."""
STATION_KM: Final = 5.0
"""A difference as small as this is a hit at any distance: published figures run from stations, posts and ring roads."""
LINE_TOLERANCE: Final = 0.12
LINE_REASON: Final = "line drawn:"
"""What the note of a link says before the reason why its drawn line differs from its length."""


def compare_distances(network: Network) -> list[dict[str, Any]]:
    """Return one row a published distance: the model's, how far it is off in percent, and whether that is a hit.

    The model's distance is that of the shortest way over open links of the mode, through the places named; over planned
    links too where nothing is open; infinite where there is no way. One tolerance for a mode holds for all its rows.
    ``link_sources`` are those of the links on that way: a figure from one of them is not independent.
    """
    result = []
    for truth in network.rows("truth"):
        stops = [truth["from_place"], *truth["via"], truth["to_place"]]
        km, sources = _shortest_way(network, truth["mode"], stops, ("open",))
        if math.isinf(km):
            statuses = ("open", "under_construction", "planned", "proposed")
            km, sources = _shortest_way(network, truth["mode"], stops, statuses)
        off, allowed = 100 * (km / truth["km"] - 1), TOLERANCE_PCT[truth["mode"]]
        hit = abs(off) <= allowed or abs(km - truth["km"]) <= STATION_KM
        row = {"model_km": km, "off_pct": off, "tolerance_pct": allowed, "hit": hit, "link_sources": sources}
        result.append({**truth, **row})
    return result


def compare_lines(network: Network) -> list[dict[str, Any]]:
    """Return one row a link with a drawn line: its length, the line's in km, if they agree, and the reason if not.

    They agree within 12 percent or 5 km. The reason is what the link's note says after ``line drawn:``.
    """
    from pyproj import Geod

    geod, result = Geod(ellps="WGS84"), []
    for link in network.rows("links"):
        line = network.tables.shapes.get(link["link_id"])
        if line is not None:
            drawn = geod.line_length([p[0] for p in line], [p[1] for p in line]) / 1000
            near = math.isclose(drawn, link["length_km"], rel_tol=LINE_TOLERANCE, abs_tol=STATION_KM)
            reason = (link["note"] or "").partition(LINE_REASON)[2].strip()
            result.append({**link, "drawn_km": drawn, "agrees": near, "reason": reason})
    return result


def _shortest_way(
    network: Network, mode: str, stops: Sequence[str], statuses: Sequence[str]
) -> tuple[float, frozenset[str]]:
    """Return the length of the shortest way through the stops, in km, and the sources of its links."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for link in network.rows("links"):
        if link["mode"] == mode and link["status"] in statuses:
            ends = (link["from_place"], link["to_place"])
            if not graph.has_edge(*ends) or link["length_km"] < graph.edges[ends]["km"]:
                graph.add_edge(*ends, km=link["length_km"], source=link["source_id"])
    try:
        ways = [nx.shortest_path(graph, a, b, weight="km") for a, b in itertools.pairwise(stops)]
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return math.inf, frozenset()
    edges = [graph.edges[hop] for way in ways for hop in itertools.pairwise(way)]
    return math.fsum(edge["km"] for edge in edges), frozenset(edge["source"] for edge in edges)
