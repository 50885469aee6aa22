"""Words on a chart: cleaned of what a font cannot draw, measured, wrapped and cut to fit."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from analysis.charts.style import BASE, FAMILY

LONGEST = 500  # characters looked at; no label shows more, and a whole article may come as one
MISSING = "\u25a1"  # stands for a character that the font has not
_SIDES = {"\u200e", "\u200f"}  # which way the text around them runs; without width
_JOINERS = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}


def clean(text: object) -> str:
    """The text on one line: spaces collapsed, joiners dropped, each control shown as a box.

    >>> clean(" Oil\\n\\tprices \\x00")
    'Oil prices □'
    """
    short = " ".join(str(text)[:LONGEST].split())
    kept = (letter for letter in short if letter not in _JOINERS and not _selects(letter))
    return unicodedata.normalize("NFC", "".join(_visible(letter) for letter in kept))


def drawable(text: object) -> str:
    """The clean text with a box for each character that the font lacks.

    >>> drawable("$5 中文")
    '$5 □□'
    """
    return "".join(letter if ord(letter) in _glyphs() else MISSING for letter in clean(text))


@lru_cache(maxsize=20_000)
def width(text: str, *, size: float = BASE, weight: str = "normal") -> float:
    """How wide the text stands, in points."""
    font = FontProperties(family=FAMILY, size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def fit(text: object, points: float, *, size: float = BASE, weight: str = "normal") -> str:
    """The drawable text, cut with an ellipsis where it is wider than so many points."""
    shown = drawable(text)
    if width(shown, size=size, weight=weight) <= points:
        return shown
    low, high = 0, len(shown)
    while low < high:
        middle = (low + high + 1) // 2
        if width(shown[:middle].rstrip() + "…", size=size, weight=weight) <= points:
            low = middle
        else:
            high = middle - 1
    return shown[:low].rstrip() + "…"


def wrap(
    text: object, points: float, *, lines: int, size: float = BASE, weight: str = "normal"
) -> list[str]:
    """The drawable text on so many lines at most, the last one cut where it does not fit."""
    done: list[str] = []
    rest = drawable(text)
    while rest and len(done) < lines - 1:
        head = _head(rest, points, size, weight)
        done.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return [*done, fit(rest, points, size=size, weight=weight)] if rest else done


def closed(name: str) -> str:
    """The name with a mark after it where it runs right to left, so that what follows does not."""
    turned = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name)
    return f"{name}\u200e" if turned else name


def _head(text: str, points: float, size: float, weight: str) -> str:
    """As much of the text as fits a line: whole words, or letters where one word is too wide."""
    if width(text, size=size, weight=weight) <= points:
        return text
    end = 0
    while (after := text.find(" ", end + 1)) > 0 and (
        width(text[:after], size=size, weight=weight) <= points
    ):
        end = after
    return text[:end] if end else fit(text, points, size=size, weight=weight)[:-1] or text[:1]


def _selects(letter: str) -> bool:
    """True for a variation selector, which changes the look of the letter before it."""
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def _visible(letter: str) -> str:
    if letter in _SIDES:
        return letter
    return MISSING if unicodedata.category(letter) in {"Cc", "Cf", "Cs"} else letter


@cache
def _glyphs() -> frozenset[int]:
    """The characters that the regular and the bold cut both have."""
    cuts = [findfont(FontProperties(family=FAMILY, weight=weight)) for weight in ("normal", "bold")]
    regular, bold = (set(get_font(cut).get_charmap()) for cut in cuts)
    return frozenset(regular & bold)
