"""Sets of queries that belong together, each with a label: shipped, or in a file of one's own."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

from analysis.errors import InputError, listed
from analysis.text import compile_query

SHIPPED = ("diplomacy", "gpr")


def queries(name: str | Path) -> dict[str, str]:
    """The queries of a set, label -> query, in the order of their file.

    "gpr" has eight kinds of geopolitical risk (divided as Caldara & Iacoviello 2022 do, in our
    own words), "diplomacy" has diplomacy, sanctions and oil. Any other name is the path of a TOML
    file with a table [queries] of labels and queries.

    Raises:
        InputError: for a file that is not there, is not TOML, or has no queries.
        QueryError: for a query that does not parse.

    >>> list(queries("diplomacy"))
    ['diplomacy', 'sanctions', 'oil']
    """
    text = _text(name)
    try:
        found = tomllib.loads(text).get("queries")
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The query file {str(name)!r} is not TOML: {error}.") from None
    usable = isinstance(found, dict) and found and all(isinstance(q, str) for q in found.values())
    if not isinstance(found, dict) or not usable:
        raise InputError(
            f"The query file {str(name)!r} has no queries; write a table [queries] with lines"
            " such as: sanctions = 'sanction* OR embargo*'."
        )
    joined = {str(label): " ".join(query.split()) for label, query in found.items()}
    for query in joined.values():
        compile_query(query)
    return joined


def _text(name: str | Path) -> str:
    if name in SHIPPED:
        place = resources.files("analysis.lexicons") / "queries" / f"{name}.toml"
        return place.read_text(encoding="utf-8")
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The query file {str(name)!r} cannot be read ({type(error).__name__}); give a path,"
            f" or one of the shipped sets: {listed(SHIPPED)}."
        ) from None
