"""Names for readers: places, countries, carriers, modes and what a closure shuts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corridor.compare import name_shut

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
    text = name_shut(network, closure["kind"], closure["target"])
    return f"{text} ({closure['mode']} only)" if closure.get("mode") else text
