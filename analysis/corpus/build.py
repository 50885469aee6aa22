"""Articles to the table of documents: one identity each, dates judged, docvars typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import numpy as np
import pandas as pd

from analysis.corpus import cleaning, doubts, ids, rows
from analysis.corpus.problems import Problem, problem, raised
from analysis.corpus.readers.raw import Raw, as_text, is_missing
from analysis.corpus.rows import Articles

SUPERSEDED = "superseded by a later row with the same id"


def build(
    raws: Iterable[Raw], given: Mapping[str, str], *, stop: bool = False
) -> tuple[pd.DataFrame, list[Problem]]:
    """The documents of all tables, by date then doc_id, and what had to be set aside.

    Raises:
        InputError: at the first unusable row where `stop` is set.
    """
    articles = Articles()
    problems: list[Problem] = []
    for raw in raws:
        found = rows.add(articles, raw, given)
        if found and stop:
            raise raised(found[0])
        problems.extend(found)
    doc_ids, places, repeats = _identified(articles)
    return _documents(articles, doc_ids, places), problems + repeats


def _identified(articles: Articles) -> tuple[list[str], list[int], list[Problem]]:
    """doc_ids and places of the rows that stay, and the problems of those that repeat one."""
    current: dict[str, int] = {}
    counts: dict[str, int] = {}
    problems: list[Problem] = []
    for place in range(len(articles)):
        known, doc_id = _key(articles, place)
        if not known:
            counts[doc_id] = counts.get(doc_id, 0) + 1
            repeat = f"-{counts[doc_id]}" if counts[doc_id] > 1 else ""
            current[doc_id + repeat] = place
        elif doc_id not in current:
            current[doc_id] = place
        elif _same(articles, current[doc_id], place):
            where = _named(articles, current[doc_id], place)
            reason = f"duplicate of {where}: same id and text"
            problems.append(_repeat(articles, place, reason))
        else:
            problems.append(_repeat(articles, current[doc_id], SUPERSEDED))
            current[doc_id] = place
    return list(current), list(current.values()), problems


def _key(articles: Articles, place: int) -> tuple[bool, str]:
    """Whether the row says itself who it is, and its identity."""
    own, source = articles.own_id[place], articles.source[place]
    if own and articles.verbatim[place]:
        return True, own
    found = ids.key(own, articles.url[place], source)
    if found:
        return True, found
    return False, ids.content_key(source, str(articles.date[place]), articles.text[place])


def _same(articles: Articles, one: int, other: int) -> bool:
    return all(
        values[one] == values[other] for values in (articles.text, articles.title, articles.date)
    )


def _named(articles: Articles, one: int, other: int) -> str:
    same_file = articles.origin[one] == articles.origin[other]
    return f"row {articles.row[one]}" + ("" if same_file else f" of {articles.origin[one]}")


def _repeat(articles: Articles, place: int, reason: str) -> Problem:
    shown = articles.title[place] or articles.text[place]
    return problem(articles.origin[place], articles.row[place], reason, shown)


def _documents(articles: Articles, doc_ids: list[str], places: list[int]) -> pd.DataFrame:
    def text(values: Sequence[object]) -> pd.Series[str]:
        return pd.Series([values[place] for place in places], dtype="str")

    moments = np.array([articles.date[place] for place in places], dtype="datetime64[us]")
    kept = set(doc_ids)
    stories = [
        story if (story := articles.story_id[place]) in kept else doc_id
        for place, doc_id in zip(places, doc_ids, strict=True)
    ]
    dated, source = pd.Series(moments), text(articles.source)
    held: dict[str, object] = {
        "doc_id": pd.Series(doc_ids, dtype="str"),
        "story_id": pd.Series(stories, dtype="str"),
        "date": dated,
        "date_doubt": doubts.find(dated, source),
        "source": source,
        "title": text(articles.title),
        "text": text(articles.text),
        "url": text(articles.url),
        "language": text(articles.language),
    }
    for name, values in articles.docvars.items():
        values.extend([None] * (len(articles) - len(values)))
        held[name] = _docvar([values[place] for place in places])
    return pd.DataFrame(held).sort_values(["date", "doc_id"], ignore_index=True)


def _docvar(values: list[object]) -> pd.Series:
    """The values in the one type that they share, else as text; empty is missing."""
    plain = [None if is_missing(value) else _scalar(value) for value in values]
    kinds = {type(value) for value in plain if value is not None}
    whole = len(plain) and None not in plain
    if kinds == {bool}:
        return pd.Series(plain, dtype="bool" if whole else "boolean")
    if kinds == {int} and all(value is None or -(2**63) <= value < 2**63 for value in plain):  # type: ignore[operator]
        return pd.Series(plain, dtype="int64" if whole else "Int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(plain, dtype="float64")
    if kinds == {datetime} and len({value.tzinfo for value in plain if value}) == 1:  # type: ignore[attr-defined]
        return pd.Series(plain, dtype="object").pipe(pd.to_datetime).dt.as_unit("us")
    words = [None if value is None else cleaning.raw(as_text(value)) or None for value in plain]
    return pd.Series(words, dtype="str")


def _scalar(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value
