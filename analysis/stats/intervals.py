"""Intervals for shares and means of documents that come in stories."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, counts, share, unwrapped

Codes = NDArray[np.int64]
POOLED = -1  # the stratum of sources with one story, and of stories told by several sources


class Interval(NamedTuple):
    """The two bounds."""

    lower: Values
    upper: Values


class Variance(NamedTuple):
    """The variance of each group's mean, and the degrees of freedom that it rests on."""

    variance: Values
    df: Values


def wilson(k: ArrayLike, n: ArrayLike, *, phi: ArrayLike = 1, level: float = 0.95) -> Interval:
    """The score interval of the share k / n, on n / max(1, phi); missing where n is 0.

    (p + z^2/2m +- z sqrt(p(1 - p)/m + z^2/4m^2)) / (1 + z^2/m), m = n / max(1, phi) (Wilson
    1927). `phi` is the variance over that of independent documents: see `overdispersion`.

    Raises ArgumentError for k above n, negative counts, or a `level` outside 0 to 1.

    >>> lower, upper = wilson(5, 20)
    >>> print(f"{lower:.3f} to {upper:.3f}")
    0.112 to 0.469
    """
    k, n, phi = counts(k=k, n=n, phi=phi)
    if np.any(k > n):
        at = np.flatnonzero((k > n).ravel())[0]
        raise ArgumentError(f"`k` must not be above `n` (got {k.flat[at]:g} of {n.flat[at]:g}).")
    z = float(ndtri((1 + share("level", level)) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        p, m = k / n, n / np.maximum(1, phi)
        middle = p + z**2 / (2 * m)
        half = z * np.sqrt(p * (1 - p) / m + z**2 / (4 * m**2))
        lower, upper = (middle - half) / (1 + z**2 / m), (middle + half) / (1 + z**2 / m)
    # Rounding leaves 1e-17 where the bound is 0 or 1 exactly.
    lower, upper = np.where(k == 0, 0.0, lower), np.where(k == n, 1.0, upper)
    none = n == 0
    return Interval(
        unwrapped(np.where(none, np.nan, lower)), unwrapped(np.where(none, np.nan, upper))
    )


def overdispersion(k: ArrayLike, n: ArrayLike, period: ArrayLike) -> float:
    """phi: how much more daily counts vary, inside their periods, than independent documents do.

    Each day has k documents of n, and belongs to a period (any labels). Pearson's
    sum (k - n p)^2 / (n p (1 - p)) over days - periods, with p each period's own share, so that a
    burst of weeks is not taken for noise. Days without documents and periods where p is 0 or 1 say
    nothing and are left out; missing where nothing is left. Below 1 is returned as it is: `wilson`
    never narrows by it.

    Raises ArgumentError for negative counts, k above n, or arrays of different shapes.

    >>> print(f"{overdispersion([0, 4, 1, 3], [10, 10, 10, 10], [1, 1, 2, 2]):.3f}")
    3.125
    """
    k, n = (array.ravel() for array in counts(k=k, n=n))
    labels, code = np.unique(np.asarray(period).ravel(), return_inverse=True)
    if len(code) != len(k):
        raise ArgumentError(f"`period` must label every day (got {len(code)} for {len(k)} days).")
    if np.any(k > n):
        at = np.flatnonzero(k > n)[0]
        raise ArgumentError(f"`k` must not be above `n` (got {k[at]:g} of {n[at]:g}).")
    with np.errstate(divide="ignore", invalid="ignore"):
        p = (np.bincount(code, k, len(labels)) / np.bincount(code, n, len(labels)))[code]
    used = (n > 0) & (p > 0) & (p < 1)
    df = used.sum() - len(np.unique(code[used]))
    if df < 1:
        return float("nan")
    k, n, p = k[used], n[used], p[used]
    return float(np.sum((k - n * p) ** 2 / (n * p * (1 - p))) / df)


def t_interval(
    mean: ArrayLike, variance: ArrayLike, df: ArrayLike, *, level: float = 0.95
) -> Interval:
    """mean +- t sqrt(variance), t the quantile of Student's distribution with df.

    Missing where mean, variance or df are.

    Raises ArgumentError for a `level` outside 0 to 1.

    >>> lower, upper = t_interval(0.0, 1.0, 4)
    >>> print(f"{lower:.3f} to {upper:.3f}")
    -2.776 to 2.776
    """
    middle = np.asarray(mean, dtype=np.float64)
    quantile = stdtrit(np.asarray(df, dtype=np.float64), (1 + share("level", level)) / 2)
    half = quantile * np.sqrt(np.asarray(variance, dtype=np.float64))
    return Interval(unwrapped(middle - half), unwrapped(middle + half))


def story_variance(
    values: ArrayLike,
    *,
    group: ArrayLike,
    story: ArrayLike,
    source: ArrayLike,
    n_groups: int,
) -> Variance:
    """The variance of each group's mean of documents, from the variance between its stories.

    One value a document; `group`, `story` and `source` are integer codes. Inside a group,
    variance = sum over sources h of s_h^2 sum(m^2) / n^2, where s_h^2 is the variance (n - 1)
    between the source's story means, m the documents of each story and n those of the group: n/(n
    - 1) rescaling, and a story with many copies counts as one draw with a large weight. Sources
    with one story, and stories told by several sources, form one stratum; if that is a single
    story, it joins the source with the fewest. df by Welch and Satterthwaite with the unbiased
    estimate of each squared variance, between the smallest df and stories - strata. Missing where
    a group has one story. The variance is 0 where stories do not differ.

    >>> found = story_variance([1, 3], group=[0, 0], story=[0, 1], source=[0, 0], n_groups=1)
    >>> print(found.variance, found.df)
    [1.] [1.]
    """
    values = np.asarray(values, dtype=np.float64)
    group, source = np.asarray(group, dtype=np.int64), np.asarray(source, dtype=np.int64)
    drawn, size, mean, origin = _stories(values, group, np.asarray(story, np.int64), source)
    of, _, code = _pairs(drawn, _strata(drawn, origin))
    n_stories = np.bincount(code, minlength=len(of))
    center = np.bincount(code, mean, len(of)) / np.maximum(n_stories, 1)
    spread = np.bincount(code, (mean - center[code]) ** 2, len(of))
    n_docs = np.bincount(group, minlength=n_groups).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.bincount(code, size**2, len(of)) / n_docs[of] ** 2
        part = weight * spread / (n_stories - 1)  # 0 / 0, missing, for a lone story
        return _combined(part, n_stories - 1, of, n_groups)


def _pairs(first: Codes, second: Codes) -> tuple[Codes, Codes, Codes]:
    """The distinct pairs, sorted, as two arrays; and for each row the place of its pair."""
    low = int(second.min(initial=0))
    span = int(second.max(initial=0)) - low + 1
    keys, code = np.unique(first * span + (second - low), return_inverse=True)
    return keys // span, keys % span + low, code


def _stories(
    values: Values, group: Codes, story: Codes, source: Codes
) -> tuple[Codes, Values, Values, Codes]:
    """One row a story of a group: its group, documents, mean and source (POOLED for several)."""
    drawn, _, code = _pairs(group, story)
    size = np.bincount(code, minlength=len(drawn)).astype(np.float64)
    mean = np.bincount(code, values, len(drawn)) / np.maximum(size, 1)
    low = np.full(len(drawn), np.iinfo(np.int64).max)
    high = np.full(len(drawn), np.iinfo(np.int64).min)
    np.minimum.at(low, code, source)
    np.maximum.at(high, code, source)
    return drawn, size, mean, np.where(low == high, low, POOLED)


def _strata(group: Codes, source: Codes) -> Codes:
    """The stratum of each story: its source, or POOLED, so that none is alone if avoidable."""
    _, _, code = _pairs(group, source)
    out = np.where(np.bincount(code)[code] > 1, source, POOLED) if len(code) else source
    of, stratum, code = _pairs(group, out)
    size = np.bincount(code, minlength=len(of))
    named = np.flatnonzero(stratum != POOLED)
    # The first row of each group is then its smallest stratum that has a name.
    named = named[np.lexsort((stratum[named], size[named], of[named]))]
    groups, first = np.unique(of[named], return_index=True)
    smallest = dict(zip(groups.tolist(), stratum[named][first].tolist(), strict=True))
    alone = np.flatnonzero((out == POOLED) & (size[code] == 1))
    out[alone] = [smallest.get(of_story, POOLED) for of_story in group[alone].tolist()]
    return out


def _combined(part: Values, df: Codes, of: Codes, n_groups: int) -> Variance:
    """Variances of strata summed to their groups, with the degrees of freedom of the sum."""
    present = np.bincount(of, minlength=n_groups) > 0
    total = np.bincount(of, part, n_groups)
    most = np.bincount(of, df, n_groups)
    least = np.full(n_groups, np.inf)
    np.minimum.at(least, of, df)
    squares = np.bincount(of, part**2 / (df + 2), n_groups)
    estimate = np.where(squares > 0, total**2 / squares - 2, most)
    known = present & ~np.isnan(total)
    return Variance(
        np.where(known, total, np.nan), np.where(known, np.clip(estimate, least, most), np.nan)
    )
