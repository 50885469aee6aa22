"""How far coders agree beyond chance."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.errors import ArgumentError, one_of
from analysis.stats.arrays import Values, share
from analysis.stats.intervals import Interval

Scale = Literal["nominal", "ordinal", "interval", "ratio"]
SCALES = ("nominal", "ordinal", "interval", "ratio")
DRAWS = 1000  # bootstrap draws of an interval


class _Table(NamedTuple):
    """The units with two ratings or more: how often each value was given, and the values."""

    given: Values  # units x values
    values: Values
    scale: str


def krippendorff_alpha(ratings: ArrayLike, *, scale: Scale = "nominal") -> float:
    """Krippendorff's alpha of coders (rows) rating units (columns), NaN or None for no rating.

    1 - D_o / D_e, the disagreement within units over that of all ratings paired at random
    (Krippendorff 2011): 1 is perfect, 0 is chance, below is worse than chance. Two values differ by
    1 ("nominal", also text), by the ratings between them squared ("ordinal"), by their difference
    squared ("interval") or over their sum ("ratio", from a true zero). Units with one rating are
    left out.

    Raises ArgumentError where alpha is not defined: for fewer than two coders, no unit with two
    ratings, the same rating everywhere, and text or infinities on a scale of numbers.

    >>> print(f"{krippendorff_alpha([[1, 2, 2, 1], [1, 2, 1, None]]):.3f}")
    0.444
    """
    table = _table(ratings, scale)
    found = _alpha(table, np.ones(len(table.given)))
    if np.isnan(found):
        raise ArgumentError("`ratings` are all the same: alpha has no disagreement to expect.")
    return found


def krippendorff_interval(
    ratings: ArrayLike,
    *,
    scale: Scale = "nominal",
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> Interval:
    """The bootstrap interval of `krippendorff_alpha`: quantiles over redrawn units.

    Draws in which all ratings are the same have no alpha and are left out. Under 20 units the
    interval is too narrow.

    Raises ArgumentError as `krippendorff_alpha`, and for `draws` under 1 or a `level` outside 0, 1.

    >>> bounds = krippendorff_interval([[1, 2, 2, 1] * 10, [1, 2, 1, 1] * 10])
    >>> print(f"{bounds.lower:.2f} to {bounds.upper:.2f}")
    0.16 to 0.72
    """
    if draws < 1:
        raise ArgumentError(f"`draws` must be at least 1 (got {draws!r}).")
    tail = (1 - share("level", level)) / 2
    krippendorff_alpha(ratings, scale=scale)
    table = _table(ratings, scale)
    n = len(table.given)
    random = np.random.default_rng(seed)
    times = random.multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)
    found = np.array([_alpha(table, each) for each in times])
    known = found[~np.isnan(found)]
    if not known.size:
        raise ArgumentError("`draws` must be more: in none of them do ratings differ.")
    lower, upper = np.quantile(known, [tail, 1 - tail])
    return Interval(lower, upper)


def _table(ratings: ArrayLike, scale: str) -> _Table:
    if scale not in SCALES:
        raise one_of("scale", scale, SCALES)
    found: NDArray[Any] = np.asarray(ratings, dtype=object)
    if found.ndim != 2 or len(found) < 2:
        raise ArgumentError(
            "`ratings` must have a row a coder, at least 2, and a column a unit "
            f"(got {found.shape})."
        )
    missing = np.asarray(pd.isna(found))
    if scale != "nominal":
        found = _numbers(found, missing, scale)
    places = np.flatnonzero(~missing.ravel())
    codes, values = pd.factorize(found.ravel()[places], sort=scale != "nominal")
    given = np.zeros((found.shape[1], len(values)))
    np.add.at(given, (places % max(found.shape[1], 1), codes), 1)
    given = given[given.sum(axis=1) >= 2]
    if not len(given):
        raise ArgumentError("`ratings` must have a unit that two coders rated (got none).")
    kept = given.any(axis=0)
    numbers = np.asarray(values, np.float64) if scale != "nominal" else np.zeros(len(values))
    return _Table(given[:, kept], numbers[kept], scale)


def _numbers(found: NDArray[Any], missing: NDArray[np.bool_], scale: str) -> Values:
    try:
        numbers = np.where(missing, np.nan, found).astype(np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(f'`ratings` must be numbers on the scale "{scale}".') from None
    if np.isinf(numbers).any():
        raise ArgumentError("`ratings` must be finite (got inf).")
    if scale == "ratio" and (numbers < 0).any():
        raise ArgumentError(
            f'`ratings` must not be below 0 on the scale "ratio" (got {np.nanmin(numbers):g}).'
        )
    return numbers


def _alpha(table: _Table, times: Values) -> float:
    """Alpha where each unit counts so many times; missing where all ratings are the same."""
    given, values, scale = table
    all_given = times @ given
    size = given.sum(axis=1)
    n = all_given.sum()
    if np.sum(all_given > 0) < 2:
        return float("nan")
    if scale == "ratio":
        total = values[:, None] + values[None, :]
        gap = np.subtract.outer(values, values)
        apart = np.divide(gap, total, out=np.zeros_like(total), where=total > 0) ** 2
        within = np.einsum("uc,ck,uk->u", given, apart, given, optimize=True)
        among = all_given @ apart @ all_given
    elif scale == "nominal":
        within = size**2 - (given**2).sum(axis=1)
        among = n**2 - (all_given**2).sum()
    else:
        # The ratings between two values are the distance of their middle ranks.
        place = values - values.mean() if scale == "interval" else _middle_ranks(all_given)
        within = 2 * (size * (given @ place**2) - (given @ place) ** 2)
        among = 2 * (n * (all_given @ place**2) - (all_given @ place) ** 2)
    return float(1 - (n - 1) * np.sum(times * within / (size - 1)) / among)


def _middle_ranks(n: Values) -> Values:
    return np.asarray(np.cumsum(n) - n / 2)
