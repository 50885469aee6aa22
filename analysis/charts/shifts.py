"""Which words make a difference: bars, the largest first, with the rest in one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.charts import rows as drawing
from analysis.charts.figure import Chart
from analysis.charts.rows import DOWN, PLAIN, UP, Row, signed_text, written_for
from analysis.charts.sheet import blank, sourced
from analysis.charts.style import house
from analysis.charts.tables import Numbers, checked, numbers, words
from analysis.charts.words import clean
from analysis.errors import ArgumentError, one_of

_KINDS = ("use", "context")
_NOTHING = "No word makes a difference."
_UNSPOKEN = "punctuation, rounding"


def wordshift(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    n: int = 20,
    sides: tuple[str, str] = ("before", "after"),
    source: str | None = None,
) -> Chart:
    """A chart of the words that make one mean differ from another, as bars that add up to it.

    `table` is that of wordshift.explain, one row a term: term, contribution and kind; where they
    are there, freq_before and freq_after give each word an arrow (more or less frequent). The `n`
    largest are drawn, filled where the word's frequency accounts for most of it ("use"), hatched
    where its context does; the others are one bar, and the top bar is the sum of all.

    Raises:
        ColumnError: for columns that are missing or of another kind.
        ArgumentError: for an unknown kind, or n below 1.

    >>> table = pd.DataFrame({"term": ["war", "calm"], "contribution": [-0.3, 0.1],
    ...     "kind": ["use", "context"]})
    >>> print(wordshift(table, title="War made it darker").alt)
    Bar chart of the words behind a difference of −0.20, before to after. war −0.30 (use); calm \
+0.10 (context).
    """
    words(title=title, subtitle=subtitle, source=source)
    if n < 1:
        raise ArgumentError(f"`n` must be 1 or more (got {n}).")
    table = checked(table, ["term", "contribution", "kind"], row="term")
    strange = [kind for kind in table["kind"] if kind not in _KINDS]
    if strange:
        raise one_of("kind", strange[0], _KINDS)
    size = numbers(table, "contribution")
    order = np.lexsort((table["term"].fillna("").astype(str).to_numpy(object), -abs(size)))
    kept = [place for place in order if np.isfinite(size[place]) and size[place] != 0]
    with house():
        if not kept:
            told = f"Bar chart without data. {_NOTHING}"
            return blank(title, subtitle, source, told=told, words=_NOTHING, total=_counted(table))
        spoken = [place for place in kept if pd.notna(table["term"].iloc[place])]
        rows = [_row(table, place, size) for place in spoken[:n]]
        total = float(size[kept].sum())
        rest = len(kept) - len(rows)
        others = [_rest(rest, total - sum(row.value for row in rows))] if rest else []
        every = [Row("all words", total, bold=True, color=_color(total)), *rows, *others]
        said = subtitle if subtitle is not None else f"What each word adds, {' to '.join(sides)}"
        return drawing.drawn(
            title, said, every, foot=sourced(source, _counted(table), *_notes(table, rows, sides)),
            alt=_told(rows, total, others, sides), dots=False, breaks=[1],
        )  # fmt: skip


def _color(value: float) -> str:
    return UP if value > 0 else DOWN


def _row(table: pd.DataFrame, place: int, size: Numbers) -> Row:
    one = table.iloc[place]
    value = float(size[place])
    return Row(
        clean(one["term"]), value, note=_arrow(one), color=_color(value),
        open=one["kind"] == "context",
    )  # fmt: skip


def _rest(many: int, value: float) -> Row:
    return Row(f"{many:,} other{'' if many == 1 else 's'}", value, color=PLAIN)


def _arrow(one: pd.Series[float]) -> str:
    if not {"freq_before", "freq_after"} <= set(one.index):
        return ""
    gained = one["freq_after"] - one["freq_before"]
    return "↑" if gained > 0 else "↓" if gained < 0 else ""


def _notes(table: pd.DataFrame, rows: list[Row], sides: tuple[str, str]) -> list[str]:
    arrows = {"freq_before", "freq_after"} <= set(table.columns)
    return [
        f"↑ more frequent {sides[1]}, ↓ less." if arrows else "",
        "Filled: how often the word occurs." if any(not row.open for row in rows) else "",
        "Hatched: what it counts for there." if any(row.open for row in rows) else "",
    ]


def _counted(table: pd.DataFrame) -> str:
    terms = int(table["term"].notna().sum())
    n = [table.attrs.get(f"n_docs_{side}") for side in ("before", "after")]
    documents = f", in {n[0]:,} and {n[1]:,} documents" if None not in n else ""
    return f"n = {terms:,} word{'' if terms == 1 else 's'} with tone{documents}."


def _told(rows: list[Row], total: float, others: list[Row], sides: tuple[str, str]) -> str:
    written = written_for([Row("", total), *rows])
    kinds = {True: "context", False: "use"}
    each = [f"{row.name} {signed_text(row.value, written)} ({kinds[row.open]})" for row in rows]
    each += [f"{row.name} {signed_text(row.value, written)}" for row in others]
    return (
        f"Bar chart of the words behind a difference of {signed_text(total, written)}, "
        f"{' to '.join(sides)}. {'; '.join(each)}."
    )
