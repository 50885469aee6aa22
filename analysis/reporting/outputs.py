"""One output of a cell as HTML that can do nothing: no script, no style, nothing loaded."""

from __future__ import annotations

import base64
import binascii
import html as markup
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from analysis.html import escape
from analysis.reporting.progress import plain

# What a page of text, tables and folded evidence needs; whatever is not here loses its tag.
TAGS = set(
    "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li "
    "mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead time tr "
    "u ul".split()
)
ATTRIBUTES = {
    "*": {"class", "lang", "dir", "title"},
    "a": {"href"},
    "details": {"open"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
CLASSES = {
    "num",
    "nowrap",
    "small",
    "source",
    "corpus",
    "notice",
    "fold",
    "evidence",
    "quoted",
    "reading",
}
IMAGES = ("image/svg+xml", "image/png", "image/jpeg")
TEXTS = ("text/html", "text/markdown")
# Shown as a note where they stood, for a reader must know that something is not there.
EMBEDDED = re.compile(r"<\s*(script|iframe|object|embed|img|svg|video|audio|form|canvas)\b", re.I)


def show(output: Mapping[str, Any], cell: Mapping[str, Any]) -> str:  # Any: what JSON holds
    """An output of a cell, safe to stand in the page."""
    kind = output["output_type"]
    if kind == "stream":
        return _stream(output)
    if kind == "error":
        return f'<p class="error">{escape(plain(output["evalue"]))}</p>\n'
    data = output["data"]
    for mime in IMAGES:
        if mime in data:
            return image(mime, data, output.get("metadata", {}), cell)
    if "text/html" in data:
        return wrapped(clean(data["text/html"]))
    if "text/markdown" in data:
        return prose(data["text/markdown"])
    others = sorted(name for name in data if name not in {"text/plain", "text/latex"})
    if others:
        return note(f"[output of type {others[0]} not shown]")
    return f"<pre>{escape(plain(data.get('text/plain', '')))}</pre>\n"


def prose(markdown: str) -> str:
    """Markdown as clean HTML."""
    return wrapped(clean(from_markdown(markdown)))


def from_markdown(markdown: str) -> str:
    """Markdown as HTML, not clean yet."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(markdown)


def clean(html: str) -> str:
    """HTML with only the allowed tags, attributes, classes and web links; one h1 is elsewhere.

    >>> clean('<p onclick="x()">a<script>b</script></p>')
    '<p>a</p><p class="note">[output of type script not shown]</p>\\n'
    """
    safe = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )
    embedded = sorted({name.lower() for name in EMBEDDED.findall(html)})
    notes = "".join(note(f"[output of type {name} not shown]") for name in embedded)
    return safe + notes


def demoted(html: str) -> str:
    """Clean HTML whose headings leave the first level to the page's own."""
    return re.sub(r"(</?h)1\b", r"\g<1>2", html)


def wrapped(html: str) -> str:
    """Clean HTML without an h1, its tables in boxes that scroll on a narrow screen."""
    boxed = re.sub(
        r"<table\b.*?</table>", r'<div class="scroll">\g<0></div>', demoted(html), flags=re.S
    )
    return boxed.strip() + "\n"


def image(
    mime: str, data: Mapping[str, Any], metadata: Mapping[str, Any], cell: Mapping[str, Any]
) -> str:  # Any: what JSON holds
    """A figure as an image: a browser runs nothing that stands in an SVG loaded so."""
    about = metadata.get(mime)
    alt = about.get("alt") if isinstance(about, dict) else None
    alt = (
        alt or metadata.get("alt") or cell.get("metadata", {}).get("alt") or data.get("text/plain")
    )
    text = plain(alt or "Figure without a description").strip()
    if mime == "image/svg+xml":
        source = f"data:{mime},{_percent(data[mime])}"
    else:
        try:
            content = base64.b64decode("".join(data[mime].split()), validate=True)
        except (binascii.Error, ValueError):
            return note(f"[output of type {mime} not shown: it is damaged]")
        source = f"data:{mime};base64,{base64.b64encode(content).decode()}"
    return f'<figure><img src="{source}" alt="{escape(text)}"></figure>\n'


def _percent(svg: str) -> str:
    """The SVG as a data address holds it: a fifth smaller than in base64."""
    # Each double quotation mark would take three characters; the single one needs none.
    swapped = svg if "'" in svg else svg.replace('"', "'")
    return quote(swapped, safe=" !$'()*+,-./:;=?@[]^_`{|}~")


def note(text: str) -> str:
    """A line that stands where something does not."""
    return f'<p class="note">{escape(text)}</p>\n'


def _stream(output: Mapping[str, Any]) -> str:  # Any: what JSON holds
    text = plain(output["text"]).strip()
    if not text:
        return ""
    if output["name"] == "stdout":
        return f"<pre>{escape(text)}</pre>\n"
    # Warnings name files; where they lie on this machine is nobody's business.
    nameless = re.sub(r"(?<![\w:/])(?:[A-Za-z]:)?(?:[/\\][^/\\\s:'\"]+)+[/\\]", "", text)
    return note("The code warned while it ran:") + f"<pre>{escape(nameless)}</pre>\n"


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if word in CLASSES) or None
    if name == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    return value


def unescaped(html: str) -> str:
    """The text of a piece of HTML without tags."""
    return markup.unescape(html).strip()
