"""The HTML of a report, a failed run and the index: one layout, one style, no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from analysis.errors import RenderError
from analysis.html import escape
from analysis.reporting import outputs
from analysis.reporting.notebook import Failure, code_cells, copied, locate
from analysis.reporting.parameters import Parameter, Value
from analysis.reporting.progress import plain

LIMIT = 300_000  # bytes: a page that opens at once on a telephone and passes through mail
PARTS_NAMED = 3
TEMPLATES = Path(__file__).parent / "template"
FOOT = (
    "Made with pressgauge from the notebook executed.ipynb; its recorded numbers are in "
    "results.json, beside this page."
)


def report(
    notebook: NotebookNode,
    *,
    title: str,
    declared: Sequence[Parameter],
    values: Mapping[str, Value],
) -> str:
    """The page of an executed notebook; the same content gives the same bytes.

    The notebook's first h1 is the page's one h1, what follows it in its cell the standfirst, and
    `title` the line above. Without an h1 in the notebook the title is the h1. Raises RenderError
    where the page comes out too large to publish.
    """
    first, lede, rest = _opening(notebook)
    name = title or _text(first) or "Report"
    resources = {
        "kicker": escape(title) if first and title else "",
        "heading": first or escape(name),
        "lede": lede,
        "card": card(declared, values),
        "foot": escape(FOOT),
    }
    body = _body(rest, resources)
    lang = str(notebook.metadata.get("lang", "en"))
    page = layout(name, body, lang=lang if re.fullmatch(r"[A-Za-z0-9-]{2,20}", lang) else "en")
    size = len(page.encode())
    if size > LIMIT:
        raise _too_large(size, notebook)
    return page


def failed(title: str, state: str, message: str, failure: Failure | None, links: list[str]) -> str:
    """The page of a run that did not come out: what stopped it, and where to look."""
    parts = [f"<header><p class='kicker'>{escape(title)}</p>".replace("'", '"')]
    parts.append(f"<h1>This run {escape(state)}</h1></header>")
    parts.append(f'<main id="main" tabindex="-1"><p class="error">{escape(plain(message))}</p>')
    if failure is not None:
        under = f", under “{escape(failure.heading)}”" if failure.heading else ""
        parts.append(f"<h2>Code cell {failure.cell}{under}</h2>")
        parts.append(f"<pre>{escape(plain(failure.source))}</pre>")
        if failure.traceback:
            trace = escape(plain(failure.traceback))
            parts.append(f"<details><summary>Traceback</summary><pre>{trace}</pre></details>")
    files = "".join(f'<li><a href="{escape(name)}">{escape(name)}</a></li>' for name in links)
    parts.append(f"<h2>Kept for you</h2><ul>{files}</ul></main>")
    parts.append("<footer><p>Published reports are as they were before this run.</p></footer>")
    return layout(f"{title}: this run {state}", "\n".join(parts))


def card(declared: Sequence[Parameter], values: Mapping[str, Value]) -> str:
    """The parameters of a run, with their help; of a path only its last part."""
    if not declared:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(p.name)}</th><td>{escape(_shown(p, values[p.name]))}</td>'
        f'<td class="help">{escape(p.help)}</td></tr>'
        for p in declared
    )
    chosen = " · ".join(f"{p.name} {_shown(p, values[p.name])}" for p in declared if values[p.name])
    return (
        f'<details class="card"><summary>Parameters <span>{escape(chosen)}</span></summary>'
        f'<div class="scroll"><table><tbody>{rows}</tbody></table></div></details>\n'
    )


def layout(title: str, body: str, *, lang: str = "en") -> str:
    """A whole page around a body that is HTML already."""
    environment = Environment(  # every value below is escaped or our own HTML
        loader=FileSystemLoader(TEMPLATES / "pressgauge"),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    return environment.get_template("layout.html.j2").render(
        title=escape(title), body=body.strip(), lang=lang, style=_style(), policy=_policy()
    )


@cache
def _style() -> str:
    return (TEMPLATES / "pressgauge" / "style.css").read_text(encoding="utf-8").strip()


def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def heading(notebook: NotebookNode) -> str:
    """The text of the notebook's first h1, or nothing."""
    return _text(_opening(notebook)[0])


def _body(notebook: NotebookNode, resources: dict[str, str]) -> str:
    exporter = TemplateExporter(  # type: ignore[no-untyped-call]
        template_name="pressgauge",
        template_file="index.html.j2",
        extra_template_basedirs=[str(TEMPLATES)],
    )
    exporter.register_filter("show", outputs.show)  # type: ignore[no-untyped-call]
    exporter.register_filter("prose", outputs.prose)  # type: ignore[no-untyped-call]
    return str(exporter.from_notebook_node(notebook, resources=resources)[0])


def _opening(
    notebook: NotebookNode,
) -> tuple[str, str, NotebookNode]:
    """The first h1, the rest of its cell, and the notebook without that cell."""
    rest = copied(notebook)
    for index, cell in enumerate(rest.cells):
        if cell.cell_type != "markdown":
            continue
        html = outputs.clean(outputs.from_markdown(cell.source))
        found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
        if found:
            lede = outputs.wrapped(html[: found.start()] + html[found.end() :])
            del rest.cells[index]
            return found[1].strip(), lede, rest
    return "", "", rest


def _text(html: str) -> str:
    return outputs.unescaped(re.sub(r"<[^>]*>", "", html))


def _shown(parameter: Parameter, value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if parameter.is_path:
        return re.split(r"[/\\]", str(value).rstrip("/\\"))[-1]
    return str(value)


def _too_large(size: int, notebook: NotebookNode) -> RenderError:
    parts = []
    for index, cell in code_cells(notebook):
        number, heading = locate(notebook, index)
        room = sum(len(outputs.show(output, cell).encode()) for output in cell.outputs)
        parts.append((room, f"cell {number} ({heading or 'no heading'})"))
    largest = sorted(parts, key=lambda part: -part[0])[:PARTS_NAMED]
    named = ", ".join(f"{where} {room / 1000:.0f} kB" for room, where in largest)
    return RenderError(
        f"The page is {size / 1000:.0f} kB and may be {LIMIT / 1000:.0f} kB at most. "
        f"The largest parts: {named}. Show fewer rows or simpler figures."
    )
