"""Which words follow each other in a sequence, told from the text between them."""

from __future__ import annotations

import re

from analysis.text.words import _INVISIBLE, is_abbreviation

_GAP = re.compile(rf"[{_INVISIBLE}]*(?P<stop>\.[{_INVISIBLE}]*)?\s+[{_INVISIBLE}]*")


def are_adjacent(before: str, gap: str) -> bool:
    """Whether a word follows `before`: white space, after an abbreviation's stop or not.

    A paragraph ends where white space has two line feeds. Words of scripts without spaces have
    nothing between them at all.
    """
    if not gap:
        return True
    match = _GAP.fullmatch(gap)
    if any(space.count("\n") > 1 for space in re.findall(r"\s+", gap)):
        return False
    return match is not None and (not match["stop"] or is_abbreviation(before))
