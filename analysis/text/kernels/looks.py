"""What the characters of a type are to the rule for words: bits, one set a character."""

from __future__ import annotations

import string

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Bytes, Int64

Looks = npt.NDArray[np.uint16]

LONG = 2000  # bytes of a type; longer ones are few
CUT_MARKS = ",;:!?()[]{}|/"  # of ASCII: no sequence of words runs across these

# What a character is to the rule.
LETTER, DIGIT, SMALL, CAPITAL, UNDER, JOINS, QUOTES, LINKS, TRAILS, PARTS, FAR, SIGIL = (
    1 << bit for bit in range(12)
)
INSIDE = LETTER | UNDER
UNKNOWN = 1 << 15


def _looks(bits: dict[int, str]) -> Looks:
    made = np.zeros(256, np.uint16)
    for bit, characters in bits.items():
        made[[ord(character) for character in characters]] |= np.uint16(bit)
    return made


_ASCII = _looks(
    {
        LETTER: string.ascii_letters + string.digits,
        DIGIT: string.digits,
        SMALL: string.ascii_lowercase,
        CAPITAL: string.ascii_uppercase,
        UNDER: "_",
        JOINS: "-.'&",
        QUOTES: "'",
        LINKS: "/%=#~@$+-_",  # hold an address together
        TRAILS: ".,;:!?'()[]{}&*",  # hold it together where more of it follows
        PARTS: CUT_MARKS,
        SIGIL: "@#$",
    }
)
# By their last bytes: U+0080 to U+00BF (signs without a role, else not known here); U+00C0 to
# U+00FF (letters; ß folds to two); U+2000 to U+203F (dashes, quotation marks, ellipsis).
_SIGNS, _LATIN, _MARKS = (np.full(256, UNKNOWN, np.uint16) for _ in range(3))
_SIGNS[[0xA3, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xBB]] = 0
_LATIN[0x80:0xC0] = LETTER
_LATIN[0xA0:0xC0] |= np.uint16(SMALL)
_LATIN[[0x97, 0xB7]], _LATIN[0x9F] = 0, UNKNOWN
_MARKS[[0x93, 0x94]], _MARKS[0x98], _MARKS[0x99] = PARTS, JOINS, JOINS | QUOTES | TRAILS
_MARKS[[0x9C, 0x9D, 0xA6]] = 0


@kernel
def decoded(data: Bytes, start: int, size: int, look: Looks, char: Bytes, place: Int64) -> int:
    """How many characters a type has, and what each is; -1 where one is not known here."""
    end, at, m = start + size, start, 0
    if size > LONG:
        return -1
    while at < end:
        byte = data[at]
        place[m] = at
        char[m] = byte if byte < 128 else 0
        if byte < 128:
            bits, wide = int(_ASCII[byte]), 1
        elif byte == 0xC2:
            bits, wide = int(_SIGNS[data[at + 1]]), 2
        elif byte == 0xC3:
            bits, wide = int(_LATIN[data[at + 1]]), 2
        elif 0xC4 <= byte < 0xC9 or (byte == 0xC9 and data[at + 1] < 0x90):
            # U+017F is an s to those who look for "https" in any case.
            far = byte != 0xC5 or data[at + 1] != 0xBF
            bits, wide = LETTER | FAR if far else UNKNOWN, 2
        elif byte == 0xE2 and data[at + 1] == 0x80:
            bits, wide = int(_MARKS[data[at + 2]]), 3
        else:
            return -1
        if bits == UNKNOWN:
            return -1
        look[m] = bits
        at += wide
        m += 1
    place[m] = end
    look[m : m + 4], char[m : m + 4] = 0, 0
    return m
