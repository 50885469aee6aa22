"""Networks of terms: counts by hand, planted pairs, noise, the graph, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom

from analysis.corpus import Corpus
from analysis.errors import ArgumentError, ColumnError
from analysis.measures import network


def news(texts: list[str]) -> Corpus:
    rows = {"text": texts, "date": "2019-06-03", "source": [f"s{n}" for n in range(len(texts))]}
    return Corpus.from_frame(pd.DataFrame(rows))


TEXTS = ["Oil tanker seized"] * 5 + ["Oil"] + ["Talks failed"] * 6 + ["Oil talks"] + ["Rain"] * 3


def test_edges_are_counted_by_hand() -> None:
    found = network.build(news(TEXTS), ["oil", "tanker", "talks", "gas"], rate=0.5)
    assert list(found.columns) == network.COLUMNS
    # Of 16 documents oil is in 7, talks in 7, tanker in 5; gas is in none and is not asked about.
    assert found[["term_a", "term_b", "n_docs", "docs_a", "docs_b"]].values.tolist() == [
        ["oil", "tanker", 5, 7, 5]
    ]
    edge = found.iloc[0]
    assert edge["npmi"] == pytest.approx(np.log2(5 * 16 / 35) / -np.log2(5 / 16))
    assert edge["q_value"] == pytest.approx(3 * hypergeom.sf(4, 16, 7, 5))
    assert edge["n_screened"] == 3


def test_content_words_are_taken_where_no_terms_are_given() -> None:
    found = network.build(news([f"The {text}" for text in TEXTS]))
    pairs = list(zip(found["term_a"], found["term_b"], strict=True))
    assert pairs == [
        ("seized", "tanker"),
        ("failed", "talks"),
        ("oil", "seized"),
        ("oil", "tanker"),
    ]
    assert network.build(news(TEXTS), n=1).empty


def test_words_at_random_have_hardly_an_edge() -> None:
    random = np.random.default_rng(0)
    words = np.array([f"w{number}x" for number in range(40)])
    texts = [" ".join(random.choice(words, 8, replace=False)) for _ in range(120)]
    planted = [text + " crude barrel" if at < 15 else text for at, text in enumerate(texts)]
    found = network.build(news(planted))
    assert found.iloc[0][["term_a", "term_b"]].tolist() == ["barrel", "crude"]
    assert len(found) <= 2


def test_copies_of_a_story_count_once() -> None:
    text = "Oil tanker seized in the strait today while talks about prices went on and on"
    rows = {"text": [text] * 8, "date": "2019-06-03", "source": list("abcdefgh")}
    copied = Corpus.from_frame(pd.DataFrame(rows)).group_stories()
    assert network.build(copied, ["oil", "tanker"]).empty


def test_the_graph_holds_the_table() -> None:
    edges = network.build(news(TEXTS))
    made = network.graph(edges)
    assert made.number_of_edges() == len(edges)
    assert made.nodes["oil"]["n_docs"] == 7
    assert made.edges["oil", "tanker"]["n_docs"] == 5
    assert network.graph(edges.head(0)).number_of_nodes() == 0


def test_nothing_found_is_an_empty_table() -> None:
    for corpus in (news(["Oil"]), news(["Oil"]).matching("nothing"), news(["Oil tanker"] * 4)):
        for terms in (None, [], ["oil", "tanker"]):
            found = network.build(corpus, terms)
            assert list(found.columns) == network.COLUMNS
            assert found.empty


def test_refusals_say_what_was_found() -> None:
    corpus = news(TEXTS)
    for options, message in [
        ({"n": 0}, "`n` and `min_docs` must be at least 1 (got 0, 3)."),
        ({"rate": 5}, "`rate` must lie between 0 and 1 (got 5)."),
        ({"terms": "oil"}, "`terms` must be a list of terms (got the string 'oil')."),
        ({"terms": ["oil", "oil"]}, "`terms` must differ: a term has no edge with itself."),
    ]:
        with pytest.raises(ArgumentError) as refused:
            network.build(corpus, **options)
        assert str(refused.value) == message
    with pytest.raises(ColumnError, match="Columns not found: 'term_a'"):
        network.graph(pd.DataFrame({"a": []}))
