"""Does a series rise or fall over its whole length."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.stats import mann_kendall, memory, theil_sen
from analysis.trends.points import enough, points

LEAST = 10  # of fewer the normal approximation is off, and prewhitening has nothing to go by
COLUMNS = ("n_periods", "memory", "tau", "z", "p", "slope", "lower", "upper")


def monotone(series: pd.DataFrame, *, value: str = "mean", level: float = 0.95) -> pd.DataFrame:
    """Whether a series has a monotone trend, and how steep; one row.

    Columns: n_periods (with a value), memory (lag-one autocorrelation), tau (rises less falls
    over pairs of the series itself, -1 to 1), z, p (two-sided), slope, lower, upper (change a
    period, unit of `value`). Public as `trends.test`.

    p: Mann-Kendall on the prewhitened series, so that memory is not taken for a trend (a plain
    test says "trend" in 32 of 100 series with a memory of .6 and none; this one in 5;
    `stats.mann_kendall`). slope: the median of the slopes of all pairs (Sen 1968) at the true
    distances of the periods; its bounds are those of independent values, too narrow under memory.
    Incomplete periods and periods without a value do not count.

    Not for a change of level (`changes.find`) and not for a season: take whole years, or the
    `trend` of `trends.seasonal`.

    Raises ArgumentError for fewer than 10 whole periods with a value, several rows a period, or
    values that are not finite; ColumnError for missing columns.

    >>> series = pd.DataFrame({
    ...     "period": pd.date_range("2019-01-07", periods=12, freq="W-MON"),
    ...     "mean": [0.1, 0.0, 0.2, 0.3, 0.2, 0.4, 0.5, 0.4, 0.6, 0.5, 0.7, 0.8]})
    >>> print(monotone(series)[["tau", "slope"]].round(2).to_string(index=False))
     tau  slope
    0.83   0.07
    """
    found = points(series, value)
    enough(found, LEAST, what="a trend")
    known, y = found.known, found.value[found.known]
    days = (found.period[known] - found.period[0]) / np.timedelta64(1, "D")
    steps = days / float(np.median(np.diff(days)))
    trend, line = mann_kendall(y), theil_sen(y, times=steps, level=level)
    tau = mann_kendall(y, method="original").tau
    row = (len(y), memory(y), tau, trend.z, trend.p, line.slope, line.lower, line.upper)
    return pd.DataFrame([row], columns=list(COLUMNS))
