"""CSV and its kin: any delimiter, every value a string, every ragged row a problem of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from analysis.corpus.guess import known
from analysis.corpus.problems import Problem, problem
from analysis.corpus.readers.decoding import decode
from analysis.corpus.readers.raw import Raw, UnreadableError, unique

DELIMITERS = (",", "\t", ";", "|")
SNIFFED = 20  # records looked at to tell the delimiter
SNIFFED_CHARACTERS = 1_000_000  # a few whole articles a record
MAX_RESTARTS = 200  # after unclosed quotes; a file with more is no CSV
UNCLOSED = "a quotation mark is opened and never closed"


def read(data: bytes, origin: str, stem: str) -> list[Raw]:
    """The one table of the file; its first record names the columns.

    Raises:
        UnreadableError: for an empty file, or one that is not text.
    """
    text = decode(data).replace("\x00", "").lstrip("\ufeff")
    if not text.strip():
        raise UnreadableError("the file is empty")
    with _long_fields(len(text)):
        delimiter = _delimiter(text)
        lines = list(io.StringIO(text, newline=""))
        return [_table(lines, delimiter, origin, stem)]


@contextmanager
def _long_fields(size: int) -> Iterator[None]:
    """Fields as long as the file; the module's limit is for all, so it is put back."""
    before = csv.field_size_limit()
    csv.field_size_limit(max(size + 1, before))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """The delimiter under which the header has usual names and the records its width."""
    head = text[:SNIFFED_CHARACTERS]

    def fit(delimiter: str) -> tuple[int, float, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        records = [record for record in islice(reader, SNIFFED) if record]
        if len(head) < len(text) and len(records) > 1:
            records.pop()  # may be cut
        width = len(records[0])
        same = sum(len(record) == width for record in records) / len(records)
        return sum(known(name) for name in records[0]), same if width > 1 else 0.0, width

    return max(DELIMITERS, key=fit)


def _table(lines: list[str], delimiter: str, origin: str, stem: str) -> Raw:
    records = _records(lines, delimiter)
    header = next(records, None)
    if not isinstance(header, list):
        raise UnreadableError("the header line cannot be read: " + UNCLOSED)
    width = len(header)
    kept: list[list[str]] = []
    rows: list[int] = []
    problems: list[Problem] = []
    for number, record in enumerate(records, start=1):
        if isinstance(record, str):
            problems.append(problem(origin, number, UNCLOSED, record))
        elif len(record) == width or (len(record) > width and not any(record[width:])):
            kept.append(record)
            rows.append(number)
        else:
            few = f"{len(record)} fields where the header has {width}"
            problems.append(problem(origin, number, few, delimiter.join(record)))
    if not rows and not problems:
        raise UnreadableError("a header line and no rows")
    names = unique(header)
    values = zip(*(record[:width] for record in kept), strict=True) if kept else [()] * width
    columns = {name: list(column) for name, column in zip(names, values, strict=True)}
    return Raw(origin, stem, dict(columns.items()), rows, problems)


def _records(lines: list[str], delimiter: str) -> Iterator[list[str] | str]:
    """Records in order; a string stands for a line whose quotation mark never closes.

    Read leniently, such a mark would swallow the lines up to the next one, or the rest of the
    file, into one article: the reader starts again on the next line.
    """
    start = 0
    for _ in range(MAX_RESTARTS):
        reader = csv.reader((lines[n] for n in range(start, len(lines))), delimiter=delimiter)
        began, broken = start, False
        for record in reader:
            end = start + reader.line_num
            many = end - began > 1 or end == len(lines)
            if many and _is_broken(lines[began:end], delimiter):
                broken = True
                break
            if record:
                yield record
            began = end
        if not broken:
            return
        yield lines[began]
        start = began + 1
    raise UnreadableError(f"{MAX_RESTARTS} times {UNCLOSED}")


def _is_broken(lines: list[str], delimiter: str) -> bool:
    """True for lines that are one record only because a quotation mark is not closed."""
    if not any('"' in line for line in lines):
        return False
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return len(lines) > 1 or "unexpected end of data" in str(error)
    return False
