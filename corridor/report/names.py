"""Names for readers: places, countries, carriers, modes and what a closure shuts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from corridor.network import Network

COUNTRY_NAMES: Final[Mapping[str, str]] = {
    "AFG": "Afghanistan", "ARE": "United Arab Emirates", "ARM": "Armenia", "AZE": "Azerbaijan", "BLR": "Belarus",
    "CHN": "China", "DEU": "Germany", "EGY": "Egypt", "EST": "Estonia", "GEO": "Georgia", "IND": "India", "IRN": "Iran",
    "IRQ": "Iraq", "KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan", "LTU": "Lithuania", "LVA": "Latvia", "OMN": "Oman",
    "PAK": "Pakistan", "POL": "Poland", "ROU": "Romania", "RUS": "Russia", "SAU": "Saudi Arabia", "TJK": "Tajikistan",
    "TKM": "Turkmenistan", "TUR": "Türkiye", "UKR": "Ukraine", "UZB": "Uzbekistan", "FIN": "Finland",
    "NLD": "Netherlands", "SGP": "Singapore", "LKA": "Sri Lanka", "MYS": "Malaysia", "CAREC": "CAREC mean",
}  # fmt: skip


def name_place(network: "Network", place_id: str) -> str:
    """Return a place's English name."""
    return str(network.row("places", place_id)["name"])


def name_country(code: str) -> str:
    """Return a country's English name, or the code itself where none is known.

    Example
    -------
    >>> name_country("PAK"), name_country("XYZ")
    ('Pakistan', 'XYZ')
    """
    return COUNTRY_NAMES.get(code, code)


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
