"""Compression, handled once for all formats."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from pathlib import Path

import zstandard

from analysis.corpus.readers.raw import UnreadableError


def _zstd(data: bytes) -> bytes:
    # The library's stream reader ends quietly at a cut; a frame's own object tells.
    unpacked, rest = io.BytesIO(), data
    while rest:
        frame = zstandard.ZstdDecompressor().decompressobj()
        unpacked.write(frame.decompress(rest))
        if not frame.eof:
            raise EOFError
        rest = frame.unused_data
    return unpacked.getvalue()


UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
    ".xz": lzma.decompress,
    ".zst": _zstd,
}
_DAMAGE = (EOFError, OSError, ValueError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


def unpacked_name(path: Path) -> Path:
    """The path without the suffix of a compression."""
    return path.with_suffix("") if path.suffix.lower() in UNPACK else path


def read_bytes(path: Path) -> bytes:
    """The file's bytes, unpacked where its suffix names a compression.

    Raises:
        UnreadableError: for a file that cannot be opened, is cut short or is not what it says.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be opened: {error.strerror or 'read error'}") from error
    unpack = UNPACK.get(path.suffix.lower())
    if unpack is None or not data:
        return data
    try:
        return unpack(data)
    except _DAMAGE as error:
        raise UnreadableError(
            f"damaged {path.suffix.lower()} file, cut short or of another kind"
        ) from error
