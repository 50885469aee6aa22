"""The index of all runs found on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from analysis.html import escape
from analysis.reporting import manifest, page
from analysis.reporting.progress import plain

HEAD = "".join(f'<th scope="col">{name}</th>' for name in ("Report", "Period", "Made", "State"))
PAGES = ("report.html", "failed.html")


def index(out: Path, manifests: Sequence[Path]) -> str:
    """The page that lists the runs of these manifests, newest first.

    A manifest that cannot be read is listed as broken, for a run that vanishes from a list is a
    run that nobody looks for.
    """
    rows = sorted((_row(out, path) for path in manifests), reverse=True)
    body = "".join(row for _, row in rows)
    table = (
        f'<div class="scroll"><table><thead><tr>{HEAD}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
        if rows
        else "<p>No report has been made yet.</p>"
    )
    return page.layout(
        "Reports",
        f'<header><h1>Reports</h1></header>\n<main id="main" tabindex="-1">{table}</main>\n'
        "<footer><p>All runs in this folder, newest first. Made with pressgauge.</p></footer>",
    )


def _row(out: Path, path: Path) -> tuple[tuple[str, str], str]:
    """The key by which a run is sorted, and its row."""
    folder = path.parent.relative_to(out)
    content = manifest.read(path)
    if content is None:
        name = escape(plain(folder.as_posix()))
        row = f"<tr><td>{name}</td><td></td><td></td>{_state('broken')}</tr>"
        return (path.parent.name, folder.as_posix()), row
    title = escape(plain(content["title"]))
    shown = next((name for name in PAGES if (path.parent / name).is_file()), None)
    if shown:
        title = f'<a href="{escape(quote((folder / shown).as_posix()))}">{title}</a>'
    about = f'<br><span class="small">{escape(plain(content["name"]))}</span>'
    period = escape(plain(content["period"]).replace("_", " to ").replace("-", "\u2011"))
    made = escape(plain(content["started"]).replace("T", " ").replace("Z", " UTC"))
    row = (
        f'<tr><td>{title}{about}</td><td>{period}</td><td class="nowrap">{made}</td>'
        f"{_state(content['state'])}</tr>"
    )
    return (path.parent.name, folder.as_posix()), row


def _state(state: str) -> str:
    known = {"complete", "failed", "interrupted", "running", "broken"}
    name = f' class="state-{state}"' if state in known else ""
    return f"<td{name}>{escape(plain(state))}</td>"
