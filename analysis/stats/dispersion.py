"""How evenly a term is spread over the parts of a corpus.

`n` counts a term in each part and `sizes` says how many tokens each part has; the parts are the
last axis, so that a matrix has a row a term. Parts without tokens are left out.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, counts, unwrapped


def dp(n: ArrayLike, sizes: ArrayLike) -> Values:
    """Deviation of proportions: 0 for a term spread as its parts are large, near 1 for one place.

    .5 sum |v - s| over parts, v the share of the term's occurrences, s of all tokens (Gries 2008).
    Missing for a term that does not occur. For few occurrences it is near 1 whatever the term
    does: compare terms of similar frequency.

    Raises ArgumentError for bad counts, fewer than two parts, or occurrences in an empty part.

    >>> print(f"{dp([0, 0, 1, 0, 0], [9, 10, 10, 10, 11]):.2f}")
    0.80
    """
    v, s, _ = _shares(n, sizes)
    return unwrapped(0.5 * np.abs(v - s).sum(axis=-1))


def dp_norm(n: ArrayLike, sizes: ArrayLike) -> Values:
    """DP / (1 - smallest s): reaches 1 for a term in the smallest part only.

    (Lijffijt & Gries 2012.) Missing for a term that does not occur.

    Raises ArgumentError as `dp`.

    >>> print(f"{dp_norm([1, 0, 0, 0, 0], [9, 10, 10, 10, 11]):.2f}")
    1.00
    """
    v, s, _ = _shares(n, sizes)
    return unwrapped(0.5 * np.abs(v - s).sum(axis=-1) / (1 - s.min(axis=-1, initial=1)))


def juilland_d(n: ArrayLike, sizes: ArrayLike) -> Values:
    """1 - VC / sqrt(parts - 1): 1 for the same rate in every part, 0 for one part alone.

    VC is the standard deviation (divided by the number of parts) of the rates over their mean
    (Juilland, Brodin & Davidovitch 1970; rates, as Gries 2008, so that parts may differ in size).
    Missing for a term that does not occur. With thousands of parts it is near 1 for every term:
    prefer DP there.

    Raises ArgumentError as `dp`.

    >>> print(f"{juilland_d([2, 2, 2, 2, 2], [9, 10, 10, 10, 11]):.3f}")
    0.968
    """
    _, _, rate = _shares(n, sizes)
    with np.errstate(invalid="ignore"):
        variation = rate.std(axis=-1) / rate.mean(axis=-1)
    return unwrapped(1 - variation / np.sqrt(rate.shape[-1] - 1))


def carroll_d2(n: ArrayLike, sizes: ArrayLike) -> Values:
    """The entropy of the rates over log(parts): 1 for the same rate everywhere (Carroll 1970).

    Missing for a term that does not occur.

    Raises ArgumentError as `dp`.

    >>> print(f"{carroll_d2([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]):.3f}")
    0.938
    """
    _, _, rate = _shares(n, sizes)
    with np.errstate(invalid="ignore"):
        part = rate / rate.sum(axis=-1, keepdims=True)
    return unwrapped(-xlogy(part, part).sum(axis=-1) / np.log(rate.shape[-1]))


def rosengren_s(n: ArrayLike, sizes: ArrayLike) -> Values:
    """(sum of sqrt(s n))^2 / sum n: 1 for an even spread, the part's share for one part alone.

    s is a part's share of all tokens (Rosengren 1971). Missing for a term that does not occur.

    Raises ArgumentError as `dp`.

    >>> print(f"{rosengren_s([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]):.2f}")
    0.95
    """
    v, s, _ = _shares(n, sizes)
    return unwrapped(np.sqrt(v * s).sum(axis=-1) ** 2)


def kl_divergence(n: ArrayLike, sizes: ArrayLike) -> Values:
    """sum v log2(v / s), in bits: 0 for an even spread (Gries 2020).

    Missing for a term that does not occur.

    Raises ArgumentError as `dp`.

    >>> print(f"{kl_divergence([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]):.3f}")
    0.137
    """
    v, s, _ = _shares(n, sizes)
    return unwrapped(xlogy(v, v / s).sum(axis=-1) / np.log(2))


def _shares(n: ArrayLike, sizes: ArrayLike) -> tuple[Values, Values, Values]:
    """Shares of the term's occurrences and of all tokens in each part, and rates by part."""
    found, size = counts(n=n, sizes=sizes)
    if not found.ndim or np.isnan(found).any() or np.isnan(size).any():
        raise ArgumentError("`n` and `sizes` must count every part of the corpus, none missing.")
    if np.any((size == 0) & (found > 0)):
        raise ArgumentError("`n` must be 0 in a part without tokens.")
    if not found.size and found.shape[-1] > 1:
        return found, size, found
    parts = (size > 0).reshape(math.prod(size.shape[:-1]), size.shape[-1])
    used = parts.any(axis=0)
    if not np.array_equal(parts, np.broadcast_to(used, parts.shape)):
        raise ArgumentError("`sizes` must be above 0 in the same parts for every term.")
    if used.sum() < 2:
        raise ArgumentError(f"`sizes` must be of at least 2 parts with tokens (got {used.sum()}).")
    found, size = found[..., used], size[..., used]
    with np.errstate(invalid="ignore"):
        v = found / found.sum(axis=-1, keepdims=True)
    return v, size / size.sum(axis=-1, keepdims=True), found / size
