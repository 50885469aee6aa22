"""The notebooks keep the conventions, and each renders on the sample with its evidence."""

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from analysis import Corpus, reporting
from analysis.reporting import parameters, recorder, spec
from analysis.text import compile_query

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SAMPLE = ROOT / "data" / "sample"
CELLS, LINES = 25, 15  # code cells of a notebook; lines of a cell
HOMES = {"analysis", "pandas"}
FORBIDDEN: dict[type[ast.AST], str] = {
    ast.FunctionDef: "def", ast.AsyncFunctionDef: "def", ast.ClassDef: "class",
    ast.Lambda: "lambda", ast.For: "for", ast.AsyncFor: "for", ast.While: "while",
    ast.comprehension: "for", ast.Try: "try", ast.With: "with", ast.Global: "global",
}  # fmt: skip
CALLS = {"input", "open", "eval", "exec", "compile", "__import__", "globals", "print", "Path"}
# HTML that nobody escaped: everything shown goes through reporting or charts.
RAW_HTML = re.compile(r"\bHTML\s*\(|\bto_html\b|\bStyler\b|\.style\b|\bMarkdown\s*\(|\bdisplay\(")
PATHLIKE = re.compile(r"^[.~]*/|^\.\.?$|\\|^\w+(/[\w.-]+)+$|\.(csv|json|parquet|ipynb|txt|toml)$")


@cache
def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def tags(cell: NotebookNode) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def code(node: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in node["cells"] if cell["cell_type"] == "code"]


def heads(cell: NotebookNode, level: int) -> list[str]:
    marks = "#" * level
    found: list[str] = re.findall(rf"^{marks} (.+)$", cell["source"], re.MULTILINE)
    return found


def faults(node: NotebookNode, where: str = "a notebook") -> list[str]:
    """What breaks the conventions of notebooks, in words; an empty list where nothing does."""
    return [
        *_frame_faults(node, where),
        *[
            f"cell {number}: {fault}"
            for number, cell in enumerate(code(node), 1)
            for fault in _cell_faults(cell)
        ],
    ]


def _frame_faults(node: NotebookNode, where: str) -> list[str]:
    cells, told = node["cells"], []
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    if node["metadata"].get("kernelspec") != kernel:
        told.append("the kernelspec is not python3 in full")
    language = node["metadata"].get("language_info", {})
    if not {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}.items() <= (
        language.items()
    ) or set(language) & {"version", "nbconvert_exporter"}:
        told.append("language_info is not python's, or names a version")
    if not cells or cells[0]["cell_type"] != "markdown" or len(heads(cells[0], 1)) != 1:
        told.append("the first cell is not a text with one h1")
    if sum(len(heads(cell, 1)) for cell in cells if cell["cell_type"] == "markdown") != 1:
        told.append("there is not exactly one h1")
    if len(cells) < 2 or cells[1]["cell_type"] != "code" or tags(cells[1]) != ["parameters"]:
        told.append("the second cell is not tagged parameters")
    if not cells or tags(cells[-1]) != ["results"] or "results()" not in cells[-1]["source"]:
        told.append("the last cell is not tagged results")
    if sum(bool(tags(cell)) for cell in cells) != 2:
        told.append("other cells have tags")
    if len(code(node)) > CELLS:
        told.append(f"{len(code(node))} code cells")
    declared = parameters.declared(node, where)
    told += [f"parameter {each.name} has no help" for each in declared if not each.help]
    return told


def _cell_faults(cell: NotebookNode) -> list[str]:
    source, told = cell["source"], []
    if cell["outputs"] or cell["execution_count"] is not None:
        told.append("has outputs or an execution count")
    lines = [line for line in source.splitlines() if line.strip()]
    if len(lines) > LINES:
        told.append(f"{len(lines)} lines")
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [*told, f"is not plain Python (line {error.lineno}: no `!`, no `%`)"]
    for part in ast.walk(tree):
        told += _part_faults(part, is_parameters=tags(cell) == ["parameters"])
    if found := RAW_HTML.search(source):
        told.append(f"shows raw HTML ({found.group()})")
    return told


def _part_faults(part: ast.AST, *, is_parameters: bool) -> list[str]:
    if type(part) in FORBIDDEN:
        return [f"uses {FORBIDDEN[type(part)]}"]
    if isinstance(part, ast.Import | ast.ImportFrom):
        names = (
            [part.module or "."]
            if isinstance(part, ast.ImportFrom)
            else [alias.name for alias in part.names]
        )
        return [f"imports {name}" for name in names if name.partition(".")[0] not in HOMES]
    if isinstance(part, ast.Call) and ast.unparse(part.func) in CALLS:
        return [f"calls {ast.unparse(part.func)}()"]
    if isinstance(part, ast.Constant) and isinstance(part.value, str) and not is_parameters:
        return [f"holds the path {part.value!r}"] if PATHLIKE.search(part.value.strip()) else []
    return []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_shipped_notebook_keeps_the_conventions(path: Path) -> None:
    node = read(path)
    nbformat.validate(node)
    assert faults(node, path.name) == []


def test_there_are_notebooks_to_check() -> None:
    assert len(NOTEBOOKS) >= 3


def good() -> dict[str, Any]:  # Any: JSON
    node: dict[str, Any] = json.loads(json.dumps(read(NOTEBOOKS[0])))
    return node


