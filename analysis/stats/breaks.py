"""Where the level of a series changed, how many times, and how sure the date is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.signal import lfilter

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, share, whole
from analysis.stats.break_dates import date_bounds

MIN_SIZE = 7  # of a stretch between breaks: shorter ones are events, not levels
MOST = 8  # breaks looked for: more, and a line is the better picture
TRIMMED = 0.1  # of the differences: those over a break are among the largest
CEILING = 0.95  # of the memory: at 1 no level is left to change
PLACES = 1_200  # that the search may end a stretch at; in longer series every second or third
CANDIDATES = 240  # places that a redrawn series may break at: more hardly move the quantile
BURN_IN = 50  # steps before a redrawn series begins, to forget where it began


class Break(NamedTuple):
    """The last place of the old level, its bounds, and the means of the two stretches."""

    place: int
    lower: int
    upper: int
    before: float
    after: float


class Breaks(NamedTuple):
    """The breaks, the lag-one memory taken out, and what each break had to earn."""

    found: list[Break]
    memory: float
    penalty: float


def level_breaks(
    values: ArrayLike,
    *,
    min_size: int = MIN_SIZE,
    level: float = 0.95,
    draws: int = 199,
    seed: int = 0,
) -> Breaks:
    """The places at which the mean of a series changed for good.

    The memory rho is taken from differences at lags two and one, largest tenth left out, which
    a break does not inflate (after Chakar, Lebarbier, Levy-Leduc & Robin 2017). On x_t - rho x_t-1
    dynamic programming finds the best m breaks (Bai & Perron 2003), m with the lowest
    n log(SSE / n) + m penalty. The penalty is that of BIC, 2 log n for a level and a date, or, if
    higher, the `level` quantile of what the best m give on `draws` series without any break: same
    memory, innovations redrawn in blocks. So a series without breaks shows one in at most 1 -
    `level` of cases. Bounds of a place by Bai (1997), each side with its own variance.

    Not for slopes (a steady rise is cut in steps; see `mann_kendall`), not for a single outlying
    stretch shorter than `min_size`.

    Raises ArgumentError for missing or infinite values, fewer than two stretches of them, or
    options out of range.

    >>> noise = np.random.default_rng(1).normal(size=60)
    >>> level_breaks(np.repeat([0, 2], 30) + noise).found[0].place
    29
    """
    if min_size < 2 or min_size != int(min_size):
        raise ArgumentError(f"`min_size` must be a whole number from 2 (got {min_size!r}).")
    if draws < 19 or draws != int(draws):
        raise ArgumentError(f"`draws` must be a whole number from 19 (got {draws!r}).")
    share("level", level)
    x = whole(values, least=2 * min_size + 1)
    if np.ptp(x) == 0:
        return Breaks([], 0.0, 0.0)
    rho = float(_memory(x[None])[0])
    y = x[1:] - rho * x[:-1]
    most = min(MOST, len(y) // min_size - 1)
    best, ends = _programmed(y, min_size, most, _grid(len(y), PLACES))
    gains = _gains(best, len(y))
    bic = 2 * np.log(len(y))
    shape = _centered(y, ends[_chosen(gains, bic)])
    penalty = max(bic, _calibrated(shape, rho, min_size, most, level, draws, seed))
    places = _refined(y, ends[_chosen(gains, penalty)], min_size)
    return Breaks(_dated(x, y, places, level, rho), rho, penalty)


def least_squares_breaks(values: ArrayLike, n_breaks: int, *, min_size: int = 2) -> list[int]:
    """The first places of the new levels that leave the least sum of squares, n_breaks of them.

    Dynamic programming over all places, stretches of at least `min_size` (Bai & Perron 2003).

    >>> least_squares_breaks([1, 1, 1, 5, 5, 5, 2, 2], 2)
    [3, 6]
    """
    x = whole(values, least=(n_breaks + 1) * min_size)
    return _programmed(x, min_size, n_breaks, np.arange(len(x) + 1))[1][n_breaks]


def _memory(x: Values) -> Values:
    """One a row; sd ratio of differences at lags two and one, squared, less one."""
    two, one = (_trimmed(x[:, lag:] - x[:, :-lag]) for lag in (2, 1))
    ratio = np.divide(two, one, out=np.ones(len(x)), where=one > 0)
    out: Values = np.clip(ratio - 1, -CEILING, CEILING)
    return out


def _trimmed(differences: Values) -> Values:
    kept = int(np.ceil((1 - TRIMMED) * differences.shape[1]))
    out: Values = np.sort(differences**2, axis=1)[:, :kept].mean(axis=1)
    return out


def _programmed(
    y: Values, min_size: int, most: int, at: NDArray[np.int64]
) -> tuple[Values, list[list[int]]]:
    """The least sum of squares with 0 to `most` breaks at the places `at`, and the breaks."""
    sums = np.concatenate([[0.0], np.cumsum(y - y.mean())])[at]
    squares = np.concatenate([[0.0], np.cumsum((y - y.mean()) ** 2)])[at]
    size = (at[None, :] - at[:, None]).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = squares[None, :] - squares[:, None] - (sums[None, :] - sums[:, None]) ** 2 / size
    cost = np.where(size >= min_size, np.maximum(cost, 0), np.inf)
    total, came = cost[0], []
    best = [total[-1]]
    for _ in range(most):
        through = total[:, None] + cost
        came.append(through.argmin(axis=0))
        total = through.min(axis=0)
        best.append(total[-1])
    return np.array(best), [_traced(came[:m], at) for m in range(most + 1)]


def _traced(came: list[NDArray[np.int64]], at: NDArray[np.int64]) -> list[int]:
    end, places = len(at) - 1, []
    for row in came[::-1]:
        end = int(row[end])
        places.append(int(at[end]))
    return places[::-1]


def _grid(n: int, most: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, n, min(n, most) + 1).round().astype(np.int64))


def _refined(y: Values, places: list[int], min_size: int) -> list[int]:
    """Each place at its best between its neighbors, which a grid may have missed by a step."""
    if len(y) <= PLACES:
        return places
    out = [0, *places, len(y)]
    for at in range(1, len(out) - 1):
        part = y[out[at - 1] : out[at + 1]]
        ends = np.arange(max(min_size, 1), len(part) - max(min_size, 1) + 1)
        sums = np.cumsum(part - part.mean())[ends - 1]
        out[at] = out[at - 1] + int(ends[np.argmax(sums**2 / (ends * (len(part) - ends)))])
    return out[1:-1]


def _gains(best: Values, n: int) -> Values:
    """n log(SSE_0 / SSE_m); a perfect fit is worth as much as rounding lets it be."""
    floor = np.finfo(np.float64).eps * max(float(best[0]), np.finfo(np.float64).tiny)
    out: Values = n * (np.log(max(float(best[0]), floor)) - np.log(np.maximum(best, floor)))
    return out


def _chosen(gains: Values, penalty: float) -> int:
    return int(np.argmax(gains - penalty * np.arange(len(gains))))


def _centered(y: Values, places: list[int]) -> Values:
    return np.concatenate([part - part.mean() for part in np.split(y, places)])


def _calibrated(
    innovations: Values, rho: float, min_size: int, most: int, level: float, draws: int, seed: int
) -> float:
    """The quantile of the gain a break, over series without breaks."""
    if np.ptp(innovations) == 0:
        return 0.0
    n = len(innovations)
    length = max(1, round(n ** (1 / 3)))
    draw = np.random.default_rng(seed)
    n_blocks = -(-(n + 1 + BURN_IN) // length)
    first = draw.integers(0, n, (draws, n_blocks, 1))
    index = ((first + np.arange(length)) % n).reshape(draws, -1)[:, : n + 1 + BURN_IN]
    x = lfilter([1.0], [1.0, -rho], innovations[index], axis=1)[:, BURN_IN:]
    again = _memory(x)[:, None]
    y = x[:, 1:] - again * x[:, :-1]
    at = _grid(n, CANDIDATES)
    top = [_highest(row, min_size, most, at) for row in y]
    # The rank that makes the chance exact: of 199 draws and one series, the tenth largest is 5%.
    rank = int(np.ceil(level * (draws + 1))) - 1
    return float(np.sort(top)[min(rank, draws - 1)])


def _highest(y: Values, min_size: int, most: int, at: NDArray[np.int64]) -> float:
    gains = _gains(_programmed(y, min_size, most, at)[0], len(y))
    return float((gains[1:] / np.arange(1, len(gains))).max())


def _dated(x: Values, y: Values, places: list[int], level: float, rho: float) -> list[Break]:
    """Breaks of y, one place later in x; the bounds never leave the stretches on both sides."""
    pieces = np.split(x, [place + 1 for place in places])
    # A memory within what noise shows is none: the bounds of white noise are the published ones.
    parts = pieces if abs(rho) < 2 / np.sqrt(len(x)) else np.split(y, places)
    edges = [-1, *places, len(y)]
    found = []
    for at, place in enumerate(places):
        before, after = date_bounds(parts[at], parts[at + 1], level=level)
        lower, upper = max(place - before, edges[at] + 1), min(place + after, edges[at + 2] - 1)
        means = (float(piece.mean()) for piece in pieces[at : at + 2])
        found.append(Break(place, lower, upper, *means))
    return found
