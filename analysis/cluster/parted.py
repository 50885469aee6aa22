"""How each measure is made of parts: what a part gives, how parts add up, how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple  # what a part gives is known to its own measure alone

import pandas as pd

from analysis.errors import ArgumentError, listed
from analysis.measures import concordance, counted, daily, frequency, tone

Measure = Callable[..., pd.DataFrame]


class Parted(NamedTuple):
    """A measure in three steps, each taking its options.

    part: what a corpus, whole or not, gives; added: what several of these are together, in the
    form of one; table: the measure's table of it. On a whole corpus the measure is
    table(part(corpus)), so that parts cannot differ from it.
    """

    part: Callable[..., Any]
    added: Callable[[Sequence[Any]], Any]
    table: Callable[..., pd.DataFrame]


def parted(measure: object) -> Parted:
    """The steps of a measure.

    Raises:
        ArgumentError: for anything that is not made of parts.
    """
    for known, steps in PARTED.items():
        if known is measure:
            return steps
    names = [f"{each.__module__.rpartition('.')[2]}.{each.__name__}" for each in PARTED]
    found = getattr(measure, "__name__", repr(measure))
    home = getattr(measure, "__module__", "").rpartition(".")[2]
    raise ArgumentError(
        f"`measure` must be one of {listed(names, shown=20)} (got"
        f" {f'{home}.{found}' if home else found}); what compares documents with each other needs"
        " the whole corpus."
    )


def _rows(measure: Measure) -> Parted:
    """A measure whose rows depend on one document each."""
    return Parted(measure, _stacked, _same)


def _stacked(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All rows, by date and document as in a corpus; those of a document in their order."""
    if len(tables) == 1:
        return tables[0]
    rows = pd.concat(tables, ignore_index=True)
    return rows.sort_values(["date", "doc_id"], kind="stable", ignore_index=True)


def _sampled(
    rows: pd.DataFrame, *_: object, sample: int | None = None, seed: int = 0, **__: object
) -> pd.DataFrame:
    """Of the samples of all parts the lines that the whole would have drawn."""
    if sample is None or sample >= len(rows):
        return rows
    chosen = concordance.drawn(rows["doc_id"], rows["start"].to_numpy(), sample, seed)
    return rows.iloc[chosen].reset_index(drop=True)


def _same(rows: pd.DataFrame, *_: object, **__: object) -> pd.DataFrame:
    return rows


PARTED: Mapping[Measure, Parted] = {
    tone.score: _rows(tone.score),
    tone.vader: _rows(tone.vader),
    tone.contributions: _rows(tone.contributions),
    frequency.count: Parted(counted.part, counted.added, counted.table),
    frequency.trend: Parted(daily.part, daily.added, daily.table),
    frequency.presence: _rows(frequency.presence),
    concordance.lines: Parted(concordance.lines, _stacked, _sampled),
}
