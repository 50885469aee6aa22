"""matplotlib's SVG made small: the same picture in less than half the bytes."""

from __future__ import annotations

import hashlib
import re

from analysis.html import escape

_NUMBER = re.compile(r"(?:scale|translate)\([^)]*\)|-?\d+\.\d+")
_ID = re.compile(r' id="([^"]*)"')
_USED = re.compile(r'(?:href="#([^"]*)")|(?:url\(#([^)]*)\))')
_COMMAND = re.compile(r" ?([A-Za-z]) ?")
_ALIKE = re.compile(r"<g([^>]*)>((?:<use [^>]*/>){2,})</g>")
_LOOK = re.compile(r'(<use href="[^"]*" x="[^"]*" y="[^"]*")([^>]*)/>')
_GLYPH = re.compile(r' d="([^"]*)" transform="scale\(0\.015625\)"')
_COARSE = 16  # of the 64ths that outlines of letters come in: 0.03 pt in a title
_STYLE = re.compile(r' style="([^"]*)"')


def slim(svg: str, *, alt: str) -> str:
    """The SVG without prolog, comments, metadata and spare digits, and with a spoken name.

    Ids are numbered within a prefix taken from the content, so that two charts on one page do
    not borrow each other's shapes. Styles become attributes, which no content policy forbids.
    """
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.S)
    svg = svg.replace("xlink:href", "href").replace(
        ' xmlns:xlink="http://www.w3.org/1999/xlink"', ' stroke-linejoin="round"'
    )
    svg = _STYLE.sub(_attributes, svg)
    svg = re.sub(r'(<use href="#[^"]*") transform="translate\((\S+) 0\)"', r'\1 x="\2"', svg)
    svg = _GLYPH.sub(lambda found: f'{_relative(found[1])} transform="scale({_COARSE / 64})"', svg)
    svg = _NUMBER.sub(lambda found: _shorter(found.group()), svg)
    svg = re.sub(r' d="[^"]*"', lambda found: _tight(found.group()), svg)
    svg = _numbered(svg)
    svg = re.sub(r">\s+<", "><", re.sub(r"\s*/>", "/>", svg))
    svg = _ALIKE.sub(_hoisted, svg)
    svg = re.sub(r"<defs></defs>|<g></g>", "", svg).strip()
    named = f'<svg role="img" aria-label="{escape(alt)}" '
    return svg.replace("<svg ", named, 1) + "\n"


def _attributes(found: re.Match[str]) -> str:
    pairs = (part.split(":", 1) for part in found.group(1).split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)


def _relative(outline: str) -> str:
    """A letter's outline in coarser units and relative steps, which take half the digits."""
    parts: list[str] = []
    here = start = (0, 0)
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", outline):
        flat = [round(float(number) / _COARSE) for number in numbers.split()]
        points = list(zip(flat[::2], flat[1::2], strict=True))
        steps = " ".join(f"{x - here[0]} {y - here[1]}" for x, y in points).replace(" -", "-")
        parts.append(command.lower() + steps)
        here = points[-1] if points else start
        start = here if command == "M" else start
    return f' d="{"".join(parts)}"'


def _hoisted(found: re.Match[str]) -> str:
    """A run of marks that look alike, with the look said once for all of them."""
    looks = {look for _, look in _LOOK.findall(found[2])}
    if len(looks) != 1 or len(_LOOK.findall(found[2])) != found[2].count("<use "):
        return found[0]
    return f"<g{found[1]}{looks.pop()}>{_LOOK.sub(lambda use: f'{use[1]}/>', found[2])}</g>"


def _shorter(number: str) -> str:
    """One decimal, of a point or less: below what a screen shows. A factor keeps its own."""
    if number.startswith(("scale", "translate")):
        return number
    short = f"{float(number):.1f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _tight(path: str) -> str:
    flat = " ".join(path[4:-1].split())
    return f' d="{_COMMAND.sub(lambda found: found[1], flat)}"'


def _numbered(svg: str) -> str:
    """Ids nobody refers to are dropped, the rest are short."""
    used = {name for pair in _USED.findall(svg) for name in pair if name}
    prefix = "p" + hashlib.sha256(svg.encode()).hexdigest()[:5]
    names: dict[str, str] = {}
    for name in _ID.findall(svg):
        if name in used:
            names.setdefault(name, f"{prefix}{len(names):x}")
    svg = _ID.sub(lambda found: f' id="{names[found[1]]}"' if found[1] in names else "", svg)
    return _USED.sub(
        lambda found: f'href="#{names[found[1]]}"' if found[1] else f"url(#{names[found[2]]})", svg
    )
