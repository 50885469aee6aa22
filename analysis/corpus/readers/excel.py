"""Excel workbooks: every sheet is a table whose first row names the columns."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from analysis.corpus.readers.raw import Raw, UnreadableError, unique

_OLD = b"\xd0\xcf\x11\xe0"  # the container of .xls files and of encrypted workbooks
_DAMAGE = (BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, TypeError)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how the format writes control characters


def read(data: bytes, origin: str, stem: str) -> list[Raw]:
    """A table for each sheet that holds anything.

    Raises:
        UnreadableError: for a workbook that is damaged, protected, old or empty.
    """
    if data.startswith(_OLD):
        raise UnreadableError(
            "a password-protected or old Excel file; save it as .xlsx without a password"
        )
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that it skips; values are not touched.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [(sheet.title, list(sheet.values)) for sheet in book.worksheets]
            book.close()
    except _DAMAGE as error:
        raise UnreadableError("not an Excel workbook, or damaged") from error
    filled = [(name, rows) for name, rows in sheets if len(rows) > 1]
    if not filled:
        raise UnreadableError("a workbook without rows under a header")
    return [
        _table(rows, origin if len(filled) == 1 else f"{origin}[{name}]", stem)
        for name, rows in filled
    ]


def _table(rows: Sequence[Sequence[object]], origin: str, stem: str) -> Raw:
    header = rows[0]
    data = [
        (number, [_plain(value) for value in row])
        for number, row in enumerate(rows[1:], start=1)
        if any(value is not None for value in row)
    ]
    width = max([len(header), *(len(row) for _, row in data)])
    padded = [row + [None] * (width - len(row)) for _, row in data]
    names = unique([*header, *[None] * (width - len(header))])
    columns = {name: [row[place] for row in padded] for place, name in enumerate(names)}
    used = {
        name: values
        for (name, values), head in zip(columns.items(), [*header, *[None] * width], strict=False)
        if head is not None or any(value is not None for value in values)
    }
    return Raw(origin, stem, used, [number for number, _ in data])


def _plain(value: object) -> object:
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return value
