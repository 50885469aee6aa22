"""Rows with a name and a bar or a dot each: what word shifts, trees and keyness are drawn as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from analysis.charts.figure import Chart
from analysis.charts.scale import Scale, scale, ticks
from analysis.charts.sheet import room, sheet
from analysis.charts.style import BASE, COLORS, FAINT, FOOT, GRAY, INK, MARGIN, WIDTH
from analysis.charts.words import fit, width

UP, DOWN, PLAIN = COLORS[0], COLORS[1], GRAY
ROW = 0.2  # inches a row takes
INDENT = 9.0  # points a level stands to the right of the one above
_NAME = 190.0  # points a name with its note may take
_LEAST = 95.0  # of it for the name, whatever stands after it
_TICKS = 0.25
_AIR = 0.04  # of the axis, beyond the outermost mark


@dataclass(frozen=True)
class Row:
    """One row: its name, a value from zero, and how it is drawn.

    note: in gray after the name; low and high: an interval, where there is one; open: a hatched
    bar, a hollow dot; level: how far the name is indented; bold: a total.
    """

    name: str
    value: float
    note: str = ""
    low: float = np.nan
    high: float = np.nan
    color: str = PLAIN
    open: bool = False
    level: int = 0
    bold: bool = False


def drawn(
    title: str, subtitle: str, rows: Sequence[Row], *, foot: Sequence[str], alt: str, dots: bool,
    breaks: Sequence[int] = (), signed: bool = True,
) -> Chart:  # fmt: skip
    """The rows from top to bottom, `breaks` the rows that a line of air goes before."""
    written = written_for(rows)
    shown = [_names(row) for row in rows]
    reach = max(
        width(name, size=BASE, weight="bold" if row.bold else "normal") + width(note, size=FOOT)
        + row.level * INDENT
        for row, (name, note) in zip(rows, shown, strict=True)
    )  # fmt: skip
    left = MARGIN + reach / 72 + 0.12
    deep = ROW * (len(rows) + 0.5 * len(breaks))
    made = sheet(title, subtitle, foot=foot, body=deep + _TICKS, height=0, alt=alt)
    axes = made.axes(left, made.bottom + _TICKS, WIDTH - left - MARGIN, deep)
    places = np.arange(len(rows)) + 0.5 * np.searchsorted(breaks, np.arange(len(rows)), "right")
    axes.set_ylim(places[-1] + 0.5, -0.5)
    axes.set_yticks([])
    low, high = _limits(axes, rows, written, signed=signed)
    axes.set_xlim(low, high)
    grid = ticks(low, high, most=5, percent=written.percent)
    axes.set_xticks([where for where, _ in grid], [label for _, label in grid])
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)
    axes.grid(axis="x", color=FAINT)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=3, label="zero")
    for place, row, (name, note) in zip(places, rows, shown, strict=True):
        (_dot if dots else _bar)(axes, float(place), row)
        _value(axes, float(place), row, written, signed=signed)
        _name(axes, float(place), row, name, note, reach)
    return made.chart


def written_for(rows: Sequence[Row]) -> Scale:
    """As many digits as tell the smaller half of the rows apart."""
    values = np.array([row.value for row in rows])
    known = np.abs(values[np.isfinite(values)])
    return scale(np.array([0.0, float(np.median(known)) if len(known) else 0.0]))


def signed_text(value: float, written: Scale) -> str:
    """The number with its sign, plus as well as minus."""
    text = written.text(value)
    return f"+{text}" if value > 0 and any(letter in "123456789" for letter in text) else text


def _names(row: Row) -> tuple[str, str]:
    note = f"  {row.note}" if row.note else ""
    space = max(_NAME - row.level * INDENT - width(note, size=FOOT), _LEAST)
    return fit(row.name, space, size=BASE, weight="bold" if row.bold else "normal"), note


def _ends(row: Row) -> tuple[float, float]:
    every = np.array([0.0, row.value, row.low, row.high])
    known = every[np.isfinite(every)]
    return float(known.min()), float(known.max())


def _limits(
    axes: Axes, rows: Sequence[Row], written: Scale, *, signed: bool
) -> tuple[float, float]:
    """From the leftmost to the rightmost mark, with room for the numbers beside them."""
    ends = np.array([_ends(row) for row in rows])
    low, high = float(ends[:, 0].min()), float(ends[:, 1].max())
    if low == high:
        low, high = -1.0, 1.0
    said = [signed_text(row.value, written) if signed else written.text(row.value) for row in rows]
    air = (max(width(text, size=FOOT) for text in said) + 8) / max(room(axes)[0], 1.0)
    air = min(air, 0.3)
    left = air if any(_leftward(row) for row in rows) else _AIR
    right = air if any(not _leftward(row) for row in rows) else _AIR
    span = (high - low) / max(1 - left - right, 0.2)
    return low - left * span, high + right * span


def _leftward(row: Row) -> bool:
    return row.value < 0


def _bar(axes: Axes, place: float, row: Row) -> None:
    if not np.isfinite(row.value):
        return
    look: dict[str, Any] = (  # Any: what matplotlib takes of a patch
        {"facecolor": "white", "edgecolor": row.color, "hatch": "//////", "hatchcolor": row.color}
        if row.open
        else {"facecolor": row.color, "edgecolor": row.color}
    )
    axes.barh(
        place, row.value, height=0.72, linewidth=0.8, zorder=2, label="bar",
        alpha=1.0 if row.bold or not row.level else 0.75, **look,
    )  # fmt: skip
    if np.isfinite(row.low) and np.isfinite(row.high):
        axes.plot(
            [row.low, row.high], [place, place], color=INK, linewidth=1.1, zorder=4,
            label="interval",
        )  # fmt: skip


def _dot(axes: Axes, place: float, row: Row) -> None:
    if np.isfinite(row.low) and np.isfinite(row.high):
        axes.plot(
            [row.low, row.high], [place, place], color=row.color, linewidth=1.8, alpha=0.5,
            zorder=2, label="interval", solid_capstyle="butt",
        )  # fmt: skip
    axes.plot(
        [row.value], [place], marker="o", markersize=5.5, color=row.color, zorder=4,
        markerfacecolor="white" if row.open else row.color, linestyle="none", label="dot",
    )  # fmt: skip


def _value(axes: Axes, place: float, row: Row, written: Scale, *, signed: bool) -> None:
    low, high = _ends(row)
    left = _leftward(row)
    axes.annotate(
        signed_text(row.value, written) if signed else written.text(row.value),
        (low if left else high, place), (-5 if left else 5, 0), textcoords="offset points",
        ha="right" if left else "left", va="center_baseline", fontsize=FOOT,
        color=INK, weight="bold" if row.bold else "normal", label="value label",
    )  # fmt: skip


def _name(axes: Axes, place: float, row: Row, name: str, note: str, reach: float) -> None:
    """The name at the left edge of its level, its note in gray after it."""
    start = -reach - 6 + row.level * INDENT
    weight = "bold" if row.bold else "normal"
    for words, shift, size, color, thick in (
        (name, start, BASE, INK, weight),
        (note, start + width(name, size=BASE, weight=weight), FOOT, GRAY, "normal"),
    ):
        if words:
            axes.annotate(
                words, (0, place), (shift, 0), xycoords=axes.get_yaxis_transform(),
                textcoords="offset points", ha="left", va="center_baseline", color=color,
                fontsize=size, weight=thick, label="name", annotation_clip=False,
            )  # fmt: skip