BROKEN = [
    ("import os", "imports os"),
    ("from pathlib import Path", "imports pathlib"),
    ("def f():\n    return 1", "uses def"),
    ("class A:\n    pass", "uses class"),
    ("f = lambda: 1", "uses lambda"),
    ("for n in [1]:\n    n", "uses for"),
    ("[n for n in [1]]", "uses for"),
    ("while False:\n    pass", "uses while"),
    ("!false", "is not plain Python (line 1: no `!`, no `%`)"),
    ("%matplotlib inline", "is not plain Python (line 1: no `!`, no `%`)"),
    ("input('?')", "calls input()"),
    ("open('x')", "calls open()"),
    ("Corpus.read('../data/sample')", "holds the path '../data/sample'"),
    ("Corpus.read('data/sample')", "holds the path 'data/sample'"),
    ("Corpus.read('news.csv')", "holds the path 'news.csv'"),
    ("HTML(f'<b>{title}</b>')", "shows raw HTML (HTML()"),
    ("table.to_html(escape=False)", "shows raw HTML (to_html)"),
    ("table.style.bar()", "shows raw HTML (.style)"),
    ("\n".join(["1"] * 16), "16 lines"),
]


@pytest.mark.parametrize(("source", "fault"), BROKEN, ids=[fault for _, fault in BROKEN])
def test_what_a_cell_may_not_hold_is_named(source: str, fault: str) -> None:
    node = good()
    number = len(code(node)) - 1
    code(node)[-2]["source"] = source
    assert faults(node) == [f"cell {number}: {fault}"]


def test_what_a_notebook_must_have_is_named() -> None:
    node = good()
    node["metadata"] = {"kernelspec": {"name": "python3"}}
    node["cells"][0]["source"] = "# One\n\n# Two"
    node["cells"][1]["source"] = 'query: str = "Iran"'
    node["cells"][1]["metadata"]["tags"] = ["parameters", "hidden"]
    node["cells"][-1]["metadata"] = {}
    node["cells"][-1]["execution_count"] = 3
    node["cells"][2:2] = [node["cells"][2]] * 25
    said = faults(node)
    assert said[:6] == [
        "the kernelspec is not python3 in full",
        "language_info is not python's, or names a version",
        "the first cell is not a text with one h1",
        "there is not exactly one h1",
        "the second cell is not tagged parameters",
        "the last cell is not tagged results",
    ]
    assert re.fullmatch(r"\d\d code cells", said[7])
    assert "parameter query has no help" in said
    assert said[-1].endswith("has outputs or an execution count")


@pytest.mark.parametrize("path", sorted((ROOT / "reports").glob("*.toml")), ids=lambda p: p.stem)
def test_a_spec_names_a_shipped_notebook_and_only_declared_parameters(path: Path) -> None:
    said = spec.plan(path, None, None)
    assert said.notebook.resolve() in [path.resolve() for path in NOTEBOOKS]


OTHER = {"lexicon": "vader", "every": "W", "queries": "gpr"}


def other(path: Path) -> dict[str, object]:
    """Other values for those parameters that the notebook has."""
    declared = parameters.declared(read(path), path.name)
    return {each.name: OTHER[each.name] for each in declared if each.name in OTHER}


RENDERED: list[tuple[Path, dict[str, object] | None]] = [
    *((path, None) for path in NOTEBOOKS),
    *((path, other(path)) for path in NOTEBOOKS[1:]),
]


def evidence_faults(entries: list[recorder.Entry], known: set[str]) -> list[str]:
    found = []
    for entry in entries:
        held = entry["evidence"]
        if held.get("query"):
            compile_query(held["query"])
        strangers = set(held.get("doc_ids", [])) - known
        if strangers:
            found.append(f"{entry['name']}: {sorted(strangers)[:3]}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "given"), RENDERED, ids=[f"{p.stem}{'-other' * bool(g)}" for p, g in RENDERED]
)
def test_a_shipped_notebook_renders_twice_to_the_same_bytes(
    path: Path, given: dict[str, object] | None, tmp_path: Path
) -> None:
    reports = [
        reporting.render(path, given, corpus=SAMPLE, out=tmp_path / name) for name in ("a", "b")
    ]
    for part in ("html", "results"):
        one, other = (getattr(report, part).read_bytes() for report in reports)
        assert one == other
    payload = json.loads(reports[0].results.read_text(encoding="utf-8"))
    assert recorder.faults(payload) == []
    known = set(Corpus.read(SAMPLE).documents["doc_id"])
    assert evidence_faults(payload["entries"], known) == []
    assert payload["entries"]
    page = reports[0].html.read_text(encoding="utf-8")
    assert Corpus.read(SAMPLE).notice in page
    assert str(SAMPLE) not in page
    assert len(page.encode()) < 300_000


@pytest.mark.slow
def test_the_brief_records_each_finding_with_its_interval_and_evidence(tmp_path: Path) -> None:
    report = reporting.render(NOTEBOOKS[1], corpus=SAMPLE, out=tmp_path)
    entries = {
        entry["name"]: entry
        for entry in json.loads(report.results.read_text(encoding="utf-8"))["entries"]
    }
    for name in ("attention", "tone"):
        assert entries[name]["evidence"]["query"]
        assert entries[name]["n_docs"] > 0
        change = entries[f"{name}_difference"]
        assert change["lower"] <= change["value"] <= change["upper"]


@pytest.mark.slow
@pytest.mark.parametrize("query", ["Desalination", "zzzznothing"])
def test_the_brief_renders_on_a_topic_with_hardly_an_article(query: str, tmp_path: Path) -> None:
    report = reporting.render(NOTEBOOKS[1], {"query": query}, corpus=SAMPLE, out=tmp_path)
    assert "too few" in report.html.read_text(encoding="utf-8")
