"""The one escaper: every piece of HTML that pressgauge makes goes through here."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

# Bidirectional controls reorder what a person reads (CVE-2021-42574) and C0/C1 controls have no
# place in a page, and a lone surrogate cannot be written at all; each is shown as the replacement
# character so that nothing vanishes.
_C0 = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20))  # all but tab, line feed, return
_CONTROLS = dict.fromkeys(
    [
        *_C0,
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
    ],
    "\ufffd",
)


def escape(text: object) -> str:
    """The text as it must stand in HTML, in an element or a quoted attribute.

    >>> escape('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    """
    return html.escape(str(text).translate(_CONTROLS), quote=True)


def link(text: object, url: object) -> str:
    """A link to an article, or the text alone where the address is not http or https.

    >>> link("A & B", "https://example.org/?a=1&b=2")
    '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">A &amp; B</a>'
    >>> link("A", "javascript:alert(1)")
    'A'
    """
    if not is_web(url):
        return escape(text)
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(text)}</a>'


def is_web(url: object) -> bool:
    """True for an absolute http or https address without control characters or white space."""
    if not isinstance(url, str) or url != "".join(url.translate(_CONTROLS).split()):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def table(head: Sequence[object], rows: Iterable[Sequence[str]], *, caption: str = "") -> str:
    """A table whose head and caption are escaped here and whose cells are HTML already.

    >>> table(["n"], [[escape("<1")]])[45:]
    '</thead><tbody><tr><td>&lt;1</td></tr></tbody></table>'
    """
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{named}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
