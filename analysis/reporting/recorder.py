"""What a notebook says about itself: its recorded numbers and the corpus it read."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from numbers import Integral, Real
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import ArgumentError
from analysis.reporting import files

RUN_FOLDER = "PRESSGAUGE_RUN_FOLDER"  # set for the kernel of a report, absent in JupyterLab
SCHEMA = 1
RESULTS = "results.json"
CONTEXT = "context.json"

Plain: TypeAlias = str | int | float | bool | None
Entry: TypeAlias = dict[str, Any]  # Any: what JSON holds

_entries: dict[str, Entry] = {}
_said: set[str] = set()  # names that only a sentence recorded; a later record may add to them


def record(
    name: str,
    value: object,
    *,
    lower: object = None,
    upper: object = None,
    unit: str | None = None,
    n_docs: int | None = None,
    evidence: object = None,
) -> None:
    """Keeps one number, word or date for results.json.

    `lower` and `upper` bound the value, `unit` says what it counts, `n_docs` on how many documents
    it rests; `evidence` is a query, a list of doc_ids, or a table with a doc_id column. Missing
    values are kept as null. Raises ArgumentError where the name was recorded with another value
    (in JupyterLab a rerun replaces it) or the value is not a number, text, date or truth value.

    >>> record("n_articles", 3, unit="articles")
    >>> entries()[-1]["value"]
    3
    """
    entry = {
        "name": name,
        "value": _plain(name, value),
        "lower": _plain(name, lower),
        "upper": _plain(name, upper),
        "unit": unit,
        "n_docs": _plain(name, n_docs),
        "evidence": _evidence(evidence),
    }
    _keep(name, entry)
    _said.discard(name)


def record_said(name: str, value: object, *, unit: str | None) -> None:
    """Keeps a number that a sentence gave, unless `record` has told more about it."""
    if name in _entries and name not in _said:
        return
    empty = dict.fromkeys(("lower", "upper"))
    entry = {"name": name, "value": _plain(name, value), **empty, "unit": unit}
    _keep(name, entry | {"n_docs": None, "evidence": {}})
    _said.add(name)


def record_context(**facts: object) -> None:
    """Leaves facts about the corpus for the manifest of the run, if this is a run."""
    folder = os.environ.get(RUN_FOLDER)
    if folder:
        files.write(Path(folder) / CONTEXT, as_json(facts))


def entries() -> list[Entry]:
    """Everything recorded so far, in the order in which it was first recorded."""
    return [dict(entry) for entry in _entries.values()]


def clear() -> None:
    """Forgets everything recorded."""
    _entries.clear()
    _said.clear()


def write_results() -> None:
    """Writes results.json if this is a run; in JupyterLab nothing is written."""
    folder = os.environ.get(RUN_FOLDER)
    if folder:
        files.write(Path(folder) / RESULTS, as_json({"schema": SCHEMA, "entries": entries()}))


def as_json(payload: object) -> str:
    """JSON that is the same for the same content, and readable by every parser."""
    return json.dumps(payload, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def faults(payload: object) -> list[str]:
    """What is wrong with the content of a results.json; an empty list when it is valid.

    >>> faults({"schema": 1, "entries": [{"name": "n"}]})
    ["entry 1 has no 'value', 'lower', 'upper', 'unit', 'n_docs', 'evidence'"]
    """
    if not isinstance(payload, dict) or payload.get("schema") != SCHEMA:
        return [f"it is not an object with schema {SCHEMA}"]
    if not isinstance(payload.get("entries"), list):
        return ["it has no list of entries"]
    found = [
        fault
        for number, entry in enumerate(payload["entries"], 1)
        for fault in _entry_faults(number, entry)
    ]
    names = [str(e.get("name")) for e in payload["entries"] if isinstance(e, dict)]
    found += [
        f"the name {name!r} occurs twice" for name in sorted({*names}) if names.count(name) > 1
    ]
    return found


def _entry_faults(number: int, entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return [f"entry {number} is not an object"]
    fields = ("name", "value", "lower", "upper", "unit", "n_docs", "evidence")
    lacking = [repr(field) for field in fields if field not in entry]
    if lacking:
        return [f"entry {number} has no {', '.join(lacking)}"]
    kinds: dict[str, type | tuple[type, ...]] = {
        "name": str,
        "value": (str, int, float, bool, type(None)),
        "lower": (int, float, str, type(None)),
        "upper": (int, float, str, type(None)),
        "unit": (str, type(None)),
        "n_docs": (int, type(None)),
        "evidence": dict,
    }
    return [
        f"entry {number}: {field!r} is a {type(entry[field]).__name__}"
        for field, kind in kinds.items()
        if not isinstance(entry[field], kind)
    ]


def _keep(name: str, entry: Entry) -> None:
    if not isinstance(name, str) or not name.isidentifier():
        raise ArgumentError(
            f"A recorded name is letters, digits and underscores (got {name!r}); try 'n_articles'."
        )
    known = _entries.get(name)
    if known is not None and os.environ.get(RUN_FOLDER) and known["value"] != entry["value"]:
        raise ArgumentError(
            f"{name!r} was recorded as {known['value']!r} and now as {entry['value']!r}; "
            "give one of them another name."
        )
    _entries[name] = entry


def _plain(name: str, value: object) -> Plain:
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, pd.Period):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else None
    raise ArgumentError(
        f"{name!r} must be one number, text, date or truth value "
        f"(got a {type(value).__name__}); take one value out of it, or use a table."
    )


def _evidence(evidence: object) -> dict[str, object]:
    if evidence is None:
        return {}
    if isinstance(evidence, str):
        return {"query": evidence}
    if isinstance(evidence, Mapping) and {*evidence} <= {"query", "doc_ids"}:
        return {
            key: str(part) if key == "query" else [str(doc_id) for doc_id in part]
            for key, part in evidence.items()
        }
    if isinstance(evidence, pd.DataFrame) and "doc_id" in evidence:
        return {"doc_ids": [*dict.fromkeys(evidence["doc_id"].astype(str))]}
    if isinstance(evidence, Iterable) and not isinstance(evidence, Mapping | pd.DataFrame):
        return {"doc_ids": [str(doc_id) for doc_id in evidence]}
    raise ArgumentError(
        "`evidence` must be a query, a list of doc_ids or a table with a doc_id column "
        f"(got a {type(evidence).__name__})."
    )
