"""Executed notebooks: read, walked and asked whether they ran."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analysis.errors import SpecError
from analysis.reporting.progress import plain


@dataclass(frozen=True)
class Failure:
    """Where and why a notebook stopped: the code cell's number, its heading and the error."""

    cell: int
    heading: str
    source: str
    error: str
    message: str
    traceback: str

    @property
    def where(self) -> str:
        """The cell and the heading it stands under."""
        return f"cell {self.cell}" + (f" ({self.heading})" if self.heading else "")

    def __str__(self) -> str:
        return f"{self.where}: {self.error}: {self.message}"


def read(path: Path) -> NotebookNode:
    """The notebook in the file, in the current format."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cell ids that nbformat mends by itself
            text = path.read_text(encoding="utf-8")
            node = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    except (nbformat.ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = plain(error).strip().partition("\n")[0][:200]
        raise SpecError(f"{path.name} is not a notebook: {said}") from None
    return copied(node)


def copied(notebook: NotebookNode) -> NotebookNode:
    """A copy that can be changed."""
    return nbformat.from_dict(notebook)  # type: ignore[no-untyped-call, no-any-return]


def as_text(notebook: NotebookNode) -> str:
    """The text of its file."""
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


def code_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """The code cells that have code, without the one papermill injects, with their index."""
    for index, cell in enumerate(notebook.cells):
        if has_code(cell):
            yield index, cell


def locate(notebook: NotebookNode, index: int) -> tuple[int, str]:
    """The number among the code cells, from 1, and the heading above the cell at that index."""
    number = sum(1 for other, _ in code_cells(notebook) if other <= index)
    for cell in reversed(notebook.cells[: index + 1]):
        found = re.findall(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and found:
            return number, plain(found[-1])
    return number, ""


def failure(notebook: NotebookNode) -> Failure | None:
    """The first cell that ended in an error, or did not run at all; None when all ran."""
    for index, cell in code_cells(notebook):
        errors = [out for out in cell.outputs if out.output_type == "error"]
        number, heading = locate(notebook, index)
        if errors:
            trace = plain("\n".join(errors[0].traceback))
            said = plain(errors[0].evalue)
            return Failure(number, heading, cell.source, plain(errors[0].ename), said, trace)
        if not cell.execution_count:
            return Failure(number, heading, cell.source, "NotRun", "the cell has not run", "")
    return None


def has_code(cell: NotebookNode) -> bool:
    """True for a cell with code that is not papermill's own."""
    injected = "injected-parameters" in cell.get("metadata", {}).get("tags", [])
    return cell.cell_type == "code" and bool(cell.source.strip()) and not injected
