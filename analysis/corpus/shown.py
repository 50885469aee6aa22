"""What a corpus says of itself when it is shown."""

from __future__ import annotations

import pandas as pd

from analysis import html
from analysis.corpus.windows import Span


def line(documents: pd.DataFrame, n_problems: int, span: Span, name: str) -> str:
    """The corpus in one line of plain text."""
    facts = ", ".join(_facts(documents, n_problems, span))
    return f"<Corpus{f' {name!r}' if name else ''}: {facts}>"


def table(documents: pd.DataFrame, n_problems: int, span: Span, name: str) -> str:
    """The corpus as an HTML table of one row."""
    cells = [html.escape(fact) for fact in _facts(documents, n_problems, span)]
    return html.table(["documents", "days collected", "sources", "problems"], [cells], caption=name)


def _facts(documents: pd.DataFrame, n_problems: int, span: Span) -> list[str]:
    def said(n: int, name: str) -> str:
        return f"{n:,} {name}{'' if n == 1 else 's'}"

    first, last = (("none" if pd.isna(day) else f"{day:%Y-%m-%d}") for day in span)
    found = said(len(documents), "document"), f"{first} to {last}"
    return [*found, said(documents["source"].nunique(), "source"), said(n_problems, "problem")]
