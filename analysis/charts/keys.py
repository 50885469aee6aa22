"""Keyness: the terms that mark a target and a reference, each with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.charts import rows as drawing
from analysis.charts.figure import Chart
from analysis.charts.rows import DOWN, UP, Row, signed_text, written_for
from analysis.charts.scale import count
from analysis.charts.sheet import blank, sourced
from analysis.charts.style import house
from analysis.charts.tables import Numbers, checked, numbers, words
from analysis.charts.words import clean
from analysis.errors import ArgumentError, missing_columns

_SURE = 0.05  # false discovery rate from which a term is drawn hollow
_NOTHING = "No term marks either side."
_SAID = {
    "log_odds": "Difference in log-odds, shrunk", "z": "Log-odds in standard errors",
    "g2": "Log-likelihood ratio", "chi2": "Chi-square", "log_ratio": "Doublings of frequency",
}  # fmt: skip


def keyness(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    n: int = 12,
    value: str = "log_odds",
    sides: tuple[str, str] = ("target", "reference"),
    source: str | None = None,
) -> Chart:
    """A chart of the terms that mark a target (right) and a reference (left), with intervals.

    `table` is that of keyness.compare, one row a term: term and the column `value`, positive for
    the target; where they are there, lower and upper (of log_odds), docs_target and docs_reference
    (told beside each term) and q_value (hollow from .05). The first `n` terms of each side in the
    order of the table are drawn, so sort it by what matters; each side is then drawn by value.

    Raises:
        ColumnError: for columns that are missing or of another kind.
        ArgumentError: for n below 1.

    >>> table = pd.DataFrame({"term": ["tanker", "talks"], "log_odds": [1.5, -1.0],
    ...     "lower": [0.9, -1.6], "upper": [2.1, -0.4]})
    >>> print(keyness(table, title="Ships now, talks then").alt)
    Dot chart of log odds by term. target: tanker +1.50. reference: talks −1.00.
    """
    words(title=title, subtitle=subtitle, source=source)
    if n < 1:
        raise ArgumentError(f"`n` must be 1 or more (got {n}).")
    table = checked(table, ["term", value], row="term")
    if (half := {"lower", "upper"} & set(table.columns)) and len(half) < 2:
        raise missing_columns({"lower", "upper"} - half, table.columns)
    size = numbers(table, value)
    parts = [_first(table, size, n, sign) for sign in (1, -1)]
    with house():
        if not any(parts):
            told = f"Dot chart without data. {_NOTHING}"
            return blank(title, subtitle, source, told=told, words=_NOTHING, total=_total(table))
        bounded = value == "log_odds" and {"lower", "upper"} <= set(table.columns)
        rows = [_row(table, place, size, bounded=bounded) for part in parts for place in part]
        said = subtitle if subtitle is not None else _said(value, sides, bounded=bounded)
        return drawing.drawn(
            title, said, rows, foot=sourced(source, _total(table), *_notes(table, rows, sides)),
            alt=_told(rows, value, sides), dots=True, breaks=[len(parts[0])] if all(parts) else [],
        )  # fmt: skip


def _first(table: pd.DataFrame, size: Numbers, n: int, sign: int) -> list[int]:
    """Places of the side's first terms, from the most telling to the least."""
    there = [int(place) for place in np.flatnonzero(size * sign > 0)[:n]]
    names = table["term"].astype(str).to_numpy(object)
    return sorted(there, key=lambda place: (-size[place] * sign, names[place]))


def _row(table: pd.DataFrame, place: int, size: Numbers, *, bounded: bool) -> Row:
    one = table.iloc[place]
    low, high = (float(one[name]) if bounded else np.nan for name in ("lower", "upper"))
    docs = [float(one.get(f"docs_{side}", np.nan)) for side in ("target", "reference")]
    note = f"{count(docs[0])} : {count(docs[1])}" if np.isfinite(docs).all() else ""
    unsure = "q_value" in table and not one["q_value"] < _SURE
    value = float(size[place])
    return Row(
        clean(one["term"]), value, note=note, low=low, high=high, open=bool(unsure),
        color=UP if value > 0 else DOWN,
    )  # fmt: skip


def _said(value: str, sides: tuple[str, str], *, bounded: bool) -> str:
    what = _SAID.get(value, value.replace("_", " ").capitalize())
    return f"{what}{', 95% interval' if bounded else ''}: {sides[0]} right, {sides[1]} left"


def _total(table: pd.DataFrame) -> str:
    screened = table["n_screened"] if "n_screened" in table else pd.Series(dtype=float)
    m = f", of {count(float(screened.iloc[0]))} screened" if len(screened) else ""
    return f"n = {count(len(table))} term{'' if len(table) == 1 else 's'}{m}."


def _notes(table: pd.DataFrame, rows: list[Row], sides: tuple[str, str]) -> list[str]:
    return [
        f"Beside a term: documents, {sides[0]} : {sides[1]}." if any(r.note for r in rows) else "",
        f"Hollow: q {_SURE:.2f} or more, not beyond chance." if any(r.open for r in rows) else "",
    ]


def _told(rows: list[Row], value: str, sides: tuple[str, str]) -> str:
    written = written_for(rows)
    told = [f"Dot chart of {value.replace('_', ' ')} by term."]
    for name, positive in zip(sides, (True, False), strict=True):
        each = [
            f"{row.name} {signed_text(row.value, written)}" + (" (unsure)" if row.open else "")
            for row in rows
            if (row.value > 0) == positive
        ]
        told.append(f"{clean(name)}: {'; '.join(each) or 'none'}.")
    return " ".join(told)
