"""Events on a time axis: thin lines, their labels in rows above the plot, or numbers and a key."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.calendar import Calendar, day
from analysis.charts.calendar import days as days_since
from analysis.charts.sheet import room
from analysis.charts.style import FOOT, GRAY, SOFT
from analysis.charts.tables import checked, dates
from analysis.charts.words import clean, fit, width

ROW = 0.155  # inches from one row of labels to the next
_ROWS = 3  # of labels; more would stand taller than they tell
_WIDEST = 125.0  # points; about 25 letters
_TRIES = 3_000  # steps of the search for places; dense clusters have none to find
_GAP = 5.0  # points of air between two labels
_LISTED = 24  # in the key at the foot
_PAD = 2.5  # points from a line to its label


@dataclass(frozen=True)
class Label:
    """Words in a row above the plot: where their line stands, where they start and end."""

    words: str
    at: float
    left: float
    right: float
    row: int


@dataclass(frozen=True)
class Marks:
    """Where the event lines stand, in matplotlib's days, and where their labels."""

    days: tuple[float, ...] = ()
    labels: tuple[Label, ...] = ()
    key: tuple[str, ...] = field(default=())

    @property
    def height(self) -> float:
        """Inches that the labels take above the plot."""
        rows = max((label.row for label in self.labels), default=-1) + 1
        return rows * ROW + (0.04 if rows else 0)


def place(events: pd.DataFrame | None, time: Calendar, points: float) -> Marks:
    """The events within the calendar, placed on an axis so many points wide.

    Labels are written out where they fit in three rows; else events are numbered and listed in
    a key, the first 24 of them.
    """
    if events is None:
        return Marks()
    table = checked(events, ["date", "label"], row="event", name="events")
    if not len(table):
        return Marks()
    when = dates(table, "date")
    inside = (when >= time.starts[0]) & (when < time.ends[-1])
    kept = pd.DataFrame({"date": when, "label": [clean(word) for word in table["label"]]})
    kept = kept[inside].sort_values(["date", "label"], kind="stable").drop_duplicates()
    days = [float(number) for number in days_since(pd.DatetimeIndex(kept["date"]))]
    start, span = time.left[0], time.right[-1] - time.left[0]
    across = [(number - start) / span * points for number in days]
    labels = _written(list(kept["label"]), across, points)
    if labels is not None:
        return Marks(tuple(days), labels)
    years = time.starts[0].year != time.starts[-1].year
    key = [
        f"{number}. {day(date) if years else day(date)[:-5]}: {label}"
        for number, (date, label) in enumerate(zip(kept["date"], kept["label"], strict=True), 1)
    ]
    more = [f"and {len(key) - _LISTED + 1} more"] if len(key) > _LISTED else []
    shown = key[: _LISTED - 1] if more else key
    return Marks(tuple(days), _numbered(across, points), (*shown, *more))


def draw(axes: Axes, marks: Marks) -> None:
    """Lines and labels onto axes whose x axis is the calendar."""
    wide, high = room(axes)
    short = [3.0] * len(marks.days)
    rises = short if marks.key else [label.row * ROW * 72 + 9 for label in marks.labels]
    for number, rise in zip(marks.days, rises, strict=True):
        axes.plot(
            [number, number], [0, 1 + rise / high], color=SOFT, linewidth=0.8, zorder=1.5,
            transform=axes.get_xaxis_transform(), clip_on=False, label="event",
        )  # fmt: skip
    for label in marks.labels:
        axes.text(
            label.left / wide, 1 + (label.row * ROW * 72 + 3) / high, label.words, fontsize=FOOT,
            color=GRAY, transform=axes.transAxes, label="event label",
        )  # fmt: skip


def _written(words: list[str], across: list[float], points: float) -> tuple[Label, ...] | None:
    """Labels beside their lines, or nothing where they do not fit."""
    choices = []
    for word, at in zip(words, across, strict=True):
        shown = fit(word, _WIDEST, size=FOOT)
        long = width(shown, size=FOOT)
        beside = [(at + _PAD, at + _PAD + long), (at - _PAD - long, at - _PAD)]
        choices.append(
            [
                Label(shown, at, left, right, row)
                for row in range(_ROWS)
                for left, right in beside
                if left >= 0 and right <= points
            ]
        )
    return _search(choices)


def _search(choices: list[list[Label]]) -> tuple[Label, ...] | None:
    """The first choice of labels, in the lowest rows, of which none runs into another."""
    done: list[Label] = []
    untried = [iter(choices[0])] if choices else []
    for _ in range(_TRIES):
        if len(done) == len(choices):
            return tuple(done)
        free = next((label for label in untried[-1] if _free(label, done)), None)
        if free is not None:
            done.append(free)
            if len(done) < len(choices):
                untried.append(iter(choices[len(done)]))
        elif done:
            untried.pop()
            done.pop()
        else:
            return None
    return None


def _free(label: Label, done: list[Label]) -> bool:
    """True where neither the words nor the line up to them run into another label."""
    for other in done:
        if other.row == label.row and (
            label.left < other.right + _GAP and other.left < label.right + _GAP
        ):
            return False
        if other.row < label.row and other.left - 1 < label.at < other.right + 1:
            return False
        if other.row > label.row and label.left - 1 < other.at < label.right + 1:
            return False
        if other.row == label.row and (
            other.left - 1 < label.at < other.right + 1
            or label.left - 1 < other.at < label.right + 1
        ):
            return False
    return True


def _numbered(across: list[float], points: float) -> tuple[Label, ...]:
    """Numbers above the lines; those that would touch are joined: 3–5."""
    groups: list[tuple[int, int]] = [(place, place) for place in range(len(across))]
    while True:
        labels = [_joined(across, first, last, points) for first, last in groups]
        touching = [
            place
            for place in range(len(labels) - 1)
            if labels[place].right + _GAP > labels[place + 1].left
        ]
        if not touching:
            return tuple(labels)
        place = touching[0]
        groups[place : place + 2] = [(groups[place][0], groups[place + 1][1])]


def _joined(across: list[float], first: int, last: int, points: float) -> Label:
    words = str(first + 1) if first == last else f"{first + 1}–{last + 1}"
    middle = (across[first] + across[last]) / 2
    long = width(words, size=FOOT)
    left = min(max(middle - long / 2, 0.0), points - long)
    return Label(words, -1.0, left, left + long, 0)
