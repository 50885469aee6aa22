"""What of a series repeats every week."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import fdtrc

from analysis import periods
from analysis.errors import ArgumentError
from analysis.stats import stl, t_interval
from analysis.trends.documents import Values, per_document
from analysis.trends.points import points

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKS = 8  # fewer cycles, and a season is read out of noise
GAPS = 0.1  # of the days: more, and what is filled in makes the season
COLUMNS = ("period", "value", "trend", "seasonal", "remainder")
WEEKDAYS = ("weekday", "n_days", "n_docs", "mean", "effect", "lower", "upper", "p")


def weekday(scores: pd.DataFrame, *, value: str = "score", level: float = 0.95) -> pd.DataFrame:
    """Whether a score depends on the day of the week; one row a weekday, Monday first.

    Columns: weekday, n_days (with documents), n_docs, mean (over documents), effect (of the
    weekday within its week, against the mean of the seven that occur), lower, upper (unit of
    `value`), p (F test that no weekday differs; the same in each row).

    Means of days, each day the same, on weekday and week (two-way least squares), so that a week
    of its own level does not count, and days are the units: articles of one day resemble each
    other. A 0/1 column tests attention. Missing where a weekday has no documents; p is missing
    where too few days are left to tell.

    Raises ArgumentError and ColumnError as `by_period` does.

    >>> days = pd.date_range("2019-06-03", periods=28)
    >>> scores = pd.DataFrame({
    ...     "doc_id": days.strftime("%j"), "story_id": days.strftime("%j"), "source": "Post",
    ...     "date": days, "score": [0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.9] * 4})
    >>> weekday(scores)["effect"].round(2).tolist()
    [-0.16, -0.06, -0.16, -0.06, -0.16, -0.06, 0.64]
    """
    t_interval(0, 0, 1, level=level)  # refuses a wrong level before any work
    documents = per_document(scores, value=value, by=None, span=None, taken=())
    day, code = np.unique(documents.day, return_inverse=True)
    of = (day - periods.starts(day, "W")).astype(np.int64)
    n_docs = np.bincount(code, minlength=len(day))
    total = np.bincount(code, documents.value, len(day))
    table = pd.DataFrame(
        {
            "weekday": list(WEEK),
            "n_days": np.bincount(of, minlength=7),
            "n_docs": np.bincount(of, n_docs, 7).astype(np.int64),
        }
    )
    n = table["n_docs"].to_numpy()
    table["mean"] = np.divide(np.bincount(of, total, 7), n, out=np.full(7, np.nan), where=n > 0)
    week = np.unique(periods.starts(day, "W"), return_inverse=True)[1]
    effect, variance, df, p = _effects(total / np.maximum(n_docs, 1), of, week)
    lower, upper = t_interval(effect, variance, df, level=level)
    return table.assign(effect=effect, lower=lower, upper=upper, p=p)[list(WEEKDAYS)]


def _effects(y: Values, of: np.ndarray, week: np.ndarray) -> tuple[Values, Values, float, float]:
    """Effects of the weekdays that occur, their variances, residual df, and p of the F test."""
    nothing = np.full(7, np.nan)
    here = np.unique(of)
    place = np.searchsorted(here, of)
    n_weeks = int(week.max(initial=-1)) + 1
    df = len(y) - n_weeks - len(here) + 1
    if len(here) < 2 or df < 1:
        return nothing, nothing, np.nan, np.nan
    dummies = np.eye(len(here))[place]
    size = np.bincount(week)

    def within(column: Values) -> Values:
        out: Values = column - (np.bincount(week, column) / size)[week]
        return out

    design = np.column_stack([within(column) for column in dummies.T])
    inner = np.linalg.pinv(design.T @ design, hermitian=True)
    rest = within(y)
    found = inner @ (design.T @ rest)
    explained = float(found @ (design.T @ rest))
    squares = max(float(rest @ rest) - explained, 0.0)
    rank = int(np.linalg.matrix_rank(design))
    df = len(y) - n_weeks - rank
    if rank < len(here) - 1 or df < 1:
        return nothing, nothing, np.nan, np.nan
    center = np.eye(len(here)) - 1 / len(here)
    effect, variance = nothing.copy(), nothing.copy()
    effect[here] = center @ found
    variance[here] = np.diag(center @ inner @ center) * squares / df
    if squares <= np.finfo(float).eps * float(y @ y):
        return effect, np.where(np.isnan(effect), np.nan, 0.0), df, float(explained <= squares)
    return effect, variance, df, float(fdtrc(rank, df, explained / rank / (squares / df)))


def seasonal(series: pd.DataFrame, *, value: str = "mean") -> pd.DataFrame:
    """A daily series taken apart in trend, week and rest; one row per day.

    Columns: period, value, trend, seasonal, remainder (unit of `value`; they add up).

    Loess with a period of 7 days (`stats.stl`; Cleveland & others 1990), robust against single
    days. A day without a value is filled in for the fit, between its neighbors a week before and
    after, and has no value and no remainder; more than a tenth of such days is refused. Test first
    whether weekdays differ (`weekday`): this finds a figure in any series.

    Raises ArgumentError for a series that is not daily, under 8 weeks, or with too many gaps;
    ColumnError for missing columns.
    """
    found = points(series, value)
    days = found.period.astype("datetime64[D]")
    steps = np.diff(days).astype(np.int64)
    if len(days) < 7 * WEEKS or not (steps == 1).all():
        raise ArgumentError(
            f"`series` must be daily, without a day left out, for {WEEKS} weeks at least "
            f"(got {len(days)} periods, steps of {_steps(steps)} days)."
        )
    gaps = ~found.known
    if gaps.mean() > GAPS:
        raise ArgumentError(
            f"`series` must have a value on nine days of ten (got {found.known.sum()} of "
            f"{len(days)}); take weeks, or a lower `min_docs`."
        )
    parts = stl(_filled(found.value), period=7, outer=15)
    return pd.DataFrame(
        {
            "period": found.period,
            "value": found.value,
            "trend": parts.trend,
            "seasonal": parts.seasonal,
            "remainder": np.where(gaps, np.nan, parts.remainder),
        },
        columns=list(COLUMNS),
    )


def _steps(steps: np.ndarray) -> str:
    return f"{steps.min()} to {steps.max()}" if len(steps) else "no"


def _filled(value: Values) -> Values:
    """Gaps by a line through the same weekday, so that the weekly figure stays."""
    out, known = value.copy(), ~np.isnan(value)
    every = np.arange(len(value))
    for of in range(7):
        mine = every % 7 == of
        if known[mine].any():
            out[mine] = np.interp(every[mine], every[mine & known], value[mine & known])
    left = ~np.isnan(out)
    return np.interp(every, every[left], out[left])
