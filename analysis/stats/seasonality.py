"""A series taken apart: a slow line, a repeating figure, and the rest."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.tsa.seasonal import STL

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, whole

PERIODIC = "periodic"


class Parts(NamedTuple):
    """Three series that add up to the values."""

    trend: Values
    seasonal: Values
    remainder: Values


def stl(
    values: ArrayLike,
    *,
    period: int,
    seasonal: int | Literal["periodic"] = 7,
    outer: int = 0,
) -> Parts:
    """Trend, season and rest by loess (Cleveland & others 1990), with the defaults of R's stl.

    `seasonal` is how many cycles the seasonal figure is averaged over (odd, from 7), or
    "periodic": one figure for all. `outer` rounds down-weight what lies far off (R's robust: 15).
    The trend's window is 1.5 period / (1 - 1.5 / seasonal), the next odd number. Of an odd period
    statsmodels wants a low-pass window two longer than R's.

    Raises ArgumentError for missing values, fewer than two cycles, or a `seasonal` out of range.

    >>> found = stl([1, 2, 3] * 6, period=3, seasonal="periodic")
    >>> print(found.seasonal[:3].round(3))
    [-1.  0.  1.]
    """
    if period < 2 or period != int(period):
        raise ArgumentError(f"`period` must be a whole number from 2 (got {period!r}).")
    y = whole(values, least=2 * period)
    width = 10 * len(y) + 1 if seasonal == PERIODIC else seasonal
    if isinstance(width, str) or width < 7 or width % 2 == 0:
        raise ArgumentError(
            f"`seasonal` must be an odd number from 7, or 'periodic' (got {seasonal!r})."
        )
    trend, low = _odd(1.5 * period / (1 - 1.5 / width)), _odd(period + 1)
    model = STL(
        y,
        period=period,
        seasonal=width,
        trend=trend,
        low_pass=low,
        seasonal_deg=0 if seasonal == PERIODIC else 1,
        seasonal_jump=-(-width // 10),
        trend_jump=-(-trend // 10),
        low_pass_jump=-(-low // 10),
    )
    found = model.fit(inner_iter=1 if outer else 2, outer_iter=outer)
    figure = np.asarray(found.seasonal)
    if seasonal == PERIODIC:
        place = np.arange(len(y)) % period
        figure = (np.bincount(place, figure) / np.bincount(place))[place]
    line = np.asarray(found.trend)
    return Parts(line, figure, y - line - figure)


def _odd(width: float) -> int:
    """The smallest odd number that is not below."""
    return int(np.ceil(width)) | 1
