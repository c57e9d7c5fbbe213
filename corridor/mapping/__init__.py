"""The offline map: one HTML file that shows routes or a whole network and fetches nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridor.compare import describe_record
from corridor.countries import name_country
from corridor.errors import NoRouteError
from corridor.mapping.data import describe_network, describe_routes, describe_sources
from corridor.mapping.page import write_network_panel, write_panel
from corridor.mapping.planner import describe_planner
from corridor.mapping.text import write_json
from corridor.scenario import Scenario
from corridor.types import Route

if TYPE_CHECKING:
    import folium

    from corridor.network import Network

__all__ = ["map_network", "map_routes"]


def map_routes(
    routes: Sequence[Route],
    *,
    network: "Network | None" = None,
    title: str = "",
    subtitle: str = "",
    note: str = "",
    scenario: "Scenario | None" = None,
    k: int = 5,
    avoid: Sequence[str] = (),
    planner: bool = True,
    tiles: str | None = None,
    attribution: str = "",
) -> "folium.Map":
    """Draw routes side by side on an offline map with their table, steps, sources and charts.

    Parameters
    ----------
    routes
        One route or more, in the order of their letters.
    network
        The network that the routes were found in, as loaded or with a scenario applied; the built-in one by default.
    title, subtitle, note
        Plain text: above the table (by default the ends of the first route), and below it, before what the closure
        record has shut on its newest date.
    scenario, k, avoid
        The scenario in which the routes were found (by default the one that was applied to the network), how many
        alternatives were asked for, and what they were to avoid: the page's own planner begins with them.
    planner
        Whether the page carries the network, to find and price routes by itself. Leave it out for routes that were to
        pass something or were ranked by other weights: the page asks for neither. A network whose tables were replaced
        after a scenario was applied is not carried.
    tiles, attribution
        Address of online tiles as ``https://tiles.example.org/{z}/{x}/{y}.png`` and whom to name for them. The page
        may then ask this origin for pictures, and does so once a reader chooses the layer; by default it asks nobody.

    Returns
    -------
    A folium Map; ``save`` writes the page. Layers may be added; what would fetch something raises `OfflineError` when
    the page is rendered.

    Raises
    ------
    NoRouteError
        If there is no route to draw.
    OfflineError
        If `tiles` is no address of tiles.
    """
    from corridor.mapping.figure import OfflineMap
    from corridor.mapping.still import draw_still

    if not routes:
        raise NoRouteError("There is no route to draw; map_routes needs at least one.")
    net = network or _load_network()
    ends = (routes[0].origin, routes[0].destination)
    heading = title or " – ".join(net.row("places", place)["name"] for place in ends)
    under = subtitle or ("One way" if len(routes) == 1 else f"{len(routes)} ways") + " to move one container (TEU)"
    given: Scenario = scenario or net.scenario or Scenario()
    data = describe_routes(routes, net, given)
    still = draw_still(data, heading)
    if planner and net.loaded:
        data["planner"] = describe_planner(net.loaded, *ends, scenario=given, k=k, avoid=avoid)
        data["sources"] = describe_sources(net.loaded, data["planner"]["sources"])
        data["countries"] = {
            code: name_country(code) for code in sorted({row["country"] for row in net.rows("places")})
        }
        del data["links"]  # the planner's network has them
    told = f"{note} {describe_record(net, routes)}".strip()
    panel = write_panel(routes, title=heading, subtitle=under, note=told)
    return OfflineMap(
        title=heading, data=write_json(data), panel=panel, still=still, tiles=tiles, attribution=attribution
    )


def map_network(network: "Network | None" = None, *, tiles: str | None = None, attribution: str = "") -> "folium.Map":
    """Draw a whole network by mode, gauge, status or project, with search by name, for those who check the data.

    `tiles` and `attribution` are those of `map_routes`.

    Returns
    -------
    A folium Map; ``save`` writes the page.
    """
    from corridor.mapping.figure import OfflineMap
    from corridor.mapping.still import draw_still

    net = network or _load_network()
    data = describe_network(net)
    countries = {place[5] for place in data["places"].values()}
    subtitle = f"{len(data['places'])} places in {len(countries)} countries, {len(data['links'])} links"
    panel = write_network_panel(data, title="Network", subtitle=subtitle)
    still = draw_still(data, "Network")
    return OfflineMap(
        title="Network", data=write_json(data), panel=panel, still=still, tiles=tiles, attribution=attribution
    )


def _load_network() -> "Network":
    from corridor.network import load_network

    return load_network()
