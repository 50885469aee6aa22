"""How scores are spread: a dot a document, one group under the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import alt
from analysis.charts.figure import Chart
from analysis.charts.scale import Scale, count, scale, ticks
from analysis.charts.sheet import NOTHING, blank, room, sheet, sourced
from analysis.charts.style import BASE, COLORS, FOOT, GRAY, INK, MARGIN, SOFT, WIDTH, house
from analysis.charts.tables import Numbers, checked, numbers, words
from analysis.charts.words import clean, width, wrap
from analysis.errors import ArgumentError

THICK = 400  # documents beyond which single dots tell less than the shape they make
QUANTILES = 200  # dots that stand for a thicker group
_NAMES = 110.0  # points for the groups' names
_ROW = 1.05  # inches a group takes, at least
_TICKS = 0.25


def distribution(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    group: str = "group",
    value: str = "score",
    source: str | None = None,
) -> Chart:
    """A chart of two groups of scores, a dot a document, with the median and the mean of each.

    `table` has one row a document: the columns `group` (two different values, drawn in the order
    of the table, this period first and its baseline second) and `value`. Rows without a score
    are left out and counted. A group of more than 400 is drawn as 200 dots at its quantiles, and
    the foot says how many documents each stands for.

    Raises:
        ColumnError: for columns that are missing or of another kind.
        ArgumentError: for more than two groups.

    >>> scores = pd.DataFrame({"group": ["this week"] * 3 + ["before"] * 2,
    ...     "score": [-0.5, 0.0, 0.2, 0.1, 0.3]})
    >>> print(distribution(scores, title="This week was darker").alt)
    Dot plot of score by group. this week: n = 3, median 0.00, mean −0.10, from −0.50 to 0.20. \
