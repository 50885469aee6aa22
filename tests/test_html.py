"""The one escaper: nothing from an article reaches a page as markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import html

HOSTILE = st.text(alphabet="<>&\"'/=a \x00\x1b\u202e\u2066\x85\ud800;#x") | st.text()


class Reader(HTMLParser):
    """Collects what a browser would see: tags with attributes, and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@given(HOSTILE)
def test_escaped_text_holds_no_markup_and_can_be_written(text: str) -> None:
    safe = html.escape(text)
    assert not set(safe) & set("<>\"'\x00\x1b\u202e\u2066\x85")
    assert len(safe) >= len(text)
    assert safe.encode("utf-8").decode("utf-8") == safe
    found = read(f'<i title="{safe}">{safe}</i>')
    assert [tag for tag, _ in found.tags] == ["i"]
    assert found.tags[0][1]["title"] == found.text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Oil & gas <b>", "Oil &amp; gas &lt;b&gt;"),
        ('"it\'s"', "&quot;it&#x27;s&quot;"),
        ("a\x00b\x1bc\x9fd", "a\ufffdb\ufffdc\ufffdd"),
        ("\u202eevil\u2069", "\ufffdevil\ufffd"),
        ("\ud800", "\ufffd"),
        ("tab\t line\n متن", "tab\t line\n متن"),
        (None, "None"),
        (3.5, "3.5"),
    ],
)
def test_each_character_is_kept_shown_or_replaced(text: object, safe: str) -> None:
    assert html.escape(text) == safe


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        " https://example.org",
        "https://exam\nple.org",
        "https://example.org/\u202e",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://",
        "https:///path",
        "http://[::1",
        "file:///etc/passwd",
        "",
        None,
        float("nan"),
        7,
    ],
)
def test_what_is_no_web_address_is_shown_as_text_alone(url: object) -> None:
    assert not html.is_web(url)
    assert html.link("<A>", url) == "&lt;A&gt;"


@pytest.mark.parametrize("url", ["https://example.org", "HTTP://example.org:80/ü?q='\"><&x=1"])
def test_a_web_address_is_one_link_whose_address_is_whole(url: str) -> None:
    found = read(html.link('"A" <B>', url))
    assert found.tags == [("a", {"href": url, "rel": "noopener noreferrer"})]
    assert found.text == '"A" <B>'


def test_a_table_escapes_its_head_and_caption_and_keeps_its_cells() -> None:
    page = html.table(["<n>", 1], [["<b>x</b>", "2"], ["3", "4"]], caption="A & B")
    assert page == (
        '<table><caption>A &amp; B</caption><thead><tr><th scope="col">&lt;n&gt;</th>'
        '<th scope="col">1</th></tr></thead><tbody><tr><td><b>x</b></td><td>2</td></tr>'
        "<tr><td>3</td><td>4</td></tr></tbody></table>"
    )


def test_a_table_without_rows_or_caption_keeps_its_head() -> None:
    assert html.table(["n"], []) == (
        '<table><thead><tr><th scope="col">n</th></tr></thead><tbody></tbody></table>'
    )
