"""From what a user names, files or a table, to documents and problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from analysis.corpus import problems, readers
from analysis.corpus.about import About
from analysis.corpus.build import build
from analysis.corpus.readers import files
from analysis.corpus.readers.raw import Raw, unique
from analysis.errors import ArgumentError, missing_columns, one_of

ON_ERROR = ("collect", "raise")


class Gathered(NamedTuple):
    """Documents, the table of problems, and what the input says about itself."""

    documents: pd.DataFrame
    problems: pd.DataFrame
    about: About


def from_path(
    path: files.PathLike | Sequence[files.PathLike],
    columns: Mapping[str, str | None],
    *,
    format: str | None,  # noqa: A002
    on_error: str,
    some: bool = True,
) -> Gathered:
    """What the files hold; with `some`, at least one article.

    Raises:
        InputError: for a path that is not there, and where nothing of `some` can be used.
        ArgumentError: for an argument outside its values.
    """
    if on_error not in ON_ERROR:
        raise one_of("on_error", on_error, ON_ERROR)
    if format is not None and format not in readers.FORMATS:
        raise one_of("format", format, readers.FORMATS)
    given = _named(columns)
    found = files.find(path, any_kind=format is not None)
    stop = on_error == "raise"
    if stop and found.problems:
        raise problems.raised(found.problems[0])
    documents, rejected = build(readers.read(found, format), given, stop=stop)
    every = found.problems + rejected
    if documents.empty and some:
        raise problems.nothing_usable(found.shown, every)
    return Gathered(documents, problems.table(every), found.about)


def from_frame(frame: pd.DataFrame, columns: Mapping[str, str | None]) -> Gathered:
    """What the table holds.

    Raises:
        ArgumentError: for something that is not a table.
        ColumnError: for a named column that the table lacks.
        InputError: where the table has rows and none can be used.
    """
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"`frame` must be a pandas DataFrame (got {type(frame).__name__}).")
    names = unique(frame.columns)
    given = _named(columns)
    absent = [name for name in given.values() if name not in names]
    if absent:
        raise missing_columns(absent, names)
    values = {name: frame.iloc[:, place].tolist() for place, name in enumerate(names)}
    raw = Raw("frame", "unknown", values, range(1, len(frame) + 1))
    documents, rejected = build([raw], given)
    if documents.empty and len(frame):
        raise problems.nothing_usable("the frame", rejected)
    return Gathered(documents, problems.table(rejected), About())


def _named(columns: Mapping[str, str | None]) -> dict[str, str]:
    given = {}
    for role, name in columns.items():
        if name is not None and not isinstance(name, str):
            shown = "doc_id" if role == "id" else role
            raise ArgumentError(f"`{shown}` must be the name of a column (got {name!r}).")
        if name is not None:
            given[role] = name
    return given
