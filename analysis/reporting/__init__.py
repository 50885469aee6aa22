"""Notebooks to reports: papermill and nbconvert are known here and nowhere else.

Names load when they are first used, because a notebook's own kernel imports this package for
`say` and `record` and should not wait for papermill.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.reporting.display import articles, evidence, heading, kwic, results, table
    from analysis.reporting.prose import Share, say
    from analysis.reporting.recorder import record
    from analysis.reporting.rendering import Report, render
    from analysis.reporting.showing import finding, show
    from analysis.reporting.spec import assignments

_HOMES = {
    "Report": "rendering",
    "Share": "prose",
    "articles": "display",
    "assignments": "spec",
    "evidence": "display",
    "finding": "showing",
    "heading": "display",
    "kwic": "display",
    "record": "recorder",
    "render": "rendering",
    "results": "display",
    "say": "prose",
    "show": "showing",
    "table": "display",
}

__all__ = [
    "Report",
    "Share",
    "articles",
    "assignments",
    "evidence",
    "finding",
    "heading",
    "kwic",
    "record",
    "render",
    "results",
    "say",
    "show",
    "table",
]


def __getattr__(name: str) -> Any:  # Any: a module's attributes have no common type
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
