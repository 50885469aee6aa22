"""The figure that every chart is: a matplotlib Figure that also says in words what it shows."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure

from analysis.charts.style import house
from analysis.charts.svg import slim

# What matplotlib writes into an SVG about the moment and the machine.
_ANONYMOUS = {"Date": None, "Creator": None, "Format": None, "Type": None}


class Chart(Figure):
    """A matplotlib Figure with `alt`, its alternative text computed from the table.

    In Jupyter it shows itself as SVG, the same bytes for the same table. `savefig` and everything
    else of a Figure work as usual.
    """

    def __init__(self, *, size: tuple[float, float], alt: str) -> None:
        super().__init__(figsize=size, facecolor="white")
        self.alt = alt

    def svg(self) -> str:
        """The chart as SVG text, letters as shapes, without date or creator."""
        buffer = BytesIO()
        self.savefig(buffer, format="svg")
        return slim(buffer.getvalue().decode(), alt=self.alt)

    # Any in the next two: they pass on whatever matplotlib takes.
    def savefig(self, fname: Any, **kwargs: Any) -> None:
        """As in matplotlib, under the house style; an SVG carries no date."""
        named = Path(fname).suffix if isinstance(fname, str | Path) else ""
        if kwargs.get("format", named.lstrip(".")) == "svg":
            kwargs["metadata"] = {**_ANONYMOUS, **(kwargs.get("metadata") or {})}
        with house():
            super().savefig(fname, **kwargs)

    def draw(self, renderer: RendererBase) -> None:
        """As in matplotlib, under the house style."""
        with house():
            super().draw(renderer)

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> tuple[dict[str, str], dict[str, Any]]:  # Any: Jupyter's metadata
        """What Jupyter shows: SVG with its alternative text, or the text alone."""
        data = {"image/svg+xml": self.svg(), "text/plain": self.alt}
        return data, {"image/svg+xml": {"alt": self.alt}}
