"""The mean that a fixed mix of sources would have given: source and period fixed effects."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.stats import story_variance

Codes = NDArray[np.int64]
Values = NDArray[np.float64]


class Balanced(NamedTuple):
    """One entry a period: the balanced mean, its variance and degrees of freedom."""

    mean: Values
    variance: Values
    df: Values


class Effects(NamedTuple):
    """Source effects from the base span, with weighted mean 0, and how sure they are."""

    source: Codes  # the sources that the base connects
    effect: Values
    weight: Values  # each source's share of their base documents
    covariance: Values
    df: float


def balance(
    value: Values,
    *,
    period: Codes,
    source: Codes,
    story: Codes,
    in_base: NDArray[np.bool_],
    n_periods: int,
) -> Balanced:
    """The balanced mean of each period: mean over its documents of value - effect of source.

    value = period effect + source effect + noise, by least squares over the documents of the base
    span (Shapiro, Sudhof & Wilson 2022); the effects, centered on the base's mix of sources, are
    then taken off every document. With the whole span as base this is the two-way regression;
    with a fixed base, new documents do not move old periods. Missing in periods with fewer than
    two of the sources that the base connects: one source's level cannot be told from the period's.
    """
    nothing = np.full(n_periods, np.nan)
    effects = _effects(value, period, source, story, in_base)
    if effects is None:
        return Balanced(nothing, nothing, nothing)
    place = np.searchsorted(effects.source, source).clip(max=len(effects.source) - 1)
    used = effects.source[place] == source
    place, when = place[used], period[used]
    rest = value[used] - effects.effect[place]
    mix = _cells(place, when, len(effects.source), n_periods).T
    n_docs = mix.sum(axis=1)
    known = (mix > 0).sum(axis=1) > 1
    with np.errstate(invalid="ignore"):
        mean = np.bincount(when, rest, n_periods) / n_docs
        gap = effects.weight - mix / n_docs[:, None]
    gap[~known] = 0
    shift = np.einsum("ps,ps->p", gap @ effects.covariance, gap)
    own = story_variance(rest, group=when, story=story[used], source=place, n_groups=n_periods)
    variance = own.variance + shift
    with np.errstate(divide="ignore", invalid="ignore"):
        df = variance**2 / (own.variance**2 / own.df + shift**2 / effects.df)
    df = np.where(variance > 0, df, own.df)
    return Balanced(*(np.where(known, found, np.nan) for found in (mean, variance, df)))


def _effects(
    value: Values, period: Codes, source: Codes, story: Codes, in_base: NDArray[np.bool_]
) -> Effects | None:
    """Least squares on the part of the base that hangs together; None where that is one source.

    Sources that never share a period, even through others, cannot be compared: the part with the
    most documents is kept.
    """
    part = np.flatnonzero(in_base)
    part = part[_connected(period[part], source[part])]
    value, period, source, story = value[part], period[part], source[part], story[part]
    names, place = np.unique(source, return_inverse=True)
    if len(names) < 2:
        return None
    _, when = np.unique(period, return_inverse=True)
    n_periods = int(when.max()) + 1
    cells = _cells(place, when, len(names), n_periods)
    n_period = cells.sum(axis=0)
    within = value - (np.bincount(when, value) / n_period)[when]
    normal = np.diag(cells.sum(axis=1)) - (cells / n_period) @ cells.T
    inverse = np.linalg.pinv(normal, hermitian=True)
    effect = inverse @ np.bincount(place, within)
    weight = cells.sum(axis=1) / cells.sum()
    effect = effect - weight @ effect
    noise = within - effect[place]
    noise = noise - (np.bincount(when, noise) / n_period)[when]
    df = float(len(value) - n_periods - len(names) + 1)
    sigma2 = float(noise @ noise) / df if df > 0 else np.nan
    copies = np.unique(story, return_counts=True)[1]
    # Copies agree, so effects are less sure than their documents are many (Kish's factor).
    inflation = float(np.sum(copies.astype(np.float64) ** 2)) / len(value)
    return Effects(names, effect, weight, sigma2 * inflation * inverse, df)


def _connected(period: Codes, source: Codes) -> NDArray[np.bool_]:
    """Which documents lie in the part, linked by shared periods and sources, with the most."""
    if not len(source):
        return np.zeros(0, dtype=bool)
    names, place = np.unique(source, return_inverse=True)
    times, when = np.unique(period, return_inverse=True)
    size = len(names) + len(times)
    links = coo_array((np.ones(len(place)), (place, when + len(names))), shape=(size, size))
    _, part = connected_components(links, directed=False)
    part = part[place]
    return np.asarray(part == np.bincount(part).argmax())


def _cells(source: Codes, period: Codes, n_sources: int, n_periods: int) -> Values:
    """Documents of each source (rows) in each period (columns)."""
    flat = np.bincount(source * n_periods + period, minlength=n_sources * n_periods)
    return flat.reshape(n_sources, n_periods).astype(np.float64)
