"""Files to tables: one module a format, compression and encodings handled once outside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.corpus.problems import problem
from analysis.corpus.readers import (
    delimited,
    excel,
    files,
    json_array,
    json_lines,
    parquet,
    wire,
)
from analysis.corpus.readers.packing import read_bytes
from analysis.corpus.readers.raw import Raw, UnreadableError

# A reader takes a file's bytes, its name for messages and its stem; it returns its tables.
FORMATS: dict[str, Callable[[bytes, str, str], list[Raw]]] = {
    "wire": wire.read,
    "csv": delimited.read,
    "tsv": delimited.read,
    "json": json_array.read,
    "jsonl": json_lines.read,
    "parquet": parquet.read,
    "excel": excel.read,
}


def read(found: files.Found, format: str | None = None) -> Iterator[Raw]:  # noqa: A002
    """The tables of the files in turn; an unreadable file is a table of one problem."""
    for file in found.files:
        name = format or files.kind(file.path)
        if name is None:
            yield Raw(file.origin, file.stem, {}, [], [files.unknown(file)])
            continue
        try:
            yield from FORMATS[name](read_bytes(file.path), file.origin, file.stem)
        except UnreadableError as error:
            found_problem = problem(file.origin, None, str(error))
            yield Raw(file.origin, file.stem, {}, [], [found_problem])
