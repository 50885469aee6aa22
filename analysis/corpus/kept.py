"""Encoded corpora in a folder, so that a text is read once and for all.

One file a corpus, named by what was encoded and how: an uncompressed Arrow file of one row whose
columns are the arrays of text.packing, texts and titles, mapped into memory when it is opened. A
file that is not exactly what would be written here is made anew, never trusted; a folder that
cannot be written costs time and nothing else.
"""

from __future__ import annotations

import logging
import os
import secrets
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.errors import AnalysisError, ArgumentError
from analysis.text import Tokens
from analysis.text.packing import ENCODING, LAYOUT, compact, packed, unpacked
from analysis.text.words import TOKENIZER

FORMAT = "pressgauge-tokens-1"  # changes with the layout of the file
SIDES = ("texts", "titles")
Arrays = dict[str, npt.NDArray[np.generic]]

logger = logging.getLogger(__name__)


class Encoded(NamedTuple):
    """The texts and the titles of a corpus as integers."""

    texts: Tokens
    titles: Tokens


def kept(
    folder: str | os.PathLike[str], fingerprint: str, n_docs: int, encode: Callable[[], Encoded]
) -> Encoded:
    """What the folder keeps of the corpus with that fingerprint, else what `encode` gives.

    Raises:
        ArgumentError: for something that is no folder's name.
    """
    if not isinstance(folder, str | os.PathLike) or not os.fspath(folder):
        raise ArgumentError(f"`folder` must be the path of a folder (got {folder!r}).")
    path = Path(folder).expanduser() / f"{fingerprint}-{TOKENIZER}-{ENCODING}.arrow"
    try:
        return _read(path, fingerprint, n_docs)
    except (FileNotFoundError, NotADirectoryError):
        logger.debug("Nothing kept yet in %s", path)
    except (OSError, pa.ArrowException, AnalysisError) as error:
        logger.warning("Encoded anew, for the file kept cannot be used: %s (%s)", path, error)
    made = Encoded(*map(compact, encode()))
    try:
        _write(path, fingerprint, made)
    except (OSError, pa.ArrowException) as error:
        logger.warning("Encoded, but not kept in %s (%s)", path.parent, error)
    return made


def _read(path: Path, fingerprint: str, n_docs: int) -> Encoded:
    with pa.memory_map(os.fspath(path)) as file, pa.ipc.open_file(file) as reader:
        if reader.num_record_batches != 1:
            raise ArgumentError("it is not one batch")
        if reader.schema.remove_metadata() != _schema(fingerprint, {}).remove_metadata():
            raise ArgumentError("it has other columns")
        batch = reader.get_batch(0)
        batch.validate(full=True)
        if batch.num_rows != 1 or batch.nbytes == 0:
            raise ArgumentError("it is not one row")
        arrays = {
            name: column.flatten().to_numpy()
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
        if not reader.schema.equals(_schema(fingerprint, arrays), check_metadata=True):
            raise ArgumentError("it is of another version or corpus, or damaged")
    found = Encoded(
        *(unpacked({name: arrays[f"{side}.{name}"] for name in LAYOUT}) for side in SIDES)
    )
    if len(found.texts) != n_docs or len(found.titles) != n_docs:
        raise ArgumentError(f"it holds {len(found.texts)} documents, not {n_docs}")
    return found


def _write(path: Path, fingerprint: str, made: Encoded) -> None:
    """The file, in place at one go once all of it is on the disk."""
    arrays = {
        f"{side}.{name}": array
        for side, tokens in zip(SIDES, made, strict=True)
        for name, array in packed(tokens).items()
    }
    schema = _schema(fingerprint, arrays)
    columns = [
        pa.LargeListArray.from_arrays(pa.array([0, len(array)], pa.int64()), pa.array(array))
        for array in arrays.values()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with staged.open("xb") as file:
            with pa.ipc.new_file(file, schema) as writer:
                writer.write_batch(pa.record_batch(columns, schema=schema))
            file.flush()
            os.fsync(file.fileno())
        staged.replace(path)
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)


def _schema(fingerprint: str, arrays: Arrays) -> pa.Schema:
    """The columns of a file, with what it says of itself: versions, corpus and checksum."""
    said = {
        "format": FORMAT, "tokenizer": TOKENIZER, "encoding": ENCODING,
        "fingerprint": fingerprint, "checksum": _checksum(arrays),
    }  # fmt: skip
    fields = [
        pa.field(f"{side}.{name}", pa.large_list(pa.from_numpy_dtype(np.dtype(kind))))
        for side in SIDES
        for name, kind in LAYOUT.items()
    ]
    return pa.schema(fields, metadata=said)


def _checksum(arrays: Arrays) -> str:
    """CRC-32 of all arrays, one after the other, each with its name and length."""
    found = 0
    for name, array in arrays.items():
        found = zlib.crc32(f"{name}:{len(array)};".encode(), found)
        found = zlib.crc32(np.ascontiguousarray(array).view(np.uint8).data, found)
    return f"{found:08x}"
