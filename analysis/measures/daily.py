"""What a corpus, or a part of it, holds of some terms day by day; parts add up.

A day is all that shares, rates and intervals of any period are made from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple  # a docvar holds values of any type

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from analysis import periods
from analysis.arrow import text_column
from analysis.corpus import Corpus, documents_of
from analysis.corpus.doubts import dated
from analysis.errors import ArgumentError
from analysis.measures.grouping import grouped, named, united
from analysis.stats import overdispersion, wilson

COLUMNS = [
    "term", "n_docs", "n_with", "complete", "share", "lower", "upper", "n_tokens", "per_million",
]  # fmt: skip
WHOLE = ["n_docs", "n_with", "n_tokens"]
MIN_DOCS = 5  # documents that "auto" wants in most periods, as trends.by_period does
N_DOCS, N_WORDS, FIRST = 0, 1, 2  # rows of Daily.sums; from FIRST on two a term

Int64 = npt.NDArray[np.int64]
Terms = Sequence[str] | Mapping[str, str]


class Daily(NamedTuple):
    """Sums over the documents of each group and day, in their order.

    names: of the groups; group, day (since 1970): of each column of `sums`, whose rows are
    documents, words, and for each term documents with it and occurrences; span: the days
    collected, NaT twice where there are none; sure: whether the span rests on dates believed.
    """

    names: pd.Series[Any]
    group: Int64
    day: Int64
    sums: Int64
    span: tuple[pd.Timestamp, pd.Timestamp]
    sure: bool


def part(corpus: Corpus, terms: Terms, *, every: str = "W", by: str | None = None) -> Daily:
    """The sums for some queries; `every` is only checked.

    Raises:
        ArgumentError: for an unknown `every`, or `terms` that are one string.
        QueryError: for a term that does not parse.
        ColumnError: for a `by` that is no column of the documents.
    """
    periods.check(every)
    queries = _queries(terms)
    documents = documents_of(corpus)
    answers = corpus.ask(list(queries.values()))
    groups = grouped(documents, by)
    days = documents["date"].to_numpy().astype("datetime64[D]").astype("int64")
    n = len(days)
    per_document: list[npt.NDArray[Any]] = [np.ones(n, np.int64), corpus.tokens.n_words]
    for answer in answers:
        per_document += [answer.present, np.bincount(answer.hits.text, minlength=n)]
    group, day, sums = _summed(groups.codes, days, per_document)
    return Daily(groups.names, group, day, sums, corpus.span, dated(documents))


def added(parts: Sequence[Daily]) -> Daily:
    """The sums of all parts as one."""
    if len(parts) == 1:
        return parts[0]
    names, codes = united([part.names for part in parts])
    group = np.concatenate([code[part.group] for part, code in zip(parts, codes, strict=True)])
    day = np.concatenate([part.day for part in parts])
    sums = np.concatenate([part.sums for part in parts], axis=1)
    spans = [part.span for part in parts if not pd.isna(part.span[0])]
    sure = [part.span for part in parts if part.sure]
    first, last = zip(*(sure or spans or [parts[0].span]), strict=True)
    return Daily(names, *_summed(group, day, sums), (min(first), max(last)), bool(sure))


def table(found: Daily, terms: Terms, *, every: str = "W", by: str | None = None) -> pd.DataFrame:
    """The sums as frequency.trend gives them: every period of the span, in every group."""
    columns = ["period", *([by] if by else []), *COLUMNS]
    if not terms or found.names.empty or pd.isna(found.span[0]):
        return _empty(columns, {by: found.names.dtype} if by else {})
    span = periods.day_span(found.span)
    day = found.day.astype("datetime64[D]")
    # A document whose date is outside the span (a mistyped year) belongs to no period.
    inside = (day >= span.first) & (day <= span.last)
    day, group, sums = day[inside], found.group[inside], found.sums[:, inside]
    if every == periods.AUTO:
        days, codes = (np.repeat(each, sums[N_DOCS]) for each in (day, group))
        every = periods.finest(days, codes, len(found.names), span, MIN_DOCS)
    grid = periods.grid(span, every)
    n_periods = len(grid.start)
    cell = group * n_periods + np.searchsorted(grid.start, periods.starts(day, every))
    n_cells = n_periods * len(found.names)
    cells = np.zeros((len(sums), n_cells), np.int64)
    for row, values in zip(cells, sums, strict=True):
        np.add.at(row, cell, values)
    labels = list(_queries(terms))
    n = len(labels)
    each = [_rates(sums, cells, cell, FIRST + 2 * place) for place in range(n)]
    # By group and period as cells are, and in these by term.
    made = pd.DataFrame(
        {name: np.stack([one[name] for one in each], axis=1).ravel() for name in each[0]}
    )
    made["term"] = text_column(pa.array(labels).take(np.tile(np.arange(n), n_cells)))
    starts = grid.start.astype("datetime64[us]")
    made["period"] = np.tile(np.repeat(starts, n), len(found.names))
    made["group"] = np.repeat(np.arange(len(found.names)), n * n_periods)
    made["complete"] = np.tile(np.repeat(grid.complete, n), len(found.names))
    made = named(made, found.names, by)[columns]
    made.attrs = {"every": every}
    return made


def _rates(sums: Int64, cells: Int64, cell: Int64, row: int) -> dict[str, npt.NDArray[Any]]:
    """Share with its interval, and rate, of the term whose sums begin at a row."""
    n_docs, n_words, n_with, n_tokens = (
        cells[place].astype(float) for place in (N_DOCS, N_WORDS, row, row + 1)
    )
    phi = overdispersion(sums[row], sums[N_DOCS], cell) if len(cell) else np.nan
    lower, upper = wilson(n_with, n_docs, phi=phi if np.isfinite(phi) else 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, per_million = n_with / n_docs, n_tokens / n_words * 1e6
    return {
        "n_docs": cells[N_DOCS], "n_with": cells[row], "share": share, "lower": lower,
        "upper": upper, "n_tokens": cells[row + 1], "per_million": per_million,
    }  # fmt: skip


def _summed(
    group: Int64, day: Int64, values: Sequence[npt.NDArray[Any]] | Int64
) -> tuple[Int64, Int64, Int64]:
    """The distinct pairs of group and day in order, and the sums of each row over them."""
    order = np.lexsort((day, group))
    group, day = group[order], day[order]
    new = np.ones(len(order), bool)
    new[1:] = (group[1:] != group[:-1]) | (day[1:] != day[:-1])
    starts = np.flatnonzero(new)
    sums = np.zeros((len(values), len(starts)), np.int64)
    for row, each in zip(sums, values, strict=True):
        if len(starts):
            row[:] = np.add.reduceat(np.asarray(each, np.int64)[order], starts)
    return group[starts], day[starts], sums


def _queries(terms: Terms) -> dict[str, str]:
    if isinstance(terms, str):
        raise ArgumentError(f"`terms` must be a list or label -> query (got {terms!r}).")
    pairs = terms.items() if isinstance(terms, Mapping) else ((term, term) for term in terms)
    return dict(pairs)


def _empty(columns: list[str], kinds: dict[str, Any]) -> pd.DataFrame:
    whole = dict.fromkeys(WHOLE, "int64") | {"complete": "bool"}
    types = {"period": "datetime64[us]", "term": "str", **kinds, **whole}
    return pd.DataFrame({name: pd.Series(dtype=types.get(name, "float64")) for name in columns})
