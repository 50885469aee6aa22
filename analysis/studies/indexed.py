"""The documents of an index, counted by period and source, and the index made of the counts."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import periods
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError, one_of
from analysis.stats import overdispersion, wilson
from analysis.stats.indices import averaged, epu_factors, gpr_factor

Scheme = Literal["gpr", "epu"]
Mask = NDArray[np.bool_]
Values = NDArray[np.float64]

MIN_DOCS = 5  # documents that "auto" wants in most periods, as trends.by_period does


class Counts(NamedTuple):
    """One row a period, one column a source: documents, and those on the query.

    base: the periods of the base; phi: overdispersion of daily counts, of each column; phi_all:
    of all documents together.
    """

    grid: periods.Grid
    sources: list[str]
    n_docs: Values
    n_with: Values
    base: Mask
    base_days: list[str]
    every: str
    phi: Values
    phi_all: float


class Index(NamedTuple):
    """The index of each period with its bounds, and index points per unit of share."""

    points: Values
    lower: Values
    upper: Values
    factors: dict[str, float]


def counted(
    corpus: Corpus, present: Mask, *, base: periods.Ends, every: str, scheme: str
) -> Counts | None:
    """The counts of documents and of those present; None for a corpus without documents.

    Raises:
        ArgumentError: for an unknown `every` or `scheme`, or a base that holds no whole period of
            the span.
    """
    periods.check(every)
    if scheme not in get_args(Scheme):
        raise one_of("scheme", scheme, get_args(Scheme))
    frozen = periods.day_span(base, argument="base")
    documents = documents_of(corpus)
    if pd.isna(corpus.span[0]):
        return None
    span = periods.day_span(corpus.span)
    days = documents["date"].to_numpy().astype("datetime64[D]")
    inside = (days >= span.first) & (days <= span.last)
    days, has = days[inside], present[inside]
    names, source = np.unique(documents["source"][inside].to_numpy(object), return_inverse=True)
    if every == periods.AUTO:
        every = periods.finest(days, np.zeros(len(days), np.int64), 1, span, MIN_DOCS)
    grid = periods.grid(span, every)
    shape = (len(grid.start), len(names))
    cell = np.searchsorted(grid.start, periods.starts(days, every)) * len(names) + source
    n_docs, n_with = (
        np.asarray(np.bincount(cell, weight, shape[0] * shape[1]).reshape(shape), np.float64)
        for weight in (np.ones(len(cell)), has.astype(float))
    )
    phi, phi_all = _phi(days, has, source, cell, shape)
    at = _base(grid, frozen, every)
    said = [str(frozen.first), str(frozen.last)]
    return Counts(grid, [str(n) for n in names], n_docs, n_with, at, said, every, phi, phi_all)


def scaled(found: Counts, scheme: str) -> Index:
    """The index of the counts, scaled to 100 over the base.

    Raises:
        ArgumentError: where the base holds nothing to scale to.
    """
    if scheme == "gpr":
        n, k = found.n_docs.sum(axis=1), found.n_with.sum(axis=1)
        part, low, high = _share(k, n, found.phi_all)
        factor = gpr_factor(part, found.base)
        return Index(part * factor, low * factor, high * factor, {"all": factor})
    part, low, high = _share(found.n_with, found.n_docs, found.phi)
    factors = epu_factors(part, found.base)
    index = averaged(part * factors)
    used = np.isfinite(part * factors)
    n_sources = np.maximum(used.sum(axis=1), 1)

    def reach(bound: Values) -> Values:
        """Half the width on one side: squares of the sources' own add up (Zou & Donner 2008)."""
        parts = np.where(used, (bound - part) * factors, 0.0)
        return np.asarray(np.sqrt((parts**2).sum(axis=1)) / n_sources)

    named = {
        name: float(f) for name, f in zip(found.sources, factors, strict=True) if np.isfinite(f)
    }
    return Index(index, np.maximum(index - reach(low), 0.0), index + reach(high), named)


def totals(found: Counts) -> pd.DataFrame:
    """The documents of each period: period, n_docs, n_with, share."""
    n, k = found.n_docs.sum(axis=1), found.n_with.sum(axis=1)
    with np.errstate(invalid="ignore"):
        part = k / n
    return pd.DataFrame(
        {
            "period": found.grid.start.astype("datetime64[us]"),
            "n_docs": n.astype("int64"),
            "n_with": k.astype("int64"),
            "share": part,
        }
    )


def _share(k: Values, n: Values, phi: Values | float) -> tuple[Values, Values, Values]:
    low, high = wilson(k, n, phi=phi)
    with np.errstate(invalid="ignore"):
        return k / n, low, high


def _phi(
    days: NDArray[np.datetime64], has: Mask, source: NDArray[np.int64], cell: NDArray[np.int64],
    shape: tuple[int, int],
) -> tuple[Values, float]:  # fmt: skip
    """How much more than chance daily counts vary within periods, by source and in all."""
    n_sources = shape[1]
    day = (days - days.min()).astype(np.int64) if len(days) else np.zeros(0, np.int64)

    def over(code: NDArray[np.int64], of: NDArray[np.int64], hit: Mask) -> float:
        _, first, at = np.unique(code, return_index=True, return_inverse=True)
        if not len(first):
            return 1.0
        found = overdispersion(np.bincount(at, hit.astype(float)), np.bincount(at), of[first])
        return float(found) if np.isfinite(found) else 1.0

    each = [
        over(day[source == place], cell[source == place], has[source == place])
        for place in range(n_sources)
    ]
    return np.array(each), over(day, cell // max(n_sources, 1), has)


def _base(grid: periods.Grid, base: periods.Span, every: str) -> Mask:
    """The periods that lie in the base whole, and that the span holds whole."""
    end = periods.following(grid.start, every) - np.timedelta64(1, "D")
    found = np.asarray((grid.start >= base.first) & (end <= base.last) & grid.complete)
    if not found.any():
        span = f"{grid.start[0]} to {end[-1]}"
        raise ArgumentError(
            f"`base` must hold at least one whole period of the collection (got {base.first} to"
            f" {base.last}; periods of '{every}' run from {span})."
        )
    return found
