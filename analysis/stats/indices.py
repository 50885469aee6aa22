"""News indices from counts of articles: what is pooled, what is averaged, and how it is scaled."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, counts

MEAN = 100.0  # of the index over its base


def gpr_index(n_with: ArrayLike, n_docs: ArrayLike, *, base: ArrayLike | None = None) -> Values:
    """The share of documents in each period, scaled to a mean of 100 over the base.

    100 share / mean share, the mean over the periods of the base, each counting the same (Caldara
    & Iacoviello 2022). `base` is true for its periods, all of them where it is not given. Missing
    where a period has no documents. One source that grows moves a pooled index: see `epu_index`.

    Raises:
        ArgumentError: for bad counts, or a base without a document that matches.

    >>> print(gpr_index([1, 3, 4], [10, 10, 10], base=[True, True, False]))
    [ 50. 150. 200.]
    """
    share = _shares(n_with, n_docs)
    if share.ndim != 1:
        raise ArgumentError(f"`n_docs` must have one number a period (got shape {share.shape}).")
    return np.asarray(share * gpr_factor(share, base))


def gpr_factor(share: Values, base: ArrayLike | None = None) -> float:
    """What turns the share of documents into index points: 100 / mean share of the base.

    >>> gpr_factor(np.array([0.1, 0.3]))
    500.0
    """
    inside = share[_mask(base, len(share))]
    known = inside[np.isfinite(inside)]
    middle = float(known.mean()) if len(known) else 0.0
    if not middle > 0:
        raise ArgumentError(
            "An index needs a document that matches in its base, to which it is scaled "
            f"(got {len(known)} periods with documents, mean share 0). Choose a longer base."
        )
    return MEAN / middle


def epu_index(n_with: ArrayLike, n_docs: ArrayLike, *, base: ArrayLike | None = None) -> Values:
    """The mean over sources of their standardized shares, scaled to a mean of 100 over the base.

    One row is a period, one column a source. The share of each source is divided by its standard
    deviation over the base (n - 1), averaged over the sources that have documents in the period,
    and scaled (Baker, Bloom & Davis 2016). `base` is true for its periods, all where it is not
    given. A source whose share does not vary over the base has no scale and is left out. Missing
    where no source is left.

    Raises:
        ArgumentError: for bad counts, or where no source can be scaled.

    >>> print(epu_index([[1, 4], [3, 12]], [[10, 20], [10, 20]]))
    [ 50. 150.]
    """
    share = _shares(n_with, n_docs)
    if share.ndim != 2:
        raise ArgumentError(
            f"`n_docs` must have a row a period and a column a source (got shape {share.shape})."
        )
    return averaged(share * epu_factors(share, base))


def epu_factors(share: Values, base: ArrayLike | None = None) -> Values:
    """What turns each source's share into index points, before sources are averaged.

    100 / (sd of the source over the base * mean over the base of all); missing for a source
    without a scale.

    >>> print(epu_factors(np.array([[0.1, 0.2], [0.3, 0.6]])))
    [500. 250.]
    """
    inside = share[_mask(base, len(share))]
    n = np.isfinite(inside).sum(axis=0)
    filled = np.where(np.isfinite(inside), inside, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        center = filled.sum(axis=0) / n
        squares = np.where(np.isfinite(inside), (inside - center) ** 2, 0.0).sum(axis=0)
        sd = np.sqrt(squares / (n - 1))
        scale = 1 / np.where((n > 1) & (squares > 1e-24), sd, np.nan)
    level = averaged(inside * scale)
    known = level[np.isfinite(level)]
    if not len(known):
        raise ArgumentError(
            "An index needs a source whose share varies over its base, to which it is scaled "
            f"(got {share.shape[1]} sources, {len(inside)} periods). Choose a longer base."
        )
    return np.asarray(MEAN / known.mean() * scale)


def averaged(values: Values) -> Values:
    """The mean of each row over what is there; missing where nothing is.

    >>> print(averaged(np.array([[1.0, np.nan], [np.nan, np.nan]])))
    [ 1. nan]
    """
    there = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(there, values, 0.0).sum(axis=1) / there.sum(axis=1))


def _shares(n_with: ArrayLike, n_docs: ArrayLike) -> Values:
    k, n = counts(n_with=n_with, n_docs=n_docs)
    if np.any(k > n):
        at = np.flatnonzero(k > n)[0]
        raise ArgumentError(
            f"`n_with` must not be above `n_docs` (got {k.flat[at]:g} of {n.flat[at]:g})."
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(k / n)


def _mask(base: ArrayLike | None, size: int) -> NDArray[np.bool_]:
    if base is None:
        return np.ones(size, dtype=bool)
    found = np.asarray(base)
    if found.dtype != bool or found.shape != (size,):
        raise ArgumentError(
            f"`base` must be true or false for each of the {size} periods "
            f"(got {found.dtype} of shape {found.shape})."
        )
    return found
