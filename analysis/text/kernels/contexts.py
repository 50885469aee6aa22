"""Loops that find hits again in the bytes of their texts, with the words around them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.scan import SPACE
from analysis.text.kernels.types import KIND

Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Int32 = npt.NDArray[np.int32]
Flags = npt.NDArray[np.uint32]
Int64 = npt.NDArray[np.int64]
_1 = np.uint64(1)
ALPHANUMERIC = (KIND == 1) | (KIND == 2) | (KIND == 3)

# Columns of what is found: where the words before, the node and the words after begin and end in
# the data, the first character of the node in its text, and the number of its sentence.
LEFT, NODE, END, RIGHT, START, SENTENCE = range(6)


@kernel
def further(data: Bytes, place: int, characters: int) -> int:
    """The place so many characters further on."""
    while characters:
        first = data[place]
        place += 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        characters -= 1
    return place


@kernel
def near(
    ids: Int32, offsets: Int64, types: Bytes, begins: Int64, sizes: Int32, hit_texts: Int64,
    tokens: Int64, lasts: Int64, window: int, seen: Bytes,
) -> None:  # fmt: skip
    """Marks the types that may stand in the windows of hits: 1, or 2 with a word for sure.

    What has a letter or digit of ASCII has a word, so no window goes further than this.
    """
    for row in range(len(hit_texts)):
        for step in (-1, 1):
            token = tokens[row] if step < 0 else lasts[row]
            opening, closing = offsets[hit_texts[row]], offsets[hit_texts[row] + 1]
            n = -1  # the token of the hit itself may have no word but the hit's own
            while n < window and opening <= token < closing:
                kind = np.uint64(ids[np.uint64(token)])
                if seen[kind] == 0:
                    seen[kind] = 1
                    for place in range(begins[kind], begins[kind] + sizes[kind]):
                        if ALPHANUMERIC[types[np.uint64(place)]]:
                            seen[kind] = 2
                            break
                n += seen[kind] == 2 or n < 0
                token += step


@kernel
def contexts(
    data: Bytes, bounds: Int64, ids: Int32, offsets: Int64, breaks: Int64,
    types: Bytes, begins: Int64, sizes: Int32, beyond: Int32,
    parts: Int64, starts: Int64, lengths: Int32, left: Bytes, right: Bytes, ends: Bools,
    steps: Flags, hit_texts: Int64, tokens: Int64, firsts: Int64, lasts: Int64, finals: Int64,
    window: int, places: Int64, extras: Int64, numbers: Int64, found: Int64,
) -> None:  # fmt: skip
    """Fills a row of `found` for each hit; hits are in order of their texts.

    Text i is data[bounds[i]:bounds[i + 1]], its tokens ids[offsets[i]:offsets[i + 1]]. A type is
    types[begins:begins + sizes] and has `beyond` bytes more than characters; its words are `parts`
    of `starts` and `lengths`, in the same bytes. `places`, `extras` and `numbers` have room for the
    longest text: where each token begins, bytes less characters up to there, its sentence. `steps`
    has in one number what a type adds to these: its bytes, bytes less characters, left and right,
    eight bits each, or 0 where they do not fit.
    """
    row, row_after = 0, 0
    while row < len(hit_texts):
        text = hit_texts[row]
        opening, closing = offsets[text], offsets[text + 1]
        # White space alone has to be looked for: what stands between it is known.
        paragraph = np.searchsorted(breaks, opening)
        pause = breaks[paragraph] if paragraph < len(breaks) else -1
        place = bounds[text]
        extra, sentence, before = np.int64(0), np.int64(0), np.uint8(0)
        final, ahead = lasts[row], 0
        while row_after < len(hit_texts) and hit_texts[row_after] == text:
            final = max(final, lasts[row_after])
            row_after += 1
        for token in range(opening, closing):
            if token > final and ahead >= window:
                break
            one = False
            if data[np.uint64(place)] == 32:  # mostly one space, and ASCII after it
                byte = data[np.uint64(place + 1)]
                one = 32 < byte < 0x80
                place += one
            while not one:
                byte = data[np.uint64(place)]
                width: int | np.int64 = np.int64(SPACE[byte])
                if width == 0:
                    break
                if width > 1:
                    # As space_at, written out: handing an array on costs more than the rest.
                    second = data[np.uint64(place + 1)]
                    third = data[np.uint64(place + 2)] if byte > 0xC2 else np.uint8(0)
                    if byte == 0xC2:
                        width = 2 if second == 0x85 or second == 0xA0 else 0
                    elif byte == 0xE1:
                        width = 3 if second == 0x9A and third == 0x80 else 0
                    elif byte == 0xE3:
                        width = 3 if second == 0x80 and third == 0x80 else 0
                    elif second == 0x80:
                        separates = third == 0xA8 or third == 0xA9 or third == 0xAF
                        width = 3 if separates or third <= 0x8A else 0
                    else:
                        width = 3 if second == 0x81 and third == 0x9F else 0
                    if width == 0:
                        break
                place += width
                extra += width - 1
            here = np.uint64(token - opening)
            kind = np.uint64(ids[np.uint64(token)])
            step = steps[kind]
            if step == 0:
                size, more = np.int64(sizes[kind]), np.int64(beyond[kind])
                follows, stands = left[kind], right[kind]
            else:
                size, more = np.int64(step & 255), np.int64(step >> 8 & 255)
                follows, stands = np.uint8(step >> 16 & 255), np.uint8(step >> 24)
            if token == pause:
                sentence += 1
                paragraph += 1
                pause = breaks[paragraph] if paragraph < len(breaks) else -1
            elif before:
                sentence += ends[before, stands]
            places[here], extras[here], numbers[here] = place, extra, sentence
            before = follows
            if token > final:
                ahead += parts[kind + _1] - parts[kind]
            place += size
            extra += more
        while row < len(hit_texts) and hit_texts[row] == text:
            first, last = tokens[row], lasts[row]
            # The node: characters of a type to bytes of its text.
            kind = np.uint64(ids[np.uint64(first)])
            at = begins[kind] + firsts[row]
            if beyond[kind]:
                at = further(types, begins[kind], firsts[row])
            home = places[first - opening]
            node = home + at - begins[kind]
            found[row, NODE] = node
            found[row, START] = home - bounds[text] - extras[first - opening] + firsts[row]
            found[row, SENTENCE] = numbers[first - opening]
            # Words that end before it, from the last one back.
            edge, n = node, np.int64(0)
            if window and parts[kind] < parts[kind + _1]:
                edge = min(node, home + starts[parts[kind]] - begins[kind])
            token, stop = first, at
            while n < window and token >= opening:
                kind = np.uint64(ids[np.uint64(token)])
                part = parts[kind + _1] - 1
                while n < window and part >= parts[kind]:
                    if token < first or starts[part] + lengths[part] <= stop:
                        edge = places[token - opening] + starts[part] - begins[kind]
                        n += 1
                    part -= 1
                token -= 1
            found[row, LEFT] = edge
            kind = np.uint64(ids[np.uint64(last)])
            at = begins[kind] + finals[row]
            if beyond[kind]:
                at = further(types, begins[kind], finals[row])
            home = places[last - opening]
            node = home + at - begins[kind]
            found[row, END] = node
            edge, n = node, np.int64(0)
            if window and parts[kind] < parts[kind + _1]:
                part = parts[kind + _1] - 1
                edge = max(node, home + starts[part] + lengths[part] - begins[kind])
            token, stop = last, at
            while n < window and token < closing:
                kind = np.uint64(ids[np.uint64(token)])
                part = parts[kind]
                while n < window and part < parts[kind + _1]:
                    if token > last or starts[part] >= stop:
                        edge = places[token - opening] - begins[kind]
                        edge += starts[part] + lengths[part]
                        n += 1
                    part += 1
                token += 1
            found[row, RIGHT] = edge
            row += 1


@kernel
def copied(data: Bytes, starts: Int64, ends: Int64, offsets: Int64, out: Bytes) -> None:
    """Pieces of the data end to end; piece i begins in `out` at offsets[i]."""
    for row in range(len(starts)):
        at = offsets[row]
        for place in range(starts[row], ends[row]):
            out[np.uint64(at)] = data[np.uint64(place)]
            at += 1
