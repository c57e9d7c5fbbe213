"""A route priced again with every figure at its low, and again at its high: bounds of its totals, not quantiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from corridor.costing import reprice_routes

if TYPE_CHECKING:
    from corridor.network import Network
    from corridor.types import Route

_MORE_IS_QUICKER: Final = frozenset({"speed_kmh", "moving_h_per_day"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The same route twice: as cheap, quick and clean as the ranges of the figures allow, and as dear, slow and dirty.

    Both hold steps over the very edges of the route bounded; their totals are sums of those steps.
    """

    low: "Route"
    high: "Route"


def bound_routes(routes: "Sequence[Route]", network: "Network") -> tuple[Bounds, ...]:
    """Return the bounds of routes that were found in a network with its scenario applied.

    Lengths, rates, and hours, charges and emissions of borders and transfers take their low or their high, a speed the
    other way round. Recorded delays have no range; the payload and the exposure stay as they are.
    """
    lows, highs = (reprice_routes(routes, _set_figures(network, end)) for end in _ENDS)
    return tuple(Bounds(low=low, high=high) for low, high in zip(lows, highs, strict=True))


_End = Literal["low", "high"]
_ENDS: Final[tuple[_End, _End]] = ("low", "high")


def _set_figures(network: "Network", end: _End) -> "Network":
    """Return the network with the low or the high of every figure in the place of the likely value."""
    other = _ENDS[1 - _ENDS.index(end)]
    charges = {"hours_likely": f"hours_{end}", "usd_likely": f"usd_{end}"}
    emissions = {"co2_likely_kg": f"co2_{end}_kg"}
    return network.replace(
        links=[
            row if row[f"length_{end}_km"] is None else row | {"length_km": row[f"length_{end}_km"]}
            for row in network.rows("links")
        ],
        rates=[
            row | {"likely": row[other if row["quantity"] in _MORE_IS_QUICKER else end]}
            for row in network.rows("rates")
        ],
        crossings=[row | {key: row[of] for key, of in charges.items()} for row in network.rows("crossings")],
        transfers=[
            row | {key: row[of] for key, of in (charges | emissions).items()} for row in network.rows("transfers")
        ],
    )
