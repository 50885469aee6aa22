"""Parts of a report that appear only where there is something to show."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from IPython.display import display

from analysis.errors import missing_columns
from analysis.reporting.prose import Sentence
from analysis.reporting.recorder import record

NEEDED = ["n_docs", "mean", "difference", "lower", "upper"]


def show(*parts: object, when: bool = True) -> None:
    """The parts below each other, or nothing at all; a text is Markdown.

    For sections that a short collection cannot fill: a heading over an empty chart misleads.

    >>> show("## How much", when=False)
    """
    for part in parts if when else ():
        display(Sentence(part) if isinstance(part, str) else part)  # type: ignore[no-untyped-call]  # IPython ships no types for it


def finding(
    name: str, compared: pd.DataFrame, *, unit: str, evidence: Mapping[str, object]
) -> None:
    """Records what trends.compare found: the value now, and its difference from the usual one.

    Two entries of results.json: `name` and `name_difference`, the second with its interval.
    Nothing is recorded of an empty comparison.

    Raises:
        ColumnError: for a table that trends.compare did not make.
    """
    lacking = [column for column in NEEDED if column not in compared]
    if lacking:
        raise missing_columns(lacking, compared.columns)
    for row in compared.head(1).to_dict("records"):
        known = {"unit": unit, "n_docs": row["n_docs"], "evidence": dict(evidence)}
        record(name, row["mean"], **known)
        bounds = {"lower": row["lower"], "upper": row["upper"]}
        record(f"{name}_difference", row["difference"], **bounds, **known)
