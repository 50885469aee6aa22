"""Tables and evidence for reading: escaped, aligned, never more than asked."""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import ColumnError
from analysis.reporting import outputs, recorder
from analysis.reporting.display import evidence, heading, table


@dataclass
class Corpus:
    name: str = "Gulf <sample>"
    notice: str = "Synthetic & small."
    fingerprint: str = "0123456789abcdef"
    span: tuple[object, object] = (pd.Timestamp("2019-06-01"), pd.Timestamp("2019-06-30"))

    def __len__(self) -> int:
        return 1200


ARTICLES = pd.DataFrame(
    {
        "title": ["Tanker <seized>", None, "Talks"],
        "source": ["Daily", "Post", "Daily"],
        "date": pd.to_datetime(["2019-06-03", None, "2019-06-05"]),
        "url": ["https://example.org/1", "javascript:alert(1)", None],
        "sentence": ["It was <b>taken</b>.", None, ""],
    }
)


def test_the_heading_names_the_corpus_and_no_path() -> None:
    assert heading(Corpus()).html == (
        '<p class="notice"><strong>Synthetic &amp; small.</strong></p>'
        '<p class="corpus"><strong>Gulf &lt;sample&gt;</strong> · 1,200 articles · '
        "1 June 2019 to 30 June 2019 · fingerprint <code>0123456789ab</code></p>"
    )


def test_a_corpus_without_name_notice_or_dates_has_a_heading_too() -> None:
    shown = heading(Corpus(name="", notice="", span=(pd.NaT, pd.NaT)))
    assert repr(shown) == "Unnamed corpus · 1,200 articles · no dates"
    assert "notice" not in shown.html


def test_in_a_report_the_heading_leaves_the_corpus_for_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(recorder.RUN_FOLDER, str(tmp_path))
    heading(Corpus())
    assert json.loads((tmp_path / "context.json").read_text()) == {
        "name": "Gulf <sample>",
        "fingerprint": "0123456789abcdef",
        "n_documents": 1200,
        "since": "2019-06-01",
        "until": "2019-06-30",
    }


def test_a_table_is_escaped_aligned_linked_and_folded() -> None:
    frame = pd.DataFrame(
        {"name": ["<A>", "B"], "share": [0.25, None], "url": ["https://example.org", "data:x"]}
    )
    shown = table(
        frame,
        columns={"name": "Source", "share": "Share & more"},
        formats={"share": ".0%"},
        links={"name": "url"},
        caption="By <source>",
        fold="Every source",
    )
    assert shown.html == (
        '<details class="fold"><summary>Every source</summary><table>'
        "<caption>By &lt;source&gt;</caption><thead><tr>"
        '<th scope="col">Source</th><th scope="col" class="num">Share &amp; more</th></tr></thead>'
        '<tbody><tr><td><a href="https://example.org" rel="noopener noreferrer">&lt;A&gt;</a></td>'
        '<td class="num">25%</td></tr><tr><td>B</td><td class="num">–</td></tr></tbody></table>'
        "</details>"
    )


def test_the_sanitizer_leaves_our_own_html_as_it_is() -> None:
    for shown in (heading(Corpus()), evidence(ARTICLES), table(ARTICLES, columns={"title": "T"})):
        assert outputs.clean(shown.html) == shown.html


def test_an_empty_table_keeps_its_head() -> None:
    shown = table(pd.DataFrame({"n": []}), columns={"n": "Articles"})
    assert "<tbody></tbody>" in shown.html
    assert ">Articles</th>" in shown.html


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ColumnError) as error:
        table(ARTICLES, columns={"titel": "Title"})
    assert str(error.value) == (
        "Columns not found: 'titel'; the table has 'title', 'source', 'date', 'url', 'sentence'. "
        "Did you mean 'title'?"
    )
    with pytest.raises(ColumnError) as error:
        evidence(ARTICLES[["title", "source"]])
    assert str(error.value) == "Columns not found: 'date'; the table has 'title', 'source'."


def test_evidence_links_only_the_web_and_quotes_as_text() -> None:
    assert evidence(ARTICLES, limit=2, label="Behind <it>").html == (
        '<details class="fold evidence"><summary>Behind &lt;it&gt; (2 of 3)</summary><ol>'
        '<li><a href="https://example.org/1" rel="noopener noreferrer">Tanker &lt;seized&gt;</a> '
        '<span class="source">Daily, 3 June 2019</span>'
        '<p class="quoted">It was &lt;b&gt;taken&lt;/b&gt;.</p></li>'
        '<li>Untitled <span class="source">Post, n/a</span></li></ol></details>'
    )


def test_a_concordance_is_quoted_with_its_node_marked() -> None:
    lines = ARTICLES.head(1).assign(left="the <", node="tanker", right="& crew")
    assert "… the &lt; <mark>tanker</mark> &amp; crew …" in evidence(lines).html


def test_no_evidence_is_an_empty_list() -> None:
    assert "(0)</summary><ol></ol>" in evidence(ARTICLES.head(0)).html
