"""English names of countries by their ISO 3166-1 alpha-3 codes."""

from collections.abc import Mapping
from typing import Final

COUNTRY_NAMES: Final[Mapping[str, str]] = {
    "AFG": "Afghanistan", "ARE": "United Arab Emirates", "ARM": "Armenia", "AZE": "Azerbaijan", "BLR": "Belarus",
    "CHN": "China", "DEU": "Germany", "EGY": "Egypt", "EST": "Estonia", "GEO": "Georgia", "IND": "India", "IRN": "Iran",
    "IRQ": "Iraq", "KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan", "LTU": "Lithuania", "LVA": "Latvia", "OMN": "Oman",
    "PAK": "Pakistan", "POL": "Poland", "ROU": "Romania", "RUS": "Russia", "SAU": "Saudi Arabia", "TJK": "Tajikistan",
    "TKM": "Turkmenistan", "TUR": "Türkiye", "UKR": "Ukraine", "UZB": "Uzbekistan", "FIN": "Finland",
    "NLD": "Netherlands", "SGP": "Singapore", "LKA": "Sri Lanka", "MYS": "Malaysia", "CAREC": "CAREC mean",
}  # fmt: skip


def name_country(code: str) -> str:
    """Return a country's English name, or the code itself where none is known.

    Example
    -------
    >>> name_country("PAK"), name_country("XYZ")
    ('Pakistan', 'XYZ')
    """
    return COUNTRY_NAMES.get(code, code)
