"""Tables of criteria, one row a path: the rows that none beats, and the weights for which a row is the best."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

SLACK: Final = 1.0 + 1e-9
"""Sums of the same figures in another order differ by less than this factor; without it ties would fake trade-offs.

Stored machine code of the kernels holds it: when it changes, that code is to be removed.
"""

_ROWS: Final = 256
"""How many rows are compared with all others at a time, which bounds the memory taken."""
_EPSILON: Final = 1e-9
_PATIENCE: Final = 200
"""Pivots after which the simplex method takes the first column that serves, which cannot go in circles."""

_Table = NDArray[np.float64]


def undominated_rows(totals: _Table) -> list[int]:
    """Return the rows that no other equals or beats in all columns, within 1e-9; of equal ones the first."""
    kept = []
    for low in range(0, len(totals), _ROWS):
        here = totals[low : low + _ROWS]
        beats, beaten = np.ones((2, len(totals), len(here)), bool)
        for column, part in zip(totals.T[..., None], here.T, strict=True):
            beats &= column <= part * SLACK
            beaten &= part <= column * SLACK
        earlier = np.arange(len(totals))[:, None] < np.arange(low, low + len(here))
        kept += (low + np.flatnonzero(~(beats & (~beaten | earlier)).any(0))).tolist()
    return kept


def supporting_weights(totals: _Table) -> dict[int, list[float]]:
    """Return, for each row that is the least for some weights of zero or more, such weights; the others have none.

    Columns in which all rows are equal weigh nothing; if there are no others, all columns weigh the same. Of the
    weights that make a row the least, those that leave the others furthest behind, columns measured by their ranges.
    Such rows are the supported ones (Ehrgott 2005); the weights are one side of a matrix game, solved by the simplex
    method with a handful of pivots of O(n) each.
    """
    span = np.ptp(totals, 0)
    differs = span > _EPSILON * np.abs(totals).max(0)
    scaled = totals[:, differs] / span[differs]
    result = {}
    for row, point in enumerate(scaled):
        ahead = scaled - point
        others = ahead[(np.abs(ahead) > _EPSILON).any(1)].T
        shares = _play(others + 2.0) if others.size else np.ones(len(point))
        if not others.size or (shares @ others).min() >= -_EPSILON:
            weights = np.zeros(len(span))
            weights[differs] = shares / span[differs]
            result[row] = weights.tolist() if differs.any() else [1.0] * len(span)
    return result


def _play(payoff: _Table) -> _Table:
    """Return the shares of the rows that make the least of the columns the most; all payoffs are above zero."""
    size, columns = payoff.shape
    table = np.vstack(
        [np.hstack([payoff, np.eye(size), np.ones((size, 1))]), np.r_[-np.ones(columns), np.zeros(size + 1)]]
    )
    basis = np.arange(columns, columns + size)
    pivots = 0
    while (wanting := np.flatnonzero(table[-1, :-1] < -_EPSILON * 1e-3)).size:
        column = wanting[np.argmin(table[-1, wanting])] if pivots < _PATIENCE else wanting[0]
        rising = np.flatnonzero(table[:-1, column] > _EPSILON * 1e-3)
        ratio = table[rising, -1] / table[rising, column]
        ties = rising[ratio <= ratio.min() + _EPSILON * 1e-3]
        pivot = ties[np.argmin(basis[ties])]
        table[pivot] /= table[pivot, column]
        factor = table[:, column].copy()
        factor[pivot] = 0.0
        table -= np.outer(factor, table[pivot])
        basis[pivot] = column
        pivots += 1
    duals = table[-1, columns : columns + size]
    shares = duals / duals.sum()
    return np.where(shares > _EPSILON, shares, 0.0)
