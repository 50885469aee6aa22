"""The page: whole, readable, and nothing in it can run, load or restyle."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.errors import RenderError
from analysis.reporting import outputs, page
from analysis.reporting.notebook import Failure
from analysis.reporting.parameters import parse

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PNG = base64.b64encode(b"\x89PNG").decode()
INERT = {"meta", "style", "img", "a", "details", "summary"}


class Reader(HTMLParser):
    """Every tag of a page with its attributes, and whether all that opens also closes."""

    VOID = {"meta", "img", "br", "hr"}  # noqa: RUF012  # never changed

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def made(*cells: NotebookNode, title: str = "Brief") -> str:
    return page.report(new_notebook(cells=list(cells)), title=title, declared=(), values={})


def shows(data: dict[str, object], **metadata: object) -> NotebookNode:
    output = new_output("display_data", data=data, metadata=metadata)
    return new_code_cell("secret_code()", outputs=[output], execution_count=1)


def assert_inert(html: str) -> None:
    reader = Reader(html)
    assert reader.open == []
    assert len(reader.named("h1")) == 1
    for tag, attributes in reader.tags:
        assert tag not in {"script", "iframe", "object", "embed", "link", "base", "form", "svg"}
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert (attributes.get("src") or "data:image/").startswith("data:image/")
        assert re.match(r"https?://|#main$|[\w.]+$", attributes.get("href") or "#main")
    assert html.count("<style>") == html.count("</style>") == 1


HOSTILE = [
    new_markdown_cell("# One\n\n<script>alert(1)</script> <p style='color:red' onclick=x>a</p>"),
    new_markdown_cell(
        "# Two\n\n[x](javascript:alert(1)) [y](data:text/html,x) ![i](http://e.example/i)"
    ),
    new_markdown_cell("</style><style>body{display:none}</style></main></body>"),
    shows({"text/html": "<table><tr><td><img src=x onerror=alert(1)>cell</td></tr></table>"}),
    shows(
        {"text/html": "<h1>Three</h1><iframe src='https://e.example'></iframe><a href=//e>a</a>"}
    ),
    shows(
        {"text/html": "<a href='https://e.example' target=_blank rel=opener>ok</a></div></section>"}
    ),
    shows({"text/markdown": "# Four <svg onload=alert(1)>"}),
    shows({"application/javascript": "alert(1)", "text/plain": "<Javascript>"}),
    shows({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Widget()"}),
    shows({"image/svg+xml": SVG, "text/plain": '"><script>alert(1)</script>'}),
    shows({"image/png": PNG + "\n", "text/plain": "x"}, **{"image/png": {"alt": 'A "chart" <b>'}}),
    shows({"image/jpeg": "not base 64!"}),
    shows({"text/plain": "\x1b[31m<script>alert(1)</script>\x1b[0m"}),
    new_code_cell(
        "x",
        outputs=[
            new_output("stream", name="stdout", text="<b>out\x1b]0;title\x07</b>"),
            new_output("stream", name="stderr", text="/home/me/news/a.py:3: Warning: <i>\n"),
        ],
    ),
]


def test_a_hostile_notebook_makes_an_inert_page() -> None:
    html = made(*HOSTILE, title="</title><script>alert(1)</script>")
    assert_inert(html)
    text = Reader(html).text
    for note in (
        "[output of type script not shown]",
        "[output of type img not shown]",
        "[output of type iframe not shown]",
        "[output of type application/javascript not shown]",
        "[output of type application/vnd.jupyter.widget-view+json not shown]",
        "[output of type image/jpeg not shown: it is damaged]",
        "a.py:3: Warning: <i>",
        "<b>out</b>",
    ):
        assert note in text
    assert "/home/me" not in html
    assert "secret_code" not in html


def test_figures_are_images_with_the_alt_they_were_given() -> None:
    reader = Reader(made(*HOSTILE))
    assert reader.named("img") == [
        {
            "src": "data:image/svg+xml," + quote(SVG.replace('"', "'"), safe=" '/:=.()"),
            "alt": '"><script>alert(1)</script>',
        },
        {"src": f"data:image/png;base64,{PNG}", "alt": 'A "chart" <b>'},
    ]


def test_a_link_to_an_article_opens_without_an_opener() -> None:
    links = [a for a in Reader(made(*HOSTILE)).named("a") if a.get("href", "#")[0] != "#"]
    assert links == [{"href": "https://e.example", "rel": "noopener noreferrer"}]


@given(st.text(max_size=80), st.sampled_from(["text/html", "text/markdown", "text/plain"]))
def test_no_output_leaves_the_page_open(text: str, mime: str) -> None:
    assert_inert(made(new_markdown_cell("# One"), shows({mime: text})))


def test_the_policy_holds_the_hash_of_the_one_style() -> None:
    html = made(new_markdown_cell("# One"))
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert Reader(html).named("meta")[1] == {
        "http-equiv": "Content-Security-Policy",
        "content": f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'",
    }


def test_the_page_has_its_landmarks_title_and_standfirst() -> None:
    html = made(
        new_markdown_cell("# Coverage *fell*\n\nWho reads it."), new_markdown_cell("## Next")
    )
    tags = [tag for tag, _ in Reader(html).tags]
    for landmark in ("header", "main", "footer", "title", "h1"):
        assert tags.count(landmark) == 1
    assert Reader(html).named("html") == [{"lang": "en"}]
    assert Reader(html).named("a")[0] == {"class": "skip", "href": "#main"}
    assert "<title>Brief</title>" in html
    assert '<p class="kicker">Brief</p>\n<h1>Coverage <em>fell</em></h1>\n<p>Who reads' in html


def test_without_an_h1_the_title_is_the_heading() -> None:
    html = made(new_markdown_cell("Text."))
    assert "<h1>Brief</h1>" in html
    assert "kicker" not in html.partition("<body>")[2]
    assert "<h1>Report</h1>" in made(title="")


def test_without_a_title_the_heading_names_the_page() -> None:
    assert "<title>Coverage fell &amp; rose</title>" in made(
        new_markdown_cell("# Coverage *fell* & rose"), title=""
    )


def test_the_card_shows_of_a_path_only_its_last_part() -> None:
    declared = parse(
        'corpus: str = ""  # the articles\nwords: list[str] = []\nold: bool = True', "n.ipynb"
    )
    values = {"corpus": "/home/me/data/sample/", "words": ["a", "<b>"], "old": False}
    card = page.card(declared, values)
    assert '<th scope="row">corpus</th><td>sample</td><td class="help">the articles</td>' in card
    assert "<td>a, &lt;b&gt;</td>" in card
    assert "<td>no</td>" in card
    assert "/home" not in card


def test_the_same_content_gives_the_same_bytes() -> None:
    assert made(*HOSTILE) == made(*HOSTILE)


def test_a_page_too_large_names_its_largest_parts() -> None:
    cells = [
        new_markdown_cell("# One\n\n## Volume"),
        shows({"text/plain": "x" * 200_000}),
        new_markdown_cell("## Tone"),
        shows({"text/plain": "x" * 120_000}),
    ]
    size = len(made(new_markdown_cell("# One")).encode()) + 320_000
    with pytest.raises(RenderError) as error:
        made(*cells)
    assert str(error.value) == (
        f"The page is {round(size / 1000)} kB and may be 300 kB at most. The largest parts: "
        "cell 1 (Volume) 200 kB, cell 2 (Tone) 120 kB. Show fewer rows or simpler figures."
    )


def test_classes_are_ours_or_gone() -> None:
    assert (
        outputs.clean('<p class="num skip">a</p><b class="x">b</b>')
        == '<p class="num">a</p><b>b</b>'
    )


def test_the_page_of_a_failed_run_is_inert_too() -> None:
    evil = "</pre></style><script>alert(1)</script>"
    failure = Failure(3, evil, evil, "ValueError", evil, f"\x1b[31m{evil}")
    html = page.failed(evil, "failed", f"cell 3: {evil}", failure, ["executed.ipynb", "run.log"])
    assert_inert(html)
    assert "Code cell 3, under" in html
    assert '<a href="run.log">run.log</a>' in html
