"""JSON: an array of articles, an object that holds one such array, or a single article."""

from __future__ import annotations

import json

from analysis.corpus.guess import guess
from analysis.corpus.readers import json_lines
from analysis.corpus.readers.decoding import decode
from analysis.corpus.readers.raw import Raw, UnreadableError

# How the interfaces of news sites and archives call the array of articles.
USUAL_ARRAYS = ("articles", "docs", "documents", "results", "items", "stories", "data", "news")


def read(data: bytes, origin: str, stem: str) -> list[Raw]:
    """The one table of the file.

    Raises:
        UnreadableError: for broken JSON, or where no array of objects is found.
    """
    text = decode(data).replace("\x00", "").strip()
    if not text:
        raise UnreadableError("the file is empty")
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise UnreadableError("JSON nested too deeply") from error
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            return json_lines.read(data, origin, stem)
        raise UnreadableError(f"broken JSON: {error}") from error
    entries = _articles(value)
    if entries is None:
        raise UnreadableError("JSON without an array of objects, one per article")
    return [json_lines.table(list(enumerate(entries, start=1)), origin, stem)]


def _articles(value: object) -> list[object] | None:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    if {"text", "date"} <= guess(value, {}).keys():
        return [value]
    arrays = {
        key: held
        for key, held in value.items()
        if isinstance(held, list) and any(isinstance(entry, dict) for entry in held)
    }
    for key in (*USUAL_ARRAYS, *arrays):
        if key in arrays and (len(arrays) == 1 or key in USUAL_ARRAYS):
            return arrays[key]
    inner = [
        found for held in value.values() if isinstance(held, dict) and (found := _articles(held))
    ]
    if len(inner) == 1:
        return inner[0]
    return [value] if guess(value, {}).keys() & {"text", "title"} else None
