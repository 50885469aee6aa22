"""The one form in which text, titles and names are kept.

Cleaning is idempotent: an article written out and read again stays the same, so its doc_id does.
"""

from __future__ import annotations

import html
import re
import unicodedata

from analysis.text import sentence_spans

MAX_PASSES = 20  # markup escaped more often than this is not an accident
TITLE_LENGTH = 90  # characters of a displayed title, ellipsis included

# What a text that needs no cleaning does not hold, beside characters that do not print.
_SUSPECT = ("<", "&", "]]>", " \n", "\t\n", "\n\n\n")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\u2028]")
# Removed: controls, byte order marks, zero-width spaces, soft hyphens, bidirectional overrides.
_REMOVED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\u200b\u00ad\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# A space that a tokeniser on plain spaces would not see as one.
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Windows punctuation that was read as Latin-1: browsers show these characters too.
_C1 = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_HAS_C1 = re.compile(r"[\x80-\x9f]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NESTED_AMP = re.compile(r"&(?:amp;){2,}", re.IGNORECASE)
_PARAGRAPH = ("address article aside blockquote div dl fieldset figcaption figure footer form h1 "
              "h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul").split()  # fmt: skip
_LINE = "br dd dt li option tr".split()
_GAP = "td th".split()
_INLINE = ("a abbr acronym amp-img audio b base bdi bdo big body button canvas caption center cite "
           "code col colgroup data del details dfn em embed figcaption font head html i iframe img "
           "input ins kbd label legend link map mark meta noscript object param picture q s samp "
           "script select small source span strike strong style sub summary sup svg tbody template "
           "textarea tfoot thead time title track tt u var video wbr").split()  # fmt: skip
_BREAKS = dict.fromkeys(_PARAGRAPH, "\n\n") | dict.fromkeys(_LINE, "\n") | dict.fromkeys(_GAP, " ")
_NAMES = "|".join(sorted({*_BREAKS, *_INLINE}, key=lambda name: (-len(name), name)))
# Only a known name with well-formed attributes is a tag: "a < b and c > d", "<b and c>" and
# "<reuters@example.org>" stay. Possessive quantifiers keep hostile text linear.
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>{_NAMES}|[a-z]{{1,8}}:[a-z]{{1,20}})"
    r"(?P<rest>(?:\s++[\w:@.-]{1,60}\s*+=\s*+(?:\"[^\"<]{0,4000}\"|'[^'<]{0,4000}'|[^\s\"'=<>`]{1,4000}+)"
    r"|\s++(?:allowfullscreen|async|checked|controls|defer|disabled|hidden|itemscope|loop|muted|selected)\b)*+)"
    r"\s*+/?>"
    r"|(?P<comment><!--)|<!doctype\s[^<>]{0,400}>|<!\[cdata\[|\]\]>",
    re.IGNORECASE | re.DOTALL,
)
_CLOSED_BY = {"script": "</script", "style": "</style", "<!--": "-->"}  # content goes too
# Looking back keeps a long run of spaces from being tried at each of them.
_TRAILING = re.compile(r"(?<![ \t])[ \t]++\n")
_BLANK = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """The text without markup and control characters, in NFC, paragraphs apart by a blank line.

    Entities are decoded and HTML tags removed (script and style with their content); curly
    quotes and every other letter stay. Markup escaped inside markup is undone too, so that
    cleaning twice changes nothing.

    >>> clean("<p>Oil &amp; gas</p><p>rose, a < b</p>")
    'Oil & gas\\n\\nrose, a < b'
    """
    if _is_clean(text):
        return text.strip()
    for _ in range(MAX_PASSES):
        before, text = text, _once(text)
        if text == before:
            break
    return text


def line(text: str) -> str:
    """The cleaned text on one line, for titles and names of sources.

    >>> line("  The <b>Daily</b>\\nNews ")
    'The Daily News'
    """
    return " ".join(clean(text).split())


def raw(text: str) -> str:
    """The text as it came, without what no table can hold: lone surrogates and NUL."""
    return (_whole(text) if _SURROGATE.search(text) else text).replace("\x00", "")


def display_title(title: object, text: str) -> str:
    """The title, or where it is missing the first sentence, or its first 90 characters and "…".

    For pages and tables only: a missing title stays missing in the documents.

    >>> display_title(None, "U.S. oil rose. Gold fell.")
    'U.S. oil rose.'
    """
    if isinstance(title, str) and title:
        return title
    start = text[: 10 * TITLE_LENGTH].strip().split("\n\n")[0]
    spans = sentence_spans(start)
    first = " ".join(start[slice(*spans[0])].split()) if spans else ""
    if len(first) <= TITLE_LENGTH:
        return first
    return first[: TITLE_LENGTH - 1].rstrip() + "…"


def _is_clean(text: str) -> bool:
    """Whether nothing but white space at the ends has to go; most articles are."""
    return (
        _prints(text)
        and not any(each in text for each in _SUSPECT)
        and unicodedata.is_normalized("NFC", text)
    )


def _prints(text: str) -> bool:
    """False where there may be controls, unusual spaces, invisible marks or lone surrogates."""
    return text.replace("\n", "").replace("\t", "").isprintable()


def _whole(text: str) -> str:
    """Pairs of surrogates joined to their character, lone ones replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _once(text: str) -> str:
    # Most texts need few of these steps, and looking whether one is needed is the cheaper part.
    if not _prints(text):
        text = _printing(text)
    if "<" in text or "]]>" in text:
        text = _without_tags(text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), _NESTED_AMP.sub("&", text))
    text = unicodedata.normalize("NFC", text)
    if " \n" in text or "\t\n" in text:
        text = _TRAILING.sub("\n", text)
    return (_BLANK.sub("\n\n", text) if "\n\n\n" in text else text).strip()


def _printing(text: str) -> str:
    """The text with line ends and spaces of one kind, without what does not print."""
    if _SURROGATE.search(text):
        text = _whole(text)
    if _HAS_C1.search(text):
        text = text.translate(_C1)
    text = _LINE_END.sub("\n", text).replace("\u2029", "\n\n")
    return _SPACES.sub(" ", _REMOVED.sub("", text))


def _without_tags(text: str) -> str:
    pieces, position = [], 0
    lowered = text.lower() if len(text.lower()) == len(text) else text
    unclosed: set[str] = set()  # what nothing closes any more need not be searched again
    for found in _TAG.finditer(text):
        if found.start() < position:
            continue
        name = (found["name"] or found["comment"] or "").lower()
        end = found.end()
        if name in _CLOSED_BY and not found["close"] and name not in unclosed:
            closing = lowered.find(_CLOSED_BY[name], end)
            if closing < 0:
                unclosed.add(name)
            else:
                end = closing + (len("-->") if found["comment"] else 0)
        if found["comment"] and end == found.end():
            continue
        pieces += [text[position : found.start()], _BREAKS.get(name, "")]
        position = end
    pieces.append(text[position:])
    return "".join(pieces)
