"""Columns of one file to rows of articles: roles, cleaning and the reasons to set a row aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.corpus import cleaning, dates
from analysis.corpus.guess import guess
from analysis.corpus.problems import Problem, problem
from analysis.corpus.readers.raw import Raw, as_text, is_missing
from analysis.errors import listed

OURS = ("doc_id", "story_id", "date", "date_doubt", "source", "title", "text", "url", "language")
TEXT_FROM = "text_from"  # docvar that says where a text came from when no column held it
UNKNOWN = "unknown"  # source of a row whose source is empty
NO_TEXT = "no text"
# Where feeds nest a value ({"source": {"name": …}}), the keys that hold what a reader sees.
_INNER = ("name", "main", "rendered", "title", "text", "value", "url", "id")


@dataclass
class Articles:
    """Usable rows, one entry per article in every list; `date` is datetime64[us]."""

    origin: list[str] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    own_id: list[str | None] = field(default_factory=list)
    story_id: list[str | None] = field(default_factory=list)
    date: list[np.datetime64] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    title: list[str | None] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    url: list[str | None] = field(default_factory=list)
    language: list[str | None] = field(default_factory=list)
    verbatim: list[bool] = field(default_factory=list)
    docvars: dict[str, list[object]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.text)


def add(articles: Articles, raw: Raw, given: Mapping[str, str]) -> list[Problem]:
    """The problems of one table, by row; its usable rows are appended to `articles`."""
    found = list(raw.problems)
    if raw.columns:
        roles, reason = _roles(raw, given)
        if reason:
            found.append(problem(raw.origin, None, reason))
        else:
            found.extend(_append(articles, raw, roles, given))
    return sorted(found, key=lambda one: one.row or 0)


def _roles(raw: Raw, given: Mapping[str, str]) -> tuple[dict[str, str], str]:
    absent = [name for name in given.values() if name not in raw.columns]
    has = f"the columns are {listed(raw.columns, shown=12)}"
    if absent:
        return {}, f"no column {listed(absent)}; {has}"
    roles = guess(raw.columns, given)
    if "text" not in roles and "title" in roles:
        roles["text"] = roles["title"]
    for role in ("text", "date"):
        if role not in roles:
            return {}, f"no {role} column; {has}; name it with {role}='…'"
    return roles, ""


def _append(
    articles: Articles, raw: Raw, roles: Mapping[str, str], given: Mapping[str, str]
) -> list[Problem]:
    n = len(raw.rows)
    texts = [_joined(value) for value in raw.columns[roles["text"]]]
    parsed = dates.parse([_inner(value) for value in raw.columns[roles["date"]]])
    texts = [cleaning.clean(text) for text in texts]
    kept, problems = [], []
    for place, (row, text, reason) in enumerate(zip(raw.rows, texts, parsed.reasons, strict=True)):
        if not text:
            problems.append(problem(raw.origin, row, NO_TEXT, _shown(raw, roles, "title", place)))
        elif reason is not None:
            problems.append(problem(raw.origin, row, reason, _shown(raw, roles, "date", place)))
        else:
            kept.append(place)
    documents_table = set(OURS) <= raw.columns.keys()
    verbatim = documents_table or "id" in given

    def strings(role: str, tidy: Callable[[str], str]) -> list[str | None]:
        if role not in roles:
            return [None] * len(kept)
        values = raw.columns[roles[role]]
        inner = (_inner(values[place]) for place in kept)
        return [None if is_missing(v) else tidy(as_text(v)) or None for v in inner]

    before = len(articles)
    articles.origin += [raw.origin] * len(kept)
    articles.row += [raw.rows[place] for place in kept]
    articles.own_id += strings("id", _id)
    stories = raw.columns["story_id"] if documents_table else [None] * n
    articles.story_id += [None if is_missing(stories[p]) else str(stories[p]) for p in kept]
    articles.date += [parsed.values[place] for place in kept]
    default = UNKNOWN if "source" in roles else cleaning.line(raw.stem) or UNKNOWN
    articles.source += [value or default for value in strings("source", cleaning.line)]
    articles.title += strings("title", cleaning.line)
    articles.text += [texts[place] for place in kept]
    articles.url += strings("url", cleaning.line)
    articles.language += strings("language", cleaning.line)
    articles.verbatim += [verbatim] * len(kept)
    _add_docvars(articles, raw, roles, kept, before, documents_table=documents_table)
    return problems


def _add_docvars(
    articles: Articles,
    raw: Raw,
    roles: Mapping[str, str],
    kept: Sequence[int],
    before: int,
    *,
    documents_table: bool,
) -> None:
    # The input's own id stays with the article too: it is how other tables know it.
    used = {column for role, column in roles.items() if role != "id"}
    if documents_table:
        used |= {"doc_id", "story_id", "date_doubt"}
    taken = set(OURS)
    if roles["text"] == roles.get("title"):
        articles.docvars.setdefault(TEXT_FROM, []).extend(
            [None] * (before - len(articles.docvars[TEXT_FROM])) + ["title"] * len(kept)
        )
        taken.add(TEXT_FROM)
    for column, values in raw.columns.items():
        if column in used:
            continue
        name = column
        while name in taken:
            name += "_input"
        taken.add(name)
        held = articles.docvars.setdefault(name, [])
        held.extend([None] * (before - len(held)))
        held.extend(values[place] for place in kept)


def _joined(value: object) -> str:
    value = _inner(value)
    if isinstance(value, list | tuple | np.ndarray) and all(
        isinstance(each, str) for each in value
    ):
        return "\n\n".join(value)
    return "" if is_missing(value) else as_text(value)


def _inner(value: object) -> object:
    """A nested value's visible part: {"id": …, "name": "Reuters"} is "Reuters"."""
    if isinstance(value, dict):
        return next((value[k] for k in _INNER if isinstance(value.get(k), str)), value)
    return value


def _id(value: str) -> str:
    return cleaning.raw(value).strip()


def _shown(raw: Raw, roles: Mapping[str, str], role: str, place: int) -> str:
    value = raw.columns[roles[role]][place] if role in roles else None
    return "" if is_missing(value) else as_text(value)
