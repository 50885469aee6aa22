"""VADER's constants as the installed nltk has them.

Importing nltk brings its parsers and taggers, SciPy and, where it is there, scikit-learn: more
than a second of every start for four numbers and four lists. So the one class that holds them is
read from nltk's own source and its assignments are worked out, without running anything of nltk.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name
from types import SimpleNamespace

HOME, MODULE, CLASS = "nltk", "nltk.sentiment.vader", "VaderConstants"
NAMES = (
    "B_INCR", "B_DECR", "C_INCR", "N_SCALAR",
    "NEGATE", "BOOSTER_DICT", "SPECIAL_CASE_IDIOMS", "PUNC_LIST",
)  # fmt: skip


class _Known(ast.NodeTransformer):
    """Names that have been worked out, put in as their values."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:  # ast's own naming
        return ast.copy_location(ast.Constant(self.values[node.id]), node)  # type: ignore[arg-type]


@cache
def constants() -> SimpleNamespace:
    """NAMES with their values; from the class itself where its source cannot be read so."""
    source = _source()
    try:
        return read(source)
    except (KeyError, StopIteration, SyntaxError, ValueError):
        held = resolve_name(f"{MODULE}:{CLASS}")
        return SimpleNamespace(**{name: getattr(held, name) for name in NAMES})


def read(source: str) -> SimpleNamespace:
    """The constants of the class that stands in this source.

    Raises:
        KeyError, StopIteration, SyntaxError, ValueError: where it is not what is looked for.
    """
    body = next(
        node.body
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == CLASS
    )
    found: dict[str, object] = {}
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in NAMES:
                found[name] = ast.literal_eval(_Known(found).visit(node.value))
    return SimpleNamespace(**{name: found[name] for name in NAMES})


def _source() -> str:
    package = find_spec(HOME)
    places = (package.submodule_search_locations if package else None) or []
    module = PathFinder.find_spec("vader", [str(Path(place) / "sentiment") for place in places])
    get_source = getattr(module.loader if module else None, "get_source", None)
    return (get_source("vader") if get_source else None) or ""
