"""A table over time as series: one value a period, and what stands where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.charts.calendar import Calendar, calendar
from analysis.charts.style import MOST
from analysis.charts.tables import Numbers, checked, dates, flags, numbers
from analysis.charts.words import clean
from analysis.errors import ArgumentError, ColumnError

# Columns that say something of a period; any other may be what the rows are grouped by.
KNOWN = {
    "period", "n_docs", "n_sources", "n_stories", "n_with", "n_tokens", "complete", "masked",
    "mean", "lower", "upper", "balanced", "balanced_lower", "balanced_upper", "share",
    "per_million", "index", "every",
}  # fmt: skip
NAMES = {"mean": "pooled", "balanced": "balanced by source"}
PERCENT = {"share"}

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Series:
    """One line: its name, and for each period of the calendar a number or NaN."""

    name: str
    value: Numbers
    lower: Numbers
    upper: Numbers
    n_docs: Numbers
    complete: Flags

    @property
    def drawn(self) -> Flags:
        """Periods with a value."""
        return np.isfinite(self.value)

    @property
    def few(self) -> Flags:
        """Periods that have documents and no value: too few to average."""
        return ~self.drawn & (self.n_docs > 0)

    @property
    def empty(self) -> Flags:
        """Periods without a document, or that the table has no row for."""
        return ~self.drawn & ~(self.n_docs > 0)


@dataclass(frozen=True)
class Lines:
    """All series of a chart on one calendar; `counts` are the documents, a row a group."""

    calendar: Calendar
    series: tuple[Series, ...]
    groups: tuple[str, ...]
    counts: Numbers
    percent: bool

    @property
    def n_docs(self) -> float:
        """Documents in all; those of several groups are added up."""
        return float(np.nansum(self.counts))

    def values(self) -> Numbers:
        """Every value of every series."""
        return np.concatenate([line.value for line in self.series])


def read(table: pd.DataFrame, *, value: str | Sequence[str], by: str | None) -> Lines | None:
    """The series of a table, or nothing where it has no rows."""
    measures = _measures(value)
    needed = dict.fromkeys(["period", "n_docs", *measures, *([by] if by else [])])
    table = checked(table, needed, row="period").reset_index(drop=True)
    if not len(table):
        return None
    when = dates(table, "period")
    table = table.assign(period=when)
    keys = _keys(table, measures, by)
    time = calendar(when, every=table.attrs.get("every"))
    place = time.starts.get_indexer(pd.DatetimeIndex(when))
    _once(table, keys)
    groups = _groups(table, keys)
    _not_too_many(groups, measures, keys)
    columns = [(name, rows, measure) for name, rows in groups for measure in measures]
    series = tuple(
        _series(
            table.loc[rows],
            place[rows],
            measure,
            len(time.starts),
            name or _called(measures, measure),
        )
        for name, rows, measure in columns
    )
    parts = _groups(table, [key for key in keys if key != "term"])
    counts = [
        _spread(numbers(table, "n_docs")[rows], place[rows], len(time.starts)) for _, rows in parts
    ]
    percent = all(measure in PERCENT for measure in measures)
    return Lines(time, series, tuple(name for name, _ in parts), np.array(counts), percent)


def _measures(value: str | Sequence[str]) -> list[str]:
    measures = [value] if isinstance(value, str) else list(value)
    if not 1 <= len(measures) <= 2 or not all(isinstance(name, str) for name in measures):
        raise ArgumentError(f"`value` must be a column or a list of two columns (got {value!r}).")
    return measures


def _keys(table: pd.DataFrame, measures: list[str], by: str | None) -> list[str]:
    """The columns that tell lines apart: `by`, the term, and any other that is no measure."""
    if by is not None:
        return [by, *(["term"] if "term" in table and by != "term" else [])]
    own = KNOWN | {*measures, *(f"{name}_{end}" for name in measures for end in ("lower", "upper"))}
    others = [name for name in table.columns if name not in own and not name.startswith("n_")]
    if table["period"].duplicated().any():
        return [name for name in others if not pd.api.types.is_float_dtype(table[name])]
    texts = [name for name in others if not pd.api.types.is_numeric_dtype(table[name])]
    return [name for name in texts if len(table[name].drop_duplicates()) == 1]


def _groups(table: pd.DataFrame, keys: list[str]) -> list[tuple[str, npt.NDArray[np.int64]]]:
    """Each line's name and rows, in the order of the table; a term counts its documents once."""
    if not keys:
        return [("", np.flatnonzero(~table["period"].duplicated()))]
    found = table.groupby(keys, sort=False, dropna=False).indices
    named = []
    for key, index in found.items():
        rows = np.asarray(index, dtype=np.int64)
        parts = key if isinstance(key, tuple) else (key,)
        name = " · ".join("(none)" if pd.isna(part) else clean(part) for part in parts)
        once = ~table["period"].iloc[rows].duplicated().to_numpy()
        named.append((name or "(none)", rows[once]))
    return sorted(named, key=lambda pair: int(pair[1][0]))


def _once(table: pd.DataFrame, keys: list[str]) -> None:
    again = table.duplicated(["period", *keys])
    if again.any():
        first = table["period"][again].iloc[0].date()
        told = f"a period and {', '.join(repr(key) for key in keys)}" if keys else "a period"
        raise ColumnError(
            f"More than one row for {told} (first at {first}); `by=` names the column "
            "that tells the lines apart."
        )


def _not_too_many(
    groups: Sequence[tuple[str, object]], measures: list[str], keys: list[str]
) -> None:
    column = " and ".join(repr(key) for key in keys)
    if len(groups) > MOST:
        raise ArgumentError(
            f"A chart tells at most {MOST} lines apart (got {len(groups)} by {column}). "
            f"Keep the {MOST} that matter, or draw one chart each."
        )
    if len(groups) > 1 and len(measures) > 1:
        raise ArgumentError(
            f"Two values need a table of one line (got {len(groups)} by {column}). "
            "Draw one value, or one chart each."
        )


def _called(measures: list[str], measure: str) -> str:
    """Two values are told apart by name; one alone is named by the subtitle."""
    return NAMES.get(measure, measure.replace("_", " ")) if len(measures) > 1 else ""


def _series(
    table: pd.DataFrame, place: npt.NDArray[np.int64], measure: str, size: int, name: str
) -> Series:
    value = numbers(table, measure)
    masked = flags(table, "masked", default=False)
    value = np.where(masked, np.nan, value)
    low, high = _bounds(table, measure, value)
    columns = (value, low, high, numbers(table, "n_docs"))
    at = [_spread(column, place, size) for column in columns]
    complete = np.ones(size, dtype=bool)
    complete[place] = flags(table, "complete", default=True)
    return Series(name, at[0], at[1], at[2], at[3], complete)


def _bounds(table: pd.DataFrame, measure: str, value: Numbers) -> tuple[Numbers, Numbers]:
    """The measure's own bounds, else lower and upper where they enclose it everywhere."""
    none = np.full(len(table), np.nan)
    own = (f"{measure}_lower", f"{measure}_upper")
    pair = own if set(own) <= set(table.columns) else ("lower", "upper")
    if not set(pair) <= set(table.columns) or (pair != own and measure == "balanced"):
        return none, none
    low, high = numbers(table, pair[0]), numbers(table, pair[1])
    outside = (low > value + 1e-9) | (high < value - 1e-9)
    known = np.isfinite(value)
    if outside.any():
        return none, none
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _spread(values: Numbers, place: npt.NDArray[np.int64], size: int) -> Numbers:
    spread = np.full(size, np.nan)
    spread[place] = values
    return spread
