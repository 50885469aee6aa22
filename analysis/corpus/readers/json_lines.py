"""JSON Lines: one article a line; a broken line costs that line alone."""

from __future__ import annotations

import json
from collections.abc import Iterable

from analysis.corpus.problems import Problem, problem
from analysis.corpus.readers.decoding import decode
from analysis.corpus.readers.raw import Raw, UnreadableError, from_dicts


def read(data: bytes, origin: str, stem: str) -> list[Raw]:
    """The one table of the file; blank lines do not count as rows.

    Raises:
        UnreadableError: for an empty file, or one that is not text.
    """
    # Only \n ends a line: U+2028 and its like may stand inside a JSON string.
    lines = [line for line in decode(data).replace("\x00", "").split("\n") if line.strip()]
    if not lines:
        raise UnreadableError("the file is empty")
    entries: list[tuple[int, object]] = []
    broken: list[Problem] = []
    for row, line in enumerate(lines, start=1):
        try:
            entries.append((row, json.loads(line)))
        except (ValueError, RecursionError):
            broken.append(problem(origin, row, "broken JSON", line))
    found = table(entries, origin, stem)
    found.problems.extend(broken)
    return [found]


def table(entries: Iterable[tuple[int, object]], origin: str, stem: str) -> Raw:
    """The table of numbered JSON values; one that is not an object is a problem."""
    records: list[dict[str, object]] = []
    rows: list[int] = []
    problems: list[Problem] = []
    for row, entry in entries:
        if isinstance(entry, dict):
            records.append(entry)
            rows.append(row)
        else:
            problems.append(problem(origin, row, "not a JSON object", json.dumps(entry)[:400]))
    return Raw(origin, stem, from_dicts(records), rows, problems)
