"""Names for readers: places, countries, carriers, modes and what a closure shuts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corridor.countries import name_country

if TYPE_CHECKING:
    from corridor.network import Network


def name_place(network: "Network", place_id: str) -> str:
    """Return a place's English name."""
    return str(network.row("places", place_id)["name"])


def name_carrier(carrier: str) -> str:
    """Write a carrier with its unit.

    Example
    -------
    >>> name_carrier("rail-1520"), name_carrier("road")
    ('rail 1520 mm', 'road')
    """
    mode, _, gauge = carrier.partition("-")
    return f"{mode} {gauge} mm" if gauge else mode


def name_closure(network: "Network", closure: Mapping[str, Any]) -> str:
    """Say what a row of the closure record shuts, with the mode where it is only one."""
    kind, target = closure["kind"], closure["target"]
    if kind == "crossing":
        text = next((row["name"] for row in network.rows("crossings") if row["crossing_id"] == target), target)
    elif kind == "place":
        text = name_place(network, target)
    elif kind == "link":
        link = network.row("links", target)
        text = f"{name_place(network, link['from_place'])} – {name_place(network, link['to_place'])}"
    else:
        text = name_country(target)
    return f"{text} ({closure['mode']} only)" if closure.get("mode") else str(text)
