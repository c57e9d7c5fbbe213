"""How figures are written for a reader: no more digits than are known, no share rounded to none or all."""

import math


def format_significant(value: float, *, figures: int = 3) -> str:
    """Write a number with thousands separators and no more figures than it knows.

    Example
    -------
    >>> format_significant(8123.4), format_significant(45.26), format_significant(0.44), format_significant(99999)
    ('8,120', '45.3', '0.44', '100,000')
    """
    if value == 0:
        return "0"
    places = figures - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    return f"{rounded:,.{min(max(places, 0), 2)}f}" if places > 0 else f"{rounded:,.0f}"


def format_share(share: float) -> str:
    """Write a share in whole per cent; only none and all are written as 0 and 100.

    Example
    -------
    >>> format_share(0.853), format_share(1.0), format_share(0.998), format_share(0.002), format_share(0.0)
    ('85', '100', '>99', '<1', '0')
    """
    shown = f"{100 * share:.0f}"
    if shown == "100" and share < 1:
        return ">99"
    return "<1" if shown == "0" and share > 0 else shown
