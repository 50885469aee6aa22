"""Wire text: a first line `date YYYY-MM-DD Source`, then the paragraphs."""

from __future__ import annotations

import re

from analysis.corpus.problems import problem
from analysis.corpus.readers.decoding import decode
from analysis.corpus.readers.raw import Raw

NO_DATELINE = "the first line is not `date YYYY-MM-DD Source`"
_DATELINE = re.compile(r"\s*date[ \t]+(\d{4}-\d{2}-\d{2}\S*)[ \t]*([^\r\n]*)(?:\r\n?|\n|$)", re.I)


def read(data: bytes, origin: str, stem: str) -> list[Raw]:
    """One article; it has no title, since the format has none."""
    text = decode(data)
    found = _DATELINE.match(text)
    if found is None:
        first = text.lstrip().split("\n", 1)[0]
        return [Raw(origin, stem, {}, [], [problem(origin, None, NO_DATELINE, first)])]
    columns: dict[str, list[object]] = {
        "text": [text[found.end() :]],
        "date": [found[1]],
        "source": [found[2].strip() or None],
    }
    return [Raw(origin, stem, columns, [1])]
