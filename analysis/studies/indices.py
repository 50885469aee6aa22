"""News indices: the share of documents on a query, scaled to a base that stays frozen."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError
from analysis.lexicons.query_sets import queries
from analysis.studies.indexed import Mask, Scheme, counted, scaled, totals
from analysis.text import compile_query

__all__ = [
    "BAND_COLUMNS", "COLUMNS", "CONTRIBUTOR_COLUMNS", "contributors", "leave_one_source_out",
    "leave_one_term_out", "queries", "share",
]  # fmt: skip

COLUMNS = ["period", "n_docs", "n_with", "share", "index", "lower", "upper"]
BAND_COLUMNS = [*COLUMNS, "lowest", "highest"]
CONTRIBUTOR_COLUMNS = ["period", "source", "n_docs", "n_with", "points"]


def share(
    corpus: Corpus, query: str, *, base: periods.Ends, every: str = "MS", scheme: Scheme = "gpr"
) -> pd.DataFrame:
    """An index of attention to a query: 100 is its mean over the base.

    One row is a period: period (first day), n_docs (collected), n_with (on the query, in title or
    text), share (of documents), index, lower and upper (95%, of the index). Every period of the
    collected span has a row; without documents share and index are missing.

    Scheme "gpr": share of all documents, pooled, over its mean in the base (Caldara & Iacoviello
    2022). "epu": each source's share over its standard deviation in the base, averaged over
    sources (Baker, Bloom & Davis 2016); a source that grows does not move it. `base` is two dates,
    both included; its whole periods fix the scale, so that new documents do not move old points.
    attrs holds what was frozen: base, scheme, query and factors (index points per unit of share).

    Bounds: Wilson on n / phi, phi the overdispersion of daily counts within periods; for "epu" of
    each source, combined (Zou & Donner 2008). They cover which articles appeared, given the base.

    Raises:
        ArgumentError: for an unknown `every` or `scheme`, or a base outside the span or without a
            document on the query.
        QueryError: for a query that does not parse.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Talks.", "Oil fell.", "Oil, oil."],
    ...     "date": ["2019-06-01", "2019-06-30", "2019-07-01", "2019-07-31"]}))
    >>> share(news, "oil", base=("2019-06", "2019-06"))[["share", "index"]].values.tolist()
    [[0.5, 100.0], [1.0, 200.0]]
    """
    (answer,) = corpus.ask([query])
    found = counted(corpus, answer.present, base=base, every=every, scheme=scheme)
    if found is None:
        return _empty(COLUMNS, every)
    made = scaled(found, scheme)
    table = totals(found).assign(index=made.points, lower=made.lower, upper=made.upper)
    table.attrs = {
        "every": found.every, "base": found.base_days, "scheme": scheme, "query": query,
        "factors": made.factors,
    }  # fmt: skip
    return table[COLUMNS]


def contributors(
    corpus: Corpus, query: str, *, base: periods.Ends, every: str = "MS"
) -> pd.DataFrame:
    """What each source adds to the pooled index of `share`: its points add up to the index.

    One row is a period and a source: period, source, n_docs (of the source), n_with and points (of
    the index, scheme "gpr"). Missing where the period has no documents at all.

    Raises:
        ArgumentError, QueryError: as `share` does.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Talks.", "Oil fell.", "Oil, oil."], "source": list("ABAB"),
    ...     "date": ["2019-06-01", "2019-06-30", "2019-07-01", "2019-07-31"]}))
    >>> contributors(news, "oil", base=("2019-06", "2019-06"))["points"].tolist()
    [100.0, 0.0, 100.0, 100.0]
    """
    (answer,) = corpus.ask([query])
    found = counted(corpus, answer.present, base=base, every=every, scheme="gpr")
    if found is None:
        return _empty(CONTRIBUTOR_COLUMNS, every)
    factors = scaled(found, "gpr").factors
    with np.errstate(invalid="ignore", divide="ignore"):
        points = found.n_with / found.n_docs.sum(axis=1, keepdims=True) * factors["all"]
    n = len(found.sources)
    table = pd.DataFrame(
        {
            "period": np.repeat(found.grid.start.astype("datetime64[us]"), n),
            "source": pd.Series(np.tile(np.array(found.sources, object), len(points)), dtype="str"),
            "n_docs": found.n_docs.ravel().astype("int64"),
            "n_with": found.n_with.ravel().astype("int64"),
            "points": points.ravel(),
        }
    )
    table.attrs = {
        "every": found.every, "base": found.base_days, "scheme": "gpr", "query": query,
        "factors": factors,
    }  # fmt: skip
    return table


def leave_one_term_out(
    corpus: Corpus, query: str, *, base: periods.Ends, every: str = "MS", scheme: Scheme = "gpr"
) -> pd.DataFrame:
    """How far the index hangs on single terms of its query: made again without each of them.

    One row is a period: columns as in `share`, where lower and upper are the lowest and highest
    index that any query with one term less gives, each scaled over the same base; lowest and
    highest name the term left out there. A term under NOT is left out as well.

    Raises:
        ArgumentError: for a query of one term; else as `share` does.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Crude fell.", "Oil fell.", "Oil, oil."],
    ...     "date": ["2019-06-01", "2019-06-30", "2019-07-01", "2019-07-31"]}))
    >>> band = leave_one_term_out(news, "oil OR crude", base=("2019-06", "2019-06"))
    >>> band[["index", "lower", "upper", "highest"]].values.tolist()
    [[100.0, 100.0, 100.0, 'oil'], [100.0, 0.0, 200.0, 'crude']]
    """
    asked = compile_query(query)
    terms = list(dict.fromkeys(asked.terms))
    if len(terms) < 2:
        raise ArgumentError(
            f"Leaving one term out needs a query of two or more (got {query!r}, one term)."
        )
    answers = corpus.ask([f'"{term}"' for term in terms])
    held = {term: answer.present for term, answer in zip(terms, answers, strict=True)}
    none = np.zeros(len(corpus), dtype=bool)
    variants = {term: asked.among({**held, term: none}) for term in terms}
    return _band(
        corpus, query, {t: (corpus, has) for t, has in variants.items()}, base, every, scheme
    )


def leave_one_source_out(
    corpus: Corpus, query: str, *, base: periods.Ends, every: str = "MS", scheme: Scheme = "gpr"
) -> pd.DataFrame:
    """How far the index hangs on single sources: made again without each of them.

    One row is a period: columns as in `share`, where lower and upper are the lowest and highest
    index of the collections with one source less, each scaled over the same base; lowest and
    highest name the source left out there.

    Raises:
        ArgumentError: for a collection of one source; else as `share` does.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Oil talks.", "Oil fell.", "Talks."], "source": list("ABAB"),
    ...     "date": ["2019-06-01", "2019-06-30", "2019-07-01", "2019-07-31"]}))
    >>> band = leave_one_source_out(news, "oil", base=("2019-06", "2019-06"))
    >>> band[["index", "lower", "upper", "lowest"]].values.tolist()
    [[100.0, 100.0, 100.0, 'A'], [50.0, 0.0, 100.0, 'A']]
    """
    documents = documents_of(corpus)
    names = sorted(documents["source"].unique())
    if len(names) == 1:
        raise ArgumentError(f"Leaving one source out needs two or more (got one: {names[0]!r}).")
    (answer,) = corpus.ask([query])
    variants = {}
    for name in names:
        kept = (documents["source"] != name).to_numpy()
        rest = corpus.where(source=[other for other in names if other != name])
        variants[name] = (rest, answer.present[kept])
    return _band(corpus, query, variants, base, every, scheme)


def _band(
    corpus: Corpus, query: str, variants: Mapping[str, tuple[Corpus, Mask]], base: periods.Ends,
    every: str, scheme: Scheme,
) -> pd.DataFrame:  # fmt: skip
    table = share(corpus, query, base=base, every=every, scheme=scheme)
    made: dict[str, object] = {}
    for name, (part, present) in variants.items():
        pace = str(table.attrs["every"])
        found = counted(part, present, base=base, every=pace, scheme=scheme)
        try:
            made[name] = None if found is None else scaled(found, scheme).points
        except ArgumentError:  # nothing of the query is left in the base: no scale, no index
            made[name] = None
    used = {name: index for name, index in made.items() if index is not None}
    wide = pd.DataFrame(used, index=table.index, dtype="float64")
    some = wide.notna().any(axis=1).to_numpy()
    names = np.array([*wide.columns, None], dtype=object)
    band = {"lower": wide.min(axis=1), "upper": wide.max(axis=1)}
    for column, values in (("lowest", wide), ("highest", -wide)):
        filled = values.fillna(np.inf).to_numpy()
        place = filled.argmin(axis=1) if filled.size else np.zeros(len(table), dtype=int)
        band[column] = pd.Series(np.where(some, names[place], None), index=table.index)
    attrs = table.attrs | {"left_out": list(used)}
    table = table.assign(**band).astype({"lowest": "str", "highest": "str"})
    table.attrs = attrs
    return table[BAND_COLUMNS]


def _empty(columns: list[str], every: str) -> pd.DataFrame:
    whole = dict.fromkeys(["n_docs", "n_with"], "int64")
    words = dict.fromkeys(["source", "lowest", "highest"], "str")
    kinds = {"period": "datetime64[us]", **whole, **words}
    table = pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in columns})
    table.attrs = {"every": periods.PERIODS[-1] if every == periods.AUTO else every}
    return table
