"""Loops over types that cut them into words: the rule of text.words, for what news mostly holds.

They know ASCII, the letters up to U+024F and the marks of typesetters. A type with any other
character, or a very long one, is left to the rule itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.looks import (
    CAPITAL,
    DIGIT,
    FAR,
    INSIDE,
    JOINS,
    LETTER,
    LINKS,
    LONG,
    PARTS,
    QUOTES,
    SIGIL,
    SMALL,
    TRAILS,
    UNDER,
    Looks,
    decoded,
)
from analysis.text.kernels.table import Bytes, Int32, Int64

Flags = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]

OPENS, CLOSES = 1, 2  # of a type: its first word can follow another, a word can follow its last
CUTS, TOUCHES = 1, 2  # of a word in its type: after a mark that cuts, after no gap at all
HARD = 4  # of a word: its folded form is for Python to find
WHOLE, CLOSING = 1, 2  # of a type: the rule is asked for its words, for whether it closes

_8 = np.uint64(8)


@kernel
def cut(
    data: Bytes, begins: Int64, sizes: Int32, abbreviations: Keys, counts: Int32, edges: Bytes,
    ends: Flags, left: Bytes, starts: Int64, lengths: Int32, cuts: Flags,
) -> int:  # fmt: skip
    """The words of every type: how many, where, and what stands around them; their number.

    `counts`, `edges`, `ends` and `left` have a place for each type; `starts`, `lengths` and `cuts`
    take the words and have room for as many as there are bytes. `abbreviations` are in small
    letters, as integers, little end first, sorted.
    """
    look, char = np.zeros(LONG + 4, np.uint16), np.zeros(LONG + 4, np.uint8)
    place = np.zeros(LONG + 4, np.int64)
    n = 0
    for number in range(len(sizes)):
        m = decoded(data, begins[number], sizes[number], look, char, place)
        if m < 0:
            left[number] = WHOLE
            continue
        at, first, last, before, parts = 0, n, 0, 0, 0
        while at < m:
            bits = look[at]
            end = 0
            if bits & (LETTER | SIGIL):
                end = word(look, char, at, m) if bits & LETTER else sign(look, char, at)
            if not end:
                parts |= bits & PARTS
                at += 1
                continue
            flag = CUTS if parts else 0
            if n == first:
                edges[number] = OPENS if at == 0 else 0
            elif at == last:
                flag |= TOUCHES
            for each in range(at, end):
                flag |= HARD if look[each] & FAR else 0
            starts[n], lengths[n], cuts[n] = place[at], place[end] - place[at], flag
            before, at, last, parts = at, end, end, 0
            n += 1
        counts[number], ends[number] = n - first, 1 if parts else 0
        if n > first:
            closes = 1 if last == m else 0
            if last == m - 1 and char[last] == 46:
                closes = stopped(look, char, before, last, abbreviations)
            edges[number] |= CLOSES if closes == 1 else 0
            left[number] = CLOSING if closes == 2 else 0
    return n


@kernel
def word(look: Looks, char: Bytes, start: int, m: int) -> int:
    """Where a word that begins with a letter or digit ends: an address, or what marks hold."""
    at = web(look, char, start)
    if at:
        return link(look, char, at, m)
    at = run(look, start)
    while True:
        after = at + 1
        bits, mark = look[at], char[at]
        if bits & JOINS:
            if not look[after] & LETTER:
                # Inc.'s
                ends = char[at + 2] | 32 == 115 and not look[at + 3] & INSIDE
                if mark != 46 or not look[after] & QUOTES or not ends:
                    break
                after += 1
        elif bits & UNDER:
            while look[after] & UNDER:
                after += 1
            if not look[after] & LETTER:
                break
        elif mark == 58:
            if look[at - 1] & DIGIT or not look[after] & SMALL:
                break
        elif (mark != 44 and mark != 59) or not look[at - 1] & look[after] & DIGIT:
            break
        if web(look, char, after):
            break
        at = run(look, after)
    after = at
    if char[after] == 43:
        after += 1
        while after - at < 64 and (look[after] & INSIDE or 45 <= char[after] <= 46):
            after += 1
    if char[after] == 64:
        at = max(at, domain(look, char, after + 1))
    return at


@kernel
def sign(look: Looks, char: Bytes, start: int) -> int:
    """Where an @name, a #tag or a $TICKER ends, 0 where it is none."""
    before = 0 if start == 0 else int(look[start - 1])
    at = start + 1
    if before & INSIDE:
        return 0
    if char[start] == 36:
        while at - start < 7 and look[at] & CAPITAL:
            at += 1
        if at == start + 1:
            return 0
        if char[at] == 46:
            after = at + 1
            while after - at < 3 and look[after] & CAPITAL:
                after += 1
            if after > at + 1 and not look[after] & INSIDE:
                at = after
        if look[at] & INSIDE:
            return 0
    else:
        while look[at] & (DIGIT | UNDER):
            at += 1
        if not look[at] & LETTER or (start > 0 and char[start - 1] == 38):
            return 0
        while look[at] & INSIDE:
            at += 1
    if look[at] & QUOTES and look[at + 1] & LETTER:
        return run(look, at + 1)
    if char[at] == 64 and char[start] != 36:
        return max(at, domain(look, char, at + 1))
    return at


