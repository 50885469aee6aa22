"""A series of the press beside one from outside: do they move together, which moves first?"""

from __future__ import annotations

import warnings
from collections.abc import Hashable
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from statsmodels.tools.sm_exceptions import InterpolationWarning, SingularMatrixWarning
from statsmodels.tsa.stattools import adfuller, kpss

from analysis import periods
from analysis.errors import ArgumentError, missing_columns, one_of
from analysis.stats import autoregression, cross_correlation, filtered, granger_test
from analysis.stats.cross_correlation import lagged
from analysis.trends.points import Points, Values, points

LEAST = 60  # periods: with fewer an r of .25 is noise, and that is large for press and prices
LEVEL = 0.95
TRANSFORMS = ("diff", "level")
LAGS = ("lag", "r_raw", "r_prewhitened", "lower", "upper")
DIRECTIONS = ("direction", "lag", "f", "p")

Transform = Literal["diff", "level"]


class Pair(NamedTuple):
    """Both series on the periods of the first: as they are; transformed, where both are there."""

    levels: tuple[Values, Values]
    ours: Values
    other: Values
    said: dict[Hashable, object]


def relate(
    series: pd.DataFrame,
    other: pd.DataFrame | pd.Series,
    *,
    value: str = "mean",
    transform: Transform = "diff",
    max_lag: int = 6,
) -> pd.DataFrame:
    """How a series moves with one from outside, earlier and later; one row per lag.

    Columns: lag (periods; above 0 the series comes first, below 0 the other), r_raw (of the two
    series as they are), r_prewhitened, lower, upper (95% at this lag).

    `other` is a table with a date and one column of numbers (or a Series with dates), such as a
    price. Each period takes its last value in the period: a mean over it would itself make
    autocorrelation. `transform` "diff" takes changes between periods, "level" leaves both as they
    are; then the autoregression of the series (order by BIC) is taken off both (Box & Jenkins
    1970), because two series with memory correlate by chance. r_raw is shown for what it is worth:
    as a rule, nothing. Under 60 periods with both, a refusal.

    attrs: n_periods, every, stationary_series and stationary_other (after the transform: the unit
    root rejected by ADF and stationarity not rejected by KPSS, both at 5%), and `says`, a sentence
    that says "associated" only where an interval at 95% over all lags together leaves out 0.
    Leave out articles about the price itself: they follow it by definition.

    Raises ArgumentError for under 60 periods with both values, a constant series, dates that are
    none; ColumnError for missing columns.
    """
    _check(transform, max_lag)
    pair = _paired(points(series, value), other, transform)
    coefficients = autoregression(pair.ours, max_order=max_lag)
    ours, theirs = (filtered(x, coefficients) for x in (pair.ours, pair.other))
    raw = cross_correlation(*pair.levels, max_lag=max_lag)
    found = cross_correlation(ours, theirs, max_lag=max_lag)
    table = pd.DataFrame(
        {
            "lag": found.lag.astype(np.int64),
            "r_raw": raw.r,
            "r_prewhitened": found.r,
            "lower": found.lower,
            "upper": found.upper,
        },
        columns=list(LAGS),
    )
    strict = cross_correlation(
        ours, theirs, max_lag=max_lag, level=1 - (1 - LEVEL) / len(found.lag)
    )
    says = _sentence(table, strict.lower, strict.upper, pair.said)
    table.attrs = {**pair.said, "order": len(coefficients), "says": says}
    return table


def granger(
    series: pd.DataFrame,
    other: pd.DataFrame | pd.Series,
    *,
    value: str = "mean",
    transform: Transform = "diff",
    max_lag: int = 6,
) -> pd.DataFrame:
    """Whether the past of one series foretells the other, in both directions; two rows.

    Columns: direction ("series to other", "other to series"), lag (periods of past used, by BIC
    of both equations together), f, p (of the F test that the other's past adds nothing; Granger
    1969). `other`, `transform` and the refusals are those of `relate`.

    attrs as of `relate`. It says who moves first, not who moves whom: a third thing may move both.

    Raises ArgumentError and ColumnError as `relate` does.
    """
    _check(transform, max_lag)
    pair = _paired(points(series, value), other, transform)
    lag = _best_lag(pair, max_lag)
    found = [
        granger_test(cause, effect, lags=lag)
        for cause, effect in ((pair.ours, pair.other), (pair.other, pair.ours))
    ]
    table = pd.DataFrame(
        {
            "direction": ["series to other", "other to series"],
            "lag": [lag, lag],
            "f": [test.f for test in found],
            "p": [test.p for test in found],
        },
        columns=list(DIRECTIONS),
    )
    table.attrs = {**pair.said}
    return table


def _check(transform: str, max_lag: int) -> None:
    if transform not in TRANSFORMS:
        raise one_of("transform", transform, TRANSFORMS)
    if not 1 <= max_lag <= LEAST // 5 or max_lag != int(max_lag):
        raise ArgumentError(
            f"`max_lag` must be a whole number from 1 to {LEAST // 5} (got {max_lag!r})."
        )