before: n = 2, median 0.20, mean 0.20, from 0.10 to 0.30.
    """
    words(title=title, subtitle=subtitle, source=source)
    table = checked(table, [group, value], row="document")
    scores = numbers(table, value)
    known = np.isfinite(scores)
    names = table[group].astype("object").where(table[group].notna(), "(none)")
    found = list(names.drop_duplicates())
    if len(found) > 2:
        raise ArgumentError(
            f"A distribution compares two groups (got {len(found)} in {group!r}). "
            "Keep this period and its baseline."
        )
    groups = [(clean(name), np.sort(scores[known & (names == name).to_numpy()])) for name in found]
    with house():
        if not known.any():
            return blank(title, subtitle, source, told=f"Dot plot without data. {NOTHING}")
        said = subtitle if subtitle is not None else _said(value)
        foot = sourced(source, _total(groups, int((~known).sum())), _thinned(groups))
        return _drawn(groups, title, said, foot, alt.distribution(groups, value, _written(groups)))


def _drawn(
    groups: list[tuple[str, Numbers]], title: str, subtitle: str, foot: list[str], told: str
) -> Chart:
    every = np.concatenate([scores for _, scores in groups])
    written = _written(groups)
    named = [[*wrap(name, _NAMES, lines=2), f"n = {count(len(rows))}"] for name, rows in groups]
    left = MARGIN + max(width(line, size=BASE) for name in named for line in name) / 72 + 0.15
    made = sheet(title, subtitle, foot=foot, body=_ROW * len(groups) + _TICKS, alt=told)
    base = made.bottom + _TICKS
    axes = made.axes(left, base, WIDTH - left - MARGIN - 0.1, made.top - base)
    low, high = float(every.min()), float(every.max())
    margin = (high - low or abs(high) or 1.0) * 0.05
    axes.set_xlim(low - margin, high + margin)
    axes.set_ylim(len(groups), 0)
    grid = ticks(low - margin, high + margin, most=7)
    axes.set_xticks([where for where, _ in grid], [label for _, label in grid])
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.tick_params(axis="x", length=0)
    if low - margin <= 0 <= high + margin:
        axes.axvline(0, color=SOFT, linewidth=1, zorder=1, label="zero")
    for place, ((_, scores), lines) in enumerate(zip(groups, named, strict=True)):
        _group(axes, scores, lines, place, written)
    return made.chart


def _group(axes: Axes, scores: Numbers, lines: Sequence[str], place: int, written: Scale) -> None:
    middle, color = place + 0.5, COLORS[place]
    for at, words_ in enumerate(lines):
        axes.annotate(
            words_, (0, middle), (-8, (len(lines) / 2 - at - 0.8) * BASE * 1.25), ha="right",
            xycoords=axes.get_yaxis_transform(), textcoords="offset points", fontsize=BASE,
            color=GRAY if at == len(lines) - 1 else color, label="group label",
        )  # fmt: skip
    if not len(scores):
        return
    dots = quantiles(scores) if len(scores) > THICK else scores
    tall = room(axes)[1] / axes.get_ylim()[0]
    heights, size = _swarm(axes, dots, tall * 0.6)
    axes.plot(
        dots, middle + heights / tall, linestyle="none", marker="o", markersize=size, color=color,
        markeredgewidth=0, alpha=0.55, zorder=3, label="dots",
    )  # fmt: skip
    _centre(axes, "median", float(np.median(scores)), middle, written, tall)
    _centre(axes, "mean", float(np.mean(scores)), middle, written, tall)


def _swarm(axes: Axes, dots: Numbers, tall: float) -> tuple[Numbers, float]:
    """How far from the middle each dot stands, in points, and the size at which they all fit."""
    low, high = axes.get_xlim()
    across = (dots - low) / (high - low) * room(axes)[0]
    for size in (6.0, 5.0, 4.2, 3.5):
        column = np.round(across / size).astype(int)
        place = pd.Series(column).groupby(column).cumcount().to_numpy()
        if (place.max() + 1) * size <= tall:
            break
    # Alternately above and below; a stack that is still too tall is pressed together.
    ranks = np.where(place % 2, (place + 1) // 2, -(place // 2)).astype(float)
    fits = min(1.0, tall / ((place.max() + 1) * size))
    return ranks * size * fits, size * 0.92


def _centre(
    axes: Axes, name: str, value: float, middle: float, written: Scale, tall: float
) -> None:
    """The median as an upright line with its value above, the mean as a diamond below."""
    above = name == "median"
    reach = tall * 0.33
    axes.plot(
        [value, value], [middle - reach / tall, middle + reach / tall] if above else [middle] * 2,
        color=INK, linewidth=1.2, marker="none" if above else "D", markersize=5.5,
        markeredgecolor="white", zorder=5 if above else 6, label=name,
    )  # fmt: skip
    low, high = axes.get_xlim()
    wide = room(axes)[0]
    said = f"{name} {written.text(value)}"
    half = width(said, size=FOOT) / 2
    at = (value - low) / (high - low) * wide
    shift = max(half - at, 0.0) + min(wide - half - at, 0.0)
    axes.annotate(
        said, (value, middle), (shift, (reach + 2) * (1 if above else -1) - (0 if above else 6)),
        textcoords="offset points", ha="center", fontsize=FOOT, color=INK, label="value label",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8},
    )  # fmt: skip


def quantiles(scores: Numbers) -> Numbers:
    """The scores at 200 evenly spaced ranks (Kay et al. 2016).

    >>> quantiles(np.arange(1000.0))[:2]
    array([2.4975, 7.4925])
    """
    ranks = (np.arange(QUANTILES) + 0.5) / QUANTILES
    return np.asarray(np.quantile(scores, ranks), dtype=float)


def _written(groups: Sequence[tuple[str, Numbers]]) -> Scale:
    """Digits for the middle of the scores: medians and means lie closer than the ends."""
    return scale(np.quantile(np.concatenate([scores for _, scores in groups]), [0.1, 0.9]))


def _said(value: str) -> str:
    return f"{value.replace('_', ' ').capitalize()} of each document"


def _thinned(groups: Sequence[tuple[str, Numbers]]) -> str:
    """What a dot stands for, where it is not one document."""
    told = [
        f"{name}: a dot stands for {len(scores) / QUANTILES:.3g} documents."
        for name, scores in groups
        if len(scores) > THICK
    ]
    return " ".join(told)


def _total(groups: Sequence[tuple[str, Numbers]], without: int) -> str:
    n = sum(len(scores) for _, scores in groups)
    left_out = f"; {count(without)} without a score left out" if without else ""
    return f"n = {count(n)} document{'' if n == 1 else 's'}{left_out}."
