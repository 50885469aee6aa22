"""What a change of a mean is made of: tone inside groups, and which groups wrote."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.stats import t_interval
from analysis.trends.documents import Codes, Values, per_document
from analysis.trends.points import both_sides

PARTS = ("within", "mix", "entering", "leaving")
COLUMNS = ("part", "group", "contribution", "lower", "upper")


class Side(NamedTuple):
    """One side's documents by group code, and their shares and means by group."""

    value: Values
    group: Codes
    story: Codes
    n: Values
    share: Values
    mean: Values
    total: float

    def influence(self, group: int, on_share: float, on_mean: float, on_total: float) -> Values:
        """How each document moves a figure with these slopes on share, mean and total mean."""
        mine = self.group == group
        n, all_docs = self.n[group], len(self.value)
        out = on_total * (self.value - self.total) / all_docs
        out += on_share * (mine - self.share[group]) / all_docs
        if n > 1 and on_mean:  # n / (n - 1): deviations are from the group's own mean
            own = np.sqrt(n / (n - 1)) / n
            out[mine] += on_mean * (self.value[mine] - self.mean[group]) * own
        return out


def decompose(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    by: str = "source",
    value: str = "score",
    level: float = 0.95,
) -> pd.DataFrame:
    """What the change from one score table to another is made of; one row per part and group.

    Columns: part ("within", "mix", "entering", "leaving"), group (of `by`), contribution, lower,
    upper (unit of `value`). Contributions add up to mean(after) - mean(before) to rounding.

    For a group on both sides: within = (p0 + p1) / 2 (m1 - m0), mix = (p1 - p0)((m0 + m1) / 2 -
    M), p its shares of documents, m its means, M the mean of the two sides' means (Kitagawa 1955).
    A group on one side only: entering = p1 (m1 - M), leaving = -p0 (m0 - M). So a group that
    gains share counts by how far its tone lies from all others. Bounds: linearized, on the sums
    over stories, Student's t; missing where a group has one document on a side that it is on.

    Not to be read for a change inside the noise (`trends.compare`): every change has parts.

    Raises ArgumentError for documents on both sides, and as `by_period` does; ColumnError for
    missing columns. Without documents on both sides the table is empty.

    >>> def scores(day, source, score):
    ...     ids = [f"{day}-{at}" for at in range(len(score))]
    ...     return pd.DataFrame({"doc_id": ids, "story_id": ids, "source": source,
    ...                          "date": day, "score": score})
    >>> found = decompose(scores("2019-06-01", ["A", "A", "B", "B"], [0.0, 0.2, 0.6, 0.4]),
    ...                   scores("2019-07-01", ["A", "A", "A", "B"], [0.1, 0.3, 0.2, 0.5]))
    >>> print(found[["part", "group", "contribution"]].round(4).to_string(index=False))
      part group  contribution
    within     A        0.0625
    within     B        0.0000
       mix     A       -0.0344
       mix     B       -0.0531
    """
    t_interval(0, 0, 1, level=level)  # refuses a wrong level before any work
    joined = both_sides(before, after)
    documents = per_document(joined, value=value, by=by, span=None, taken=COLUMNS)
    later = pd.Index(after["doc_id"].astype("str"))
    is_after = np.asarray(pd.Index(documents.doc_id).astype("str").isin(later))
    if not len(documents.value) or is_after.all() or not is_after.any():
        return _table([], [], np.zeros((0, 3)))
    named = documents.groups[by]
    names = ["(none)" if pd.isna(name) else str(name) for name in named.tolist()]
    sides = [
        _side(documents.value[at], documents.group[at], documents.story[at], len(names))
        for at in (~is_after, is_after)
    ]
    rows = [
        (part, name, *_bounded(sides, group, part, level))
        for group, name in enumerate(names)
        for part in _parts(sides, group)
    ]
    rows.sort(key=lambda row: (PARTS.index(str(row[0])), str(row[1])))
    numbers = np.array([row[2:] for row in rows], dtype=np.float64).reshape(-1, 3)
    return _table([str(row[0]) for row in rows], [str(row[1]) for row in rows], numbers)


def _side(value: Values, group: Codes, story: Codes, n_groups: int) -> Side:
    n = np.bincount(group, minlength=n_groups).astype(np.float64)
    mean = np.divide(np.bincount(group, value, n_groups), n, out=np.zeros(n_groups), where=n > 0)
    story = np.unique(story, return_inverse=True)[1]  # once, not for each part
    return Side(value, group, story, n, n / len(value), mean, float(value.mean()))


def _parts(sides: list[Side], group: int) -> tuple[str, ...]:
    old, new = (bool(side.n[group]) for side in sides)
    if old and new:
        return PARTS[:2]
    return PARTS[2:3] if new else PARTS[3:]


def _bounded(sides: list[Side], group: int, part: str, level: float) -> tuple[float, ...]:
    """A contribution and its bounds, from its slopes on each side's share, mean and total."""
    old, new = sides
    (p0, m0), (p1, m1) = ((side.share[group], side.mean[group]) for side in sides)
    middle = (old.total + new.total) / 2
    if part == "within":
        contribution, slopes = (p0 + p1) / 2 * (m1 - m0), _within(p0, p1, m0, m1)
    else:
        far = {"mix": (m0 + m1) / 2, "entering": m1, "leaving": m0}[part] - middle
        gain = p1 - p0
        of_mean = {"mix": (gain / 2, gain / 2), "entering": (0.0, gain), "leaving": (gain, 0.0)}
        a, b = of_mean[part]
        contribution = gain * far
        slopes = ((-far, a, -gain / 2), (far, b, -gain / 2))
    if any(side.n[group] == 1 for side in sides):
        return contribution, np.nan, np.nan
    variance, df = 0.0, 0.0
    for side, slope in zip(sides, slopes, strict=True):
        influence = side.influence(group, *slope)
        sums = np.bincount(side.story, influence)
        if len(sums) < 2:
            return contribution, np.nan, np.nan
        variance += float(sums @ sums)
        df += len(sums) - 1
    lower, upper = t_interval(contribution, variance, df, level=level)
    return contribution, float(lower), float(upper)


def _within(p0: float, p1: float, m0: float, m1: float) -> tuple[tuple[float, ...], ...]:
    moved, share = (m1 - m0) / 2, (p0 + p1) / 2
    return (moved, -share, 0.0), (moved, share, 0.0)


def _table(parts: list[str], groups: list[str], numbers: Values) -> pd.DataFrame:
    columns = {name: numbers[:, at] for at, name in enumerate(COLUMNS[2:])}
    return pd.DataFrame(
        {"part": pd.Series(parts, dtype="str"), "group": pd.Series(groups, dtype="str")} | columns,
        columns=list(COLUMNS),
    )
