"""The sheet a chart is printed on: title on top, source and n at the foot, room between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.charts.figure import Chart
from analysis.charts.scale import count
from analysis.charts.style import FOOT, GRAY, HEIGHT, INK, MARGIN, STRIP, SUBTITLE, TITLE, WIDTH
from analysis.charts.words import fit, wrap

_FULL = (WIDTH - 2 * MARGIN) * 72  # points a line of text may take
_LEADING = 1.32  # line to line, over type size
NOTHING = "No documents in this span."


@dataclass(frozen=True)
class Sheet:
    """A chart with its words in place, and the room left, in inches from the lower edge."""

    chart: Chart
    bottom: float
    top: float

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Axes at a place in inches."""
        wide, high = self.chart.get_size_inches()
        place = (left / wide, bottom / high, width / wide, height / high)
        return self.chart.add_axes(place)

    def text(
        self, x: float, y: float, words: str, *, size: float = FOOT, color: str = GRAY,
        weight: str = "normal",
    ) -> None:  # fmt: skip
        """Words with their baseline at a place in inches."""
        wide, high = self.chart.get_size_inches()
        self.chart.text(x / wide, y / high, words, fontsize=size, color=color, weight=weight)


def sheet(
    title: str,
    subtitle: str,
    *,
    foot: Sequence[str],
    key: Sequence[str] = (),
    body: float,
    alt: str,
    height: float = HEIGHT,
) -> Sheet:
    """A sheet with at least so many inches of body; it grows where its words need more."""
    heads = _lines(title, TITLE, INK, "bold", 2) + _lines(subtitle, SUBTITLE, GRAY, "normal", 2)
    feet = [line for words in foot for line in _lines(words, FOOT, GRAY, "normal", 3)]
    depth = -(-len(key) // _columns(key)) * _step(FOOT)
    above = MARGIN + sum(_step(size) for _, size, _, _ in heads) + 0.1
    below = MARGIN + len(feet) * _step(FOOT) + (depth + 0.06 if key else 0)
    high = max(height, above + body + below)
    made = Sheet(Chart(size=(WIDTH, high), alt=alt), below, high - above)
    y = high - MARGIN
    for words, size, color, weight in heads:
        y -= _step(size)
        made.text(MARGIN, y + size * 0.25 / 72, words, size=size, color=color, weight=weight)
    y = MARGIN + len(feet) * _step(FOOT)
    _key(made, key, y + depth + 0.06)
    for words, size, color, _ in feet:
        y -= _step(size)
        made.text(MARGIN, y + size * 0.25 / 72, words, size=size, color=color)
    return made


def room(axes: Axes) -> tuple[float, float]:
    """Width and height of axes in points."""
    wide, high = axes.get_figure(root=True).get_size_inches()  # type: ignore[union-attr]
    place = axes.get_position()
    return place.width * wide * 72, place.height * high * 72


def sourced(source: str | None, total: str, *notes: str) -> list[str]:
    """The foot: source and n, then how to read what the chart has drawn."""
    named = f"Source: {source.rstrip('. ')}. " if source and source.strip() else ""
    said = " ".join(note for note in notes if note)
    return [words for words in (f"{named}{total}", said) if words]


def documents(number: float, noun: str = "document") -> str:
    """So many documents, in words.

    >>> documents(1), documents(1200)
    ('1 document', '1,200 documents')
    """
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def nothing(axes: Axes, words: str = NOTHING) -> None:
    """Say in the middle of axes that there is nothing to draw."""
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", color=GRAY,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 4},
    )  # fmt: skip


def blank(
    title: str, subtitle: str | None, source: str | None, *, told: str,
    words: str = NOTHING, total: str = "n = 0 documents.",
) -> Chart:  # fmt: skip
    """A sheet that says there is nothing to draw."""
    made = sheet(
        title, subtitle or "", foot=sourced(source, total), body=1.2, alt=told,
        height=2.4,
    )  # fmt: skip
    wide, high = WIDTH - 2 * MARGIN, made.top - made.bottom - 0.1
    axes = made.axes(MARGIN, made.bottom + 0.1, wide, high)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_facecolor(STRIP)
    nothing(axes, words)
    return made.chart


def _step(size: float) -> float:
    return size * _LEADING / 72


def _lines(
    words: str, size: float, color: str, weight: str, most: int
) -> list[tuple[str, float, str, str]]:
    wrapped = wrap(words, _FULL, lines=most, size=size, weight=weight)
    return [(line, size, color, weight) for line in wrapped]


def _columns(key: Sequence[str]) -> int:
    """Few entries have room for whole sentences."""
    return 1 if len(key) <= 2 else 2 if len(key) <= 10 else 3


def _key(made: Sheet, key: Sequence[str], top: float) -> None:
    """The entries of a key in columns, read downward."""
    columns = _columns(key)
    deep, wide = -(-len(key) // columns), _FULL / columns
    for place, words in enumerate(key):
        column, row = divmod(place, deep)
        y = top - (row + 1) * _step(FOOT) + FOOT * 0.25 / 72
        made.text(MARGIN + column * wide / 72, y, fit(words, wide - 10, size=FOOT), color=GRAY)