@kernel
def run(look: Looks, at: int) -> int:
    """Where the letters and digits that begin here end."""
    while look[at] & LETTER:
        at += 1
    return at


@kernel
def web(look: Looks, char: Bytes, at: int) -> int:
    """Where the beginning of a web address (https://, http://, ftp://, www.) ends, 0 without."""
    first, second, third = char[at] | 32, char[at + 1] | 32, char[at + 2] | 32
    colon = 0
    if first == 104 and second == 116 and third == 116 and char[at + 3] | 32 == 112:
        colon = at + 5 if char[at + 4] | 32 == 115 else at + 4
    elif first == 102 and second == 116 and third == 112:
        colon = at + 3
    elif first == 119 and second == 119 and third == 119 and char[at + 3] == 46:
        return at + 4 if look[at + 4] & INSIDE else 0
    if not colon or char[colon] != 58 or char[colon + 1] != 47 or char[colon + 2] != 47:
        return 0
    return colon + 3 if look[colon + 3] & INSIDE else 0


@kernel
def link(look: Looks, char: Bytes, at: int, m: int) -> int:
    """Where a web address ends: before the marks that follow it; brackets in pairs are its own."""
    while True:
        while look[at] & (LETTER | LINKS):
            at += 1
        after = at + 1
        if char[at] == 40:
            while after < m and not 40 <= char[after] <= 41:
                after += 1
            if after < m and char[after] == 41:
                at = after + 1
                continue
        after = at
        while look[after] & TRAILS:
            after += 1
        if after == at or not look[after] & (LETTER | LINKS):
            return at
        at = after


@kernel
def domain(look: Looks, char: Bytes, at: int) -> int:
    """Where the name of a host with a stop in it ends, 0 where it is none."""
    known, labels = 0, 0
    while look[at] & LETTER:
        at = run(look, at)
        while char[at] == 45:
            after = at
            while char[after] == 45:
                after += 1
            if not look[after] & LETTER:
                break
            at = run(look, after)
        labels += 1
        known = at if labels > 1 else 0
        if char[at] != 46:
            break
        at += 1
    return known


@kernel
def stopped(look: Looks, char: Bytes, start: int, end: int, abbreviations: Keys) -> int:
    """Whether a word is an abbreviation (1), or is for the rule to judge (2)."""
    part = end
    while part > start and char[part - 1] != 45:
        part -= 1
    size = end - part
    if size == 1 and not char[part]:
        return 2
    if look[part] & CAPITAL and size == 1:
        return 1
    if char[start] == 118 and (end - start == 1 or (end - start == 2 and char[start + 1] == 115)):
        return 1
    if look[part] & CAPITAL and 1 < size <= 8:
        key = np.uint64(0)
        for at in range(end - 1, part - 1, -1):
            key = (key << _8) | np.uint64(char[at] | 32)
        for known in abbreviations:
            if known == key:
                return 1
    letters, stops = 0, 0
    for at in range(start, end):
        if look[at] & LETTER and not look[at] & DIGIT and letters < 2:
            letters += 1
        elif char[at] == 46 and letters:
            letters, stops = 0, stops + 1
        else:
            return 0
    return 1 if letters and stops else 0
