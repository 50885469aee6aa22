"""A change and what it is made of: indented bars, the largest branches first."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.charts import rows as drawing
from analysis.charts.figure import Chart
from analysis.charts.rows import DOWN, PLAIN, UP, Row, signed_text, written_for
from analysis.charts.scale import scale
from analysis.charts.sheet import blank, sourced
from analysis.charts.style import house
from analysis.charts.tables import Numbers, checked, numbers, words
from analysis.charts.words import clean
from analysis.errors import ArgumentError, ColumnError

_COLUMNS = ["node", "parent", "level", "name", "contribution"]
_MOVED = "moved"
_NOTHING = "No change to explain."
_PARTS = {
    "within": "tone within groups", "mix": "shares of groups", "entering": "groups that came",
    "leaving": "groups that left",
}  # fmt: skip
_NOTES = {"story": "story", "article": "article"}


def tree(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    n: int = 24,
    source: str | None = None,
) -> Chart:
    """A chart of a change and its branches down to articles, each bar the sum of those below it.

    `table` is that of why.tree, one row a node: node, parent, level, name, contribution. Of all
    branches the `n` largest are drawn, each below the one it is part of; what is not drawn of a
    branch is told beside it. A change that attrs["verdict"] does not call "moved" is not drawn:
    the chart says so, and how large it was.

    Raises:
        ColumnError: for columns that are missing or of another kind, or a tree without its root.
        ArgumentError: for n below 1.

    >>> table = pd.DataFrame({"node": [0, 1, 2], "parent": [None, 0, 0], "level": ["change",
    ...     "part", "part"], "name": ["change", "within", "mix"],
    ...     "contribution": [-0.3, -0.4, 0.1]})
    >>> print(tree(table, title="Darker within sources").alt)
    Tree of a change of −0.30: tone within groups −0.40, shares of groups +0.10.
    """
    words(title=title, subtitle=subtitle, source=source)
    if n < 1:
        raise ArgumentError(f"`n` must be 1 or more (got {n}).")
    table = checked(table, _COLUMNS, row="node")
    if table.attrs.get("verdict", _MOVED) != _MOVED or not len(table):
        return _refused(table, title, subtitle, source)
    values = numbers(table, "contribution")
    nodes = {int(node): place for place, node in enumerate(table["node"])}
    parents = [None if pd.isna(parent) else int(parent) for parent in table["parent"]]
    roots = [place for place, parent in enumerate(parents) if parent is None]
    if len(roots) != 1 or any(p is not None and p not in nodes for p in parents):
        raise ColumnError(
            f"Column 'parent' must name a node of the table, and be missing for one (got"
            f" {len(roots)} without a parent)."
        )
    below: dict[int, list[int]] = {}
    for place, parent in enumerate(parents):
        if parent is not None and values[place] != 0:
            below.setdefault(nodes[parent], []).append(place)
    level = table["level"].astype(str).to_numpy(object)
    # The only article of a story says the same again.
    below = {
        place: children
        for place, children in below.items()
        if not (len(children) == 1 and level[children[0]] == "article")
    }
    kept = _largest(roots[0], below, values, n)
    with house():
        rows = list(_rows(table, values, roots[0], below, kept))
        said = subtitle if subtitle is not None else "What the difference of mean tone is made of"
        return drawing.drawn(
            title, said, rows, foot=sourced(source, _counted(table), *_notes(table, rows)),
            alt=_told(rows), dots=False, breaks=[1],
        )  # fmt: skip


def _largest(root: int, below: dict[int, list[int]], values: Numbers, n: int) -> set[int]:
    """The n largest nodes whose parent is drawn too."""
    kept = {root}
    queue = [(-abs(values[child]), child) for child in below.get(root, ())]
    heapq.heapify(queue)
    while queue and len(kept) <= n:
        _, place = heapq.heappop(queue)
        kept.add(place)
        for child in below.get(place, ()):
            heapq.heappush(queue, (-abs(values[child]), child))
    return kept


def _rows(
    table: pd.DataFrame, values: Numbers, root: int, below: dict[int, list[int]], kept: set[int]
) -> Iterable[Row]:
    stack = [(root, 0)]
    while stack:
        place, level = stack.pop()
        children = below.get(place, [])
        shown = [child for child in children if child in kept]
        shown.sort(key=lambda child: (-abs(values[child]), child))
        hidden = len(children) - len(shown)
        one = table.iloc[place]
        value = float(values[place])
        color = UP if value > 0 else DOWN if value < 0 else PLAIN
        note = _NOTES.get(str(one["level"]), "")
        if shown and hidden:
            rest = value - float(values[shown].sum())
            few = scale(np.array([0.0, abs(rest)]))
            note = f"+ {hidden:,} more, {signed_text(rest, few)}"
        name = clean(_PARTS.get(str(one["name"]), one["name"]) if level == 1 else one["name"])
        yield Row(name, value, note=note, color=color, level=level, bold=not level)
        stack += [(child, level + 1) for child in reversed(shown)]


def _refused(table: pd.DataFrame, title: str, subtitle: str | None, source: str | None) -> Chart:
    verdict = table.attrs.get("verdict")
    ends = [table.attrs.get(name, np.nan) for name in ("difference", "lower", "upper")]
    said = _NOTHING
    if len(table) and verdict is not None:
        written = scale(np.array([end for end in ends if np.isfinite(end)]))
        known = np.isfinite(ends).all()
        span = f" ({written.text(ends[1])} to {written.text(ends[2])})" if known else ""
        why = f"is {verdict}" if known else "rests on too few documents to tell"
        said = f"Not drawn: a change of {signed_text(ends[0], written)}{span} {why}."
    with house():
        return blank(
            title, subtitle, source, told=f"Tree without branches. {said}", words=said,
            total=_counted(table),
        )  # fmt: skip


def _counted(table: pd.DataFrame) -> str:
    n = [table.attrs.get(f"n_docs_{side}") for side in ("before", "after")]
    if None in n:
        return f"n = {len(table):,} nodes."
    return f"n = {n[0]:,} documents before, {n[1]:,} after."


def _notes(table: pd.DataFrame, rows: list[Row]) -> list[str]:
    ends = [table.attrs.get(name, np.nan) for name in ("difference", "lower", "upper")]
    written = scale(np.array([end for end in ends if np.isfinite(end)]))
    span = f"Interval of the change: {written.text(ends[1])} to {written.text(ends[2])}."
    return [
        span if np.isfinite(ends).all() else "",
        "Each bar is the sum of its branches." if len(rows) > 1 else "",
    ]


def _told(rows: list[Row]) -> str:
    written = written_for(rows)
    parts = [row for row in rows if row.level == 1]
    deep = [row for row in rows if row.level > 1]
    deep.sort(key=lambda row: (-abs(row.value), row.name))
    each = ", ".join(f"{row.name} {signed_text(row.value, written)}" for row in parts)
    most = "; ".join(f"{row.name} {signed_text(row.value, written)}" for row in deep[:5])
    told = f"Tree of a change of {signed_text(rows[0].value, written)}: {each or 'no parts'}."
    return told + (f" Largest below: {most}." if most else "")
