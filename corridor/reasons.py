"""Why a route is worth keeping: what it is best at, among which, by how much, and for which value of time."""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corridor.errors import UnknownNameError
from corridor.search import supporting_weights
from corridor.types import CRITERIA, Route

_TOLERANCE: Final = 1e-9
_FIGURES: Final = 6
"""The most figures that a bound or an interval is written with; one that needs more is not told."""
_WORTH_TELLING: Final = 0.001
"""The least margin that is told, as a part of the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a route stands among others.

    `best_at` holds what none is better at and some are worse, `dominated_by` the positions of the routes that are no
    worse in any criterion and better in one. `weights` are weights of zero or more for which none costs less, empty if
    there are none; where money weighs anything, USD weigh 1. `value_of_time` are the least and the most USD an hour
    for which none costs less in money and time, empty if there is no such interval. `reasons` says all this in words.
    """

    best_at: tuple[str, ...]
    dominated_by: tuple[int, ...]
    weights: dict[str, float]
    value_of_time: tuple[float, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How a criterion is spoken of: `told` turns its number into the one that is told."""

    best: str
    most: str
    as_good: str
    bound: str
    better: str
    told: Callable[[float], float]


_WORDS: Final = {
    "time_h": _Words(
        best="fastest",
        most="fastest",
        as_good="as fast",
        bound="under {} days",
        better="{} days faster",
        told=lambda hours: hours / 24,
    ),
    "cost_usd": _Words(
        best="cheapest",
        most="cheapest",
        as_good="as cheap",
        bound="under USD {}",
        better="USD {} cheaper",
        told=lambda usd: usd,
    ),
    "co2_kg": _Words(
        best="lowest CO2e",
        most="lowest in CO2e",
        as_good="as low in CO2e",
        bound="under {} t CO2e",
        better="{} t lower in CO2e",
        told=lambda kg: kg / 1000,
    ),
    "exposure": _Words(
        best="most often open by the record",
        most="most often open",
        as_good="as often open",
        bound="shut on under {} % of days",
        better="open on {} % of days more",
        told=lambda exposure: -100 * math.expm1(-exposure),
    ),
}


def judge_routes(routes: Sequence[Route], *, criteria: Sequence[str] = CRITERIA) -> tuple[Standing, ...]:
    """Return how each route stands among these, by their totals; figures within a relative 1e-9 are equal.

    A route that none dominates has a reason, the plainest that is true: it is the best in a criterion, or among the
    routes that stay under a bound in another, or in two, or in three. Bounds, margins and intervals are rounded such
    that what is told stays true.

    Raises
    ------
    UnknownNameError
        If a criterion is none.

    Example
    -------
    >>> import corridor as co
    >>> routes = co.pareto_routes(co.load_network(), "Minsk", "Tashkent", criteria=("time_h", "cost_usd"))
    >>> co.judge_routes(routes, criteria=("time_h", "cost_usd"))[0].best_at
    ('fastest',)
    """
    if unknown := [name for name in criteria if name not in CRITERIA]:
        raise UnknownNameError("criterion", unknown[0], CRITERIA)
    if not (routes and criteria):
        return ()
    totals = np.array([[getattr(route, name) for name in criteria] for route in routes])
    near = _TOLERANCE * np.maximum(np.abs(totals[:, None]), np.abs(totals))
    # worse[i, j, c]: route i is worse than route j in criterion c.
    worse = totals[:, None] > totals + near
    dominated = ~worse.any(2) & worse.any(2).T
    weights = supporting_weights(totals)
    intervals = _values_of_time(totals, criteria)
    result = []
    for row in range(len(routes)):
        best = [c for c in range(len(criteria)) if not worse[row, :, c].any() and worse[:, row, c].any()]
        beaten_by = tuple(np.flatnonzero(dominated[:, row]).tolist())
        result.append(
            Standing(
                best_at=tuple(_WORDS[criteria[c]].best for c in best),
                dominated_by=beaten_by,
                weights=_by_money(weights[row], criteria) if row in weights else {},
                value_of_time=intervals[row],
                reasons=() if beaten_by else _reasons(row, totals, worse, criteria, best, intervals[row]),
            )
        )
    return tuple(result)


def _values_of_time(totals: NDArray[np.float64], criteria: Sequence[str]) -> list[tuple[float, ...]]:
    """Return, for each row, between which USD an hour no other costs less in money and time; empty for no interval."""
    if not {"cost_usd", "time_h"}.issubset(criteria):
        return [()] * len(totals)
    time, money = (totals[:, list(criteria).index(name)] for name in ("time_h", "cost_usd"))
    result: list[tuple[float, ...]] = []
    for row in range(len(totals)):
        later, saved = time - time[row], money[row] - money
        later[np.abs(later) <= _TOLERANCE * np.maximum(time, time[row])] = 0.0
        saved[np.abs(saved) <= _TOLERANCE * np.maximum(money, money[row])] = 0.0
        least = max(0.0, (saved[later > 0] / later[later > 0]).max(initial=0.0))
        most = (saved[later < 0] / later[later < 0]).min(initial=math.inf)
        is_best = not (saved[later == 0] > 0).any() and least * (1 + _TOLERANCE) < most
        result.append((float(least), float(most)) if is_best else ())
    return result


def _by_money(weights: Sequence[float], criteria: Sequence[str]) -> dict[str, float]:
    """Name weights and scale them such that USD weigh 1, or else that they sum to 1."""
    named = dict(zip(criteria, weights, strict=True))
    unit = named.get("cost_usd") or math.fsum(weights)
    return {name: weight / unit for name, weight in named.items()}


def _reasons(
    row: int,
    totals: NDArray[np.float64],
    worse: NDArray[np.bool_],
    criteria: Sequence[str],
    best: Sequence[int],
    interval: tuple[float, ...],
) -> tuple[str, ...]:
    """Say in words why a route that none dominates is there."""
    if len(totals) == 1:
        return ("the only route",)
    if not worse[:, row].any():
        return ("as good as the others in everything",)
    reasons = [_WORDS[criteria[c]].best for c in best]
    if not best:
        reasons += _claim(row, totals, worse, criteria)
    if interval:
        reasons += _tell_interval(*interval)
    return tuple(reasons) or ("a trade-off: no other route is as good in every criterion",)


def _claim(row: int, totals: NDArray[np.float64], worse: NDArray[np.bool_], criteria: Sequence[str]) -> list[str]:
    """Say among which routes this one is the best at something, by as few bounds as will do, and by how much."""
    every = range(len(criteria))
    for size in every:
        for bounds in itertools.combinations(every, size):
            for aim in every:
                ahead = np.flatnonzero(worse[row, :, aim])
                if aim in bounds or not ahead.size or not worse[ahead, row][:, list(bounds)].any(1).all():
                    continue
                told = _tell_bounds(row, ahead, aim, totals, worse, criteria, bounds)
                told += _tell_margin(row, aim, totals, worse, criteria, bounds)
                if told:
                    return told
    return []


def _tell_bounds(
    row: int,
    ahead: NDArray[np.int64],
    aim: int,
    totals: NDArray[np.float64],
    worse: NDArray[np.bool_],
    criteria: Sequence[str],
    bounds: Sequence[int],
) -> list[str]:
    """Say under which bounds none is better at the aim: each as loose and as round as keeps out those ahead."""
    told = []
    for place, bound in enumerate(bounds):
        words = _WORDS[criteria[bound]]
        figures = [words.told(value) for value in totals[:, bound]]
        kept_out = ahead[~worse[ahead, row][:, list(bounds[place + 1 :])].any(1)]
        if kept_out.size:
            text = _round_between(figures[row], min(figures[one] for one in kept_out))
            if not text:
                return []
            told.append(words.bound.format(text))
            ahead = ahead[[figures[one] < _number(text) for one in ahead]]
    return [f"{_WORDS[criteria[aim]].most} of those {_listed(told)}"]


def _tell_margin(
    row: int,
    aim: int,
    totals: NDArray[np.float64],
    worse: NDArray[np.bool_],
    criteria: Sequence[str],
    bounds: Sequence[int],
) -> list[str]:
    """Say by how much the route is better at the aim than any other that is as good in the rest."""
    words = _WORDS[criteria[aim]]
    as_good = np.flatnonzero(~worse[:, row][:, list(bounds)].any(1))
    others = [words.told(totals[one, aim]) for one in as_good if one != row]
    if not others:
        return []
    mine = words.told(totals[row, aim])
    text = _rounded((min(others) - mine) * (1 + _TOLERANCE), math.floor, 2)
    if _number(text) < _WORTH_TELLING * mine:
        return []
    return [f"{words.better.format(text)} than any other {_listed([_WORDS[criteria[c]].as_good for c in bounds])}"]


def _tell_interval(least: float, most: float) -> list[str]:
    """Say for which value of time a route is the best in money and time, the interval rounded inwards."""
    for figures in range(2, _FIGURES + 1):
        low = _rounded(least, math.ceil, figures)
        high = "" if math.isinf(most) else _rounded(most, math.floor, figures)
        if not high:
            return [f"best for a value of time of {low} USD/h or more" if least > 0 else "best for any value of time"]
        if _number(low) < _number(high):
            of = f"between {low} and {high}" if least > 0 else f"up to {high}"
            return [f"best for a value of time {of} USD/h"]
    return []


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _rounded(value: float, way: Callable[[float], int], figures: int) -> str:
    """Write a number of zero or more, rounded up or down to so many figures."""
    if value <= 0:
        return "0"
    places = figures - 1 - math.floor(math.log10(value))
    return _written(way(value * 10.0**places), places)


def _round_between(low: float, high: float) -> str:
    """Write the roundest number above one and at most another, the greatest of equally round ones; empty for none."""
    first = math.floor(math.log10(high))
    for places in range(-first, _FIGURES - first):
        text = _written(math.floor(high * 10.0**places), places)
        if low < _number(text) <= high:
            return text
    return ""


def _written(count: int, places: int) -> str:
    """Write a count of tens, ones, tenths and so on, without needless zeros."""
    if places <= 0:
        return f"{count * 10**-places:,}"
    return f"{count / 10**places:,.{places}f}".rstrip("0").removesuffix(".")


def _number(text: str) -> float:
    return float(text.replace(",", ""))
