"""How far two counts differ, from four cells.

The four cells, for a term in a target and a reference, are a (the term in the target), b (the
term in the reference), c and d (all other tokens of each). Swapping the two middle cells changes
neither g2 nor chi2, so the layout k11, k12, k21, k22 of collocations works as well.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from analysis.errors import one_of
from analysis.stats.arrays import Values, counts, unwrapped

SMALL_EXPECTED = 5.0  # Cochran's rule, as quanteda applies it
YATES = ("auto", "never", "always")
HALF = 0.5  # added to the two counts of log_ratio, so that an absent term has a ratio


def g2(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Values:
    """The log-likelihood ratio of a 2 x 2 table, never below 0; missing where a margin is empty.

    2 * sum(observed * ln(observed / expected)) over the four cells (Dunning 1993). Unsigned: the
    sign of `chi2` tells the direction. Not for p-values on tokens, which come in bursts.

    Raises ArgumentError for negative or infinite counts, or arrays of different shapes.

    >>> print(f"{g2(110, 2442, 111, 29114):.2f}")
    270.72
    """
    cells = counts(a=a, b=b, c=c, d=d)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [
            xlogy(cell, cell / np.where(cell > 0, expected, 1))
            for cell, expected in zip(cells, _expected(*cells), strict=True)
        ]
    total = np.maximum(2 * sum(parts), 0.0)  # rounding can leave -1e-13
    return unwrapped(np.where(_empty_margin(*cells), np.nan, total))


def chi2(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    yates: Literal["auto", "never", "always"] = "auto",
) -> Values:
    """Pearson's chi-square of a 2 x 2 table, with a minus sign where a is below expectation.

    N (|ad - bc| - y)^2 / (product of the four margins), as quanteda prints it: y is N/2 (Yates)
    only where an expected cell is below 5 and |ad - bc| >= N/2, else 0. `yates` "never" has y 0,
    "always" the smaller of N/2 and |ad - bc|. Missing where a margin is empty. Not for p-values on
    tokens, which come in bursts.

    Raises ArgumentError for negative or infinite counts, arrays of different shapes, or an unknown
    `yates`.

    >>> print(f"{chi2(5, 1, 1655, 41341):.3f}")
    81.830
    """
    if yates not in YATES:
        raise one_of("yates", yates, YATES)
    a, b, c, d = cells = counts(a=a, b=b, c=c, d=d)
    total = a + b + c + d
    gap = a * d - b * c
    with np.errstate(divide="ignore", invalid="ignore"):
        small = np.minimum.reduce(_expected(*cells)) < SMALL_EXPECTED
        applied = small & (np.abs(gap) >= total / 2)
        if yates != "auto":
            applied = np.full(applied.shape, yates == "always")
        y = np.where(applied, np.minimum(total / 2, np.abs(gap)), 0.0)
        margins = (a + b) * (c + d) * (a + c) * (b + d)
        size = total * (np.abs(gap) - y) ** 2 / margins
    return unwrapped(np.where(_empty_margin(*cells), np.nan, np.sign(gap) * size))


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Values:
    """The binary log of the ratio of relative frequencies: 1 means twice as frequent.

    log2(((a + .5) / (a + c)) / ((b + .5) / (b + d))) (Hardie 2014, with .5 added to both counts,
    so that absence has a ratio). Missing where a side has no tokens. An effect size: it says
    nothing about how sure the difference is.

    Raises ArgumentError for negative or infinite counts, or arrays of different shapes.

    >>> print(f"{log_ratio(1, 1, 99, 199):.1f}")
    1.0
    """
    a, b, c, d = counts(a=a, b=b, c=c, d=d)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (a + HALF) * (b + d) / ((b + HALF) * (a + c))
        out = np.log2(ratio)
    return unwrapped(np.where((a + c == 0) | (b + d == 0), np.nan, out))


def _expected(a: Values, b: Values, c: Values, d: Values) -> list[Values]:
    total = a + b + c + d
    rows, columns = (a + b, c + d), (a + c, b + d)
    return [row * column / total for row in rows for column in columns]


def _empty_margin(a: Values, b: Values, c: Values, d: Values) -> NDArray[np.bool_]:
    margins = np.minimum.reduce([a + b, c + d, a + c, b + d])
    return np.asarray(margins == 0)