def _paired(found: Points, other: pd.DataFrame | pd.Series, transform: Transform) -> Pair:
    every, grid, place = _grid(found)
    ours = np.full(len(grid), np.nan)
    ours[place] = found.value
    theirs = _period_ends(other, grid, every)
    levels = ours, theirs
    if transform == "diff":
        ours, theirs = np.diff(ours), np.diff(theirs)
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    if both.sum() < LEAST:
        raise ArgumentError(
            f"`series` and `other` must share at least {LEAST} periods with a value of both "
            f"(got {both.sum()}); take shorter periods, or wait."
        )
    for name, x in (("series", ours), ("other", theirs)):
        if np.ptp(x[both]) == 0:
            raise ArgumentError(f"`{name}` must vary (it is {x[both][0]:g} in every period).")
    said: dict[Hashable, object] = {
        "n_periods": int(both.sum()),
        "every": every,
        "transform": transform,
        "stationary_series": _stationary(ours[both]),
        "stationary_other": _stationary(theirs[both]),
    }
    ours, theirs = (np.where(both, x, np.nan) for x in (ours, theirs))
    return Pair(levels, ours, theirs, said)


def _grid(found: Points) -> tuple[str, np.ndarray, np.ndarray]:
    """The size of the periods, all of them from first to last, and which of them are there."""
    days = found.period.astype("datetime64[D]")
    if not len(days):
        raise ArgumentError(f"`series` must hold at least {LEAST} periods (got 0).")
    every = next(
        name for name in periods.PERIODS[::-1] if (periods.starts(days, name) == days).all()
    )
    grid = periods.grid(periods.Span(days[0], days[-1]), every).start
    return every, grid, np.searchsorted(grid, days)


def _period_ends(other: pd.DataFrame | pd.Series, grid: np.ndarray, every: str) -> Values:
    """The last value that the other series has in each period; missing where it has none."""
    when, value = _outside(other)
    place = np.searchsorted(grid, when, side="right") - 1
    inside = (place >= 0) & (when < periods.following(grid[-1:], every)[0])
    out = np.full(len(grid), np.nan)
    out[place[inside]] = value[inside]  # in order of date: the last one stays
    return out


def _outside(other: pd.DataFrame | pd.Series) -> tuple[np.ndarray, Values]:
    """Days and values of the other series, in order, without what is missing."""
    if isinstance(other, pd.Series):
        other = pd.DataFrame({"date": other.index, "value": other.to_numpy()})
    if not isinstance(other, pd.DataFrame):
        raise ArgumentError(
            "`other` must be a table with a date and a value, as pandas.read_csv gives "
            f"(got {type(other).__name__})."
        )
    if "date" not in other:
        raise missing_columns(["date"], other.columns)
    names = [name for name in other.columns if name != "date"]
    name = "value" if "value" in names else names[0] if len(names) == 1 else None
    if name is None:
        raise missing_columns(["value"], other.columns)
    table = points(other.rename(columns={"date": "period"})[["period", name]], name)
    known = table.known
    return table.period[known].astype("datetime64[D]"), table.value[known]


def _best_lag(pair: Pair, max_lag: int) -> int:
    """The lag of a vector autoregression with the least BIC, all on the same steps."""
    y = np.column_stack([pair.ours, pair.other])
    past = np.concatenate([lagged(x, max_lag)[:, None, :] for x in y.T], axis=1)
    used = ~np.isnan(past).any(axis=(1, 2)) & ~np.isnan(y).any(axis=1)
    n = int(used.sum())
    if n < LEAST // 2:
        raise ArgumentError(
            f"`max_lag` must leave {LEAST // 2} periods whose past has no gap (got {n})."
        )
    best = []
    for lag in range(1, max_lag + 1):
        design = np.column_stack([np.ones(n), past[used][:, :, :lag].reshape(n, -1)])
        rest = y[used] - design @ np.linalg.lstsq(design, y[used], rcond=None)[0]
        size = np.linalg.slogdet(rest.T @ rest / n)[1]
        best.append(size + np.log(n) / n * 2 * design.shape[1])
    return int(np.argmin(best)) + 1


def _stationary(x: Values) -> bool:
    """Whether a unit root is rejected and stationarity is not, both at 5%.

    Not where the tests have no answer, as of one spike in zeros, which its own past foretells.
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # p outside the table of KPSS is cut to its ends, on the right side of 5%; and both tests
        # announce that they will return an object in place of a tuple.
        warnings.simplefilter("ignore", InterpolationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        warnings.simplefilter("ignore", SingularMatrixWarning)
        try:
            found = adfuller(x, autolag="BIC"), kpss(x, nlags="auto")
        except (ValueError, OverflowError):  # an endless number of lags
            return False
    root, level = (getattr(test, "pvalue", None) or test[1] for test in found)
    return bool(root < 1 - LEVEL <= level)


def _sentence(
    table: pd.DataFrame, lower: Values, upper: Values, said: dict[Hashable, object]
) -> str:
    if not (said["stationary_series"] and said["stationary_other"]):
        return "One of the two is not stationary: the correlations say nothing yet."
    clear = np.flatnonzero((lower > 0) | (upper < 0))
    if not len(clear):
        return f"No association beyond chance within {table['lag'].max()} periods."
    at = clear[np.argmax(table["r_prewhitened"].abs().to_numpy()[clear])]
    row = table.iloc[at]
    lag, r = int(row["lag"]), row["r_prewhitened"]
    when = (
        "in the same period" if lag == 0
        else f"{abs(lag)} period{'s' * (abs(lag) > 1)} {'later' if lag > 0 else 'earlier'}"
    )  # fmt: skip
    return f"The series is associated with the other {when} (r {r:.2f}, one of {len(table)} lags)."
