"""What to doubt about a collection before believing its numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.corpus import Corpus, display_title

COLUMNS = ["doubt", "n", "n_all", "detail"]
SILENCE = {
    "source": "str", "first_day": "datetime64[us]", "last_day": "datetime64[us]",
    "n_days": "int64", "n_expected": "float64",
}  # fmt: skip
RECEIVED = "received"  # the docvar that says when an article arrived
LATE = pd.Timedelta(days=3)  # a weekend's delay is usual
CHANCE = 0.1  # a silence is named when fewer gaps so long are to be expected by chance
SHOWN = 3  # examples named in a detail


def table(
    collected: Corpus, topic: Corpus, scores: pd.DataFrame, series: pd.DataFrame
) -> pd.DataFrame:
    """Everything counted that makes a number doubtful, the harmless lines included.

    One row is a doubt: doubt, n, n_all (out of how many) and detail. `scores` are the topic's,
    `series` is trends.by_period of them. Zeros stay: they say that somebody looked.
    """
    documents = collected.documents
    late = late_arrivals(collected)
    silent = silences(collected)
    doubted = documents["date_doubt"].dropna()
    copied = documents[documents.duplicated("story_id")]
    rejected = collected.problems
    periods = [
        ("periods without an article on the topic", series["n_docs"] == 0),
        ("periods with too few to plot", series["masked"] & (series["n_docs"] > 0)),
        ("periods cut by the collection", ~series["complete"]),
    ]
    rows: list[tuple[str, int, int, str]] = [
        (name, int(which.sum()), len(series), _days(series["period"][which]))
        for name, which in periods
    ]
    rows += [
        ("articles that copy an earlier one", len(copied), len(documents), _titles(copied)),
        ("dates that may be wrong", len(doubted), len(documents), _first(doubted)),
        ("articles that arrived late", len(late), len(documents), _titles(late)),
        ("silences of a source", len(silent), documents["source"].nunique(), _silences(silent)),
        (
            "articles on the topic without a word of tone",
            int((scores["n_hits"] == 0).sum()), len(topic), "",
        ),
        (
            "rows set aside",
            len(rejected), len(rejected) + len(documents), _first(rejected["reason"]),
        ),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype({"doubt": "str", "detail": "str"})


def late_arrivals(corpus: Corpus) -> pd.DataFrame:
    """The documents that arrived more than three days after their date, latest first.

    Columns of corpus.documents and days_late; empty where the corpus has no docvar `received`.
    Such articles revise periods that were reported before.
    """
    documents = corpus.documents
    if RECEIVED not in documents:
        return documents.iloc[:0].assign(days_late=pd.Series(dtype="float64"))
    said = documents[RECEIVED].astype("str")
    arrived = pd.to_datetime(said, utc=True, errors="coerce", format="ISO8601")
    delay = arrived.dt.tz_localize(None) - documents["date"]
    # A doubtful date says nothing about the delay.
    late = documents[(delay > LATE) & documents["date_doubt"].isna()]
    late = late.assign(days_late=delay[late.index].dt.total_seconds() / 86_400)
    return late.sort_values(["days_late", "doc_id"], ascending=[False, True], ignore_index=True)


def silences(corpus: Corpus) -> pd.DataFrame:
    """Stretches in which a source wrote nothing, longer than chance would have them.

    One row is a silence: source, first_day and last_day without a document, n_days and n_expected.
    With a source's documents spread evenly at its own rate r a day, a gap of d days has probability
    exp(-r d); n_expected is that times the number of its gaps, and silences under 0.1 are listed,
    the least expected first. Not for sources that publish on fixed days of the month.

    >>> days = pd.date_range("2019-06-01", periods=90).delete(slice(30, 50))
    >>> found = silences(Corpus.from_frame(pd.DataFrame({"text": "Oil rose.", "date": days})))
    >>> found[["n_days"]].values.tolist()
    [[20]]
    """
    rows: list[dict[str, object]] = []
    first, last = corpus.span
    for source, documents in corpus.documents.groupby("source", sort=True):
        inside = documents["date"].dt.normalize().between(first, last)
        days = np.unique(documents["date"][inside].to_numpy().astype("datetime64[D]"))
        edges = np.array([first, last], "datetime64[D]") + np.array([-1, 1], "timedelta64[D]")
        stops = np.concatenate([edges[:1], days, edges[1:]])
        empty = np.diff(stops).astype("int64") - 1
        rate = len(documents) / max(1, (edges[1] - edges[0]).astype("int64") - 1)
        chance = np.exp(-rate * empty) * len(empty)
        rows += [
            {
                "source": str(source),
                "first_day": pd.Timestamp(stops[place]) + pd.Timedelta(days=1),
                "last_day": pd.Timestamp(stops[place + 1]) - pd.Timedelta(days=1),
                "n_days": int(empty[place]),
                "n_expected": float(chance[place]),
            }
            for place in np.flatnonzero((chance < CHANCE) & (empty > 1))
        ]
    found = pd.DataFrame(rows, columns=list(SILENCE)).astype(SILENCE)
    return found.sort_values(["n_expected", "source", "first_day"], ignore_index=True)


def _titles(documents: pd.DataFrame) -> str:
    shown = documents.head(SHOWN)
    titles = [
        f"“{display_title(*pair)}”" for pair in zip(shown["title"], shown["text"], strict=True)
    ]
    return "; ".join(dict.fromkeys(titles))


def _days(days: pd.Series[pd.Timestamp]) -> str:
    rest = len(days) - SHOWN
    return ", ".join(f"{day:%Y-%m-%d}" for day in days.head(SHOWN)) + (
        f" and {rest} more" if rest > 0 else ""
    )


def _first(reasons: pd.Series[str]) -> str:
    counts = reasons.value_counts()
    names = sorted(counts.index, key=lambda reason: (-counts[reason], reason))
    return "; ".join(f"{reason} ({counts[reason]:,})" for reason in names[:SHOWN])


def _silences(silent: pd.DataFrame) -> str:
    return "; ".join(
        f"{row.source}, {row.first_day:%Y-%m-%d} to {row.last_day:%Y-%m-%d}"
        for row in silent.head(SHOWN).itertuples()
    )
