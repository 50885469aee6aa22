"""Bytes to characters, whatever encoding the file was saved in."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from analysis.corpus.readers.raw import UnreadableError

SAMPLE = 100_000  # bytes shown to the detector: more costs seconds and decides the same
DAMAGED = 0.05  # of the non-ASCII characters: up to here a file is UTF-8 with damage
BINARY = 0.02  # control characters beyond this share are no text (chance alone gives 0.10)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x7fELF", b"PAR1",
          b"\xd0\xcf\x11\xe0", b"RIFF", b"\x1f\x8b", b"BZh", b"SQLite format 3")  # fmt: skip
_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_HIGH_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
# What text in a Western European language holds beyond ASCII: letters and typography.
_WESTERN = re.compile(r"[À-ÖØ-öø-ÿŠšŽžŒœŸ‘’“”–—…•€£¥©®™°«»§ª·´\u00a0¡¿½¼¾²³]")
# Signs that Western text never has between letters: there they betray another alphabet.
_BETRAYED = re.compile(r"[^\W\d_][¡¿½¼¾²³£¥©®°§«»•€¹ª·…][^\W\d_]|[¿¡][¿¡]")
_LETTER_RUN = re.compile(r"[À-ÿ]{4}")


def decode(data: bytes) -> str:
    """The file's text without a byte order mark.

    UTF-8 is tried strictly and whole, so that a character is never split; only then other
    encodings. Bytes that no encoding explains become the replacement character.

    Raises:
        UnreadableError: for a file that is not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    _refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where its zero bytes are."""
    head = data[:4096]
    head = head[: len(head) // 4 * 4]
    if len(head) < 8:
        return None
    zeros = [head[place::4].count(0) / (len(head) // 4) for place in range(4)]
    shapes = {"utf-32-le": (0, 1, 1, 1), "utf-32-be": (1, 1, 1, 0),
              "utf-16-le": (0, 1, 0, 1), "utf-16-be": (1, 0, 1, 0)}  # fmt: skip
    for encoding, shape in shapes.items():
        if all(zero > 0.7 if full else zero < 0.2 for zero, full in zip(zeros, shape, strict=True)):
            return encoding
    return None


def _refuse_binary(data: bytes) -> None:
    head = data[:SAMPLE]
    n_controls = len(head) - len(head.translate(None, _CONTROLS))
    if data.startswith(_MAGIC) or n_controls > BINARY * len(head) or 2 * head.count(0) > len(head):
        raise UnreadableError("not text: the file is binary")


def _legacy(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    n_high = sum(1 for character in text if character > "\x7f")
    if text.count("\ufffd") <= DAMAGED * n_high:
        return text
    # Whole lines only, those with something to tell: a cut inside a character would mislead.
    sample, size = [], 0
    for found in _HIGH_LINE.finditer(data):
        sample.append(found.group())
        size += len(found.group())
        if size > SAMPLE:
            break
    told = b"".join(sample)
    if _is_western(told):
        return data.decode("cp1252", "replace")
    matches = list(from_bytes(told[: 4 * SAMPLE]))
    sound = [match for match in matches if not _BETRAYED.search(str(match))] or matches
    return data.decode(sound[0].encoding if sound else "cp1252", "replace")


def _is_western(sample: bytes) -> bool:
    """True where Windows-1252 gives nothing but what Western text has.

    The detector alone takes short English texts with curly quotes for Central European ones.
    """
    text = sample.decode("cp1252", "replace")
    high = [character for character in text if character > "\x7f"]
    return (
        len(high) < 0.2 * len(text)
        and all(_WESTERN.match(character) for character in high)
        and not _BETRAYED.search(text)
        and not _LETTER_RUN.search(text)
    )
