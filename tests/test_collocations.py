"""Collocations: quanteda's toy, a count by hand of every cell, boundaries, and refusals."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import stats
from analysis.corpus import Corpus
from analysis.errors import ArgumentError
from analysis.measures import collocations


def news(texts: list[str]) -> Corpus:
    return Corpus.from_frame(pd.DataFrame({"text": texts, "date": "2019-06-03", "source": "A"}))


def test_quantedas_toy_gives_its_numbers() -> None:
    found = collocations.find(news(["a b c a b d e b d a b"]), min_count=2)
    assert list(found.columns) == collocations.COLUMNS
    assert found["collocation"].tolist() == ["a b", "b d"]
    assert found["n_tokens"].tolist() == [3, 2]
    np.testing.assert_allclose(found["lambda_"], [3.412247, 3.218876], rtol=0, atol=5e-7)
    np.testing.assert_allclose(found["z"], [1.936083, 1.799406], rtol=0, atol=5e-7)
    first = found.iloc[0]
    assert first["pmi"] == pytest.approx(float(stats.pmi(3, 3, 4, 10)))
    assert first["npmi"] == pytest.approx(float(stats.npmi(3, 3, 4, 10)))
    assert first["log_dice"] == pytest.approx(float(stats.log_dice(3, 3, 4)))
    assert first["g2"] == pytest.approx(float(stats.g2(3, 0, 1, 6)))


def test_pairs_never_cross_punctuation_paragraphs_or_documents() -> None:
    texts = ["Crude oil. Oil fell", "Crude oil, fell\n\nNow crude", "oil fell"] * 2
    found = collocations.find(news(texts), min_count=1)
    assert found.set_index("collocation")["n_tokens"].to_dict() == {
        "crude oil": 4,
        "oil fell": 4,
        "now crude": 2,
    }
    # 10 pairs: crude stands first in 4, oil second in 4.
    crude = found.set_index("collocation").loc["crude oil"]
    assert crude["g2"] == pytest.approx(float(stats.g2(4, 0, 0, 6)))


def cells(runs: list[list[str]], sought: tuple[str, ...]) -> list[int]:
    size = len(sought)
    seen = Counter(
        tuple(word != wanted for word, wanted in zip(run[at : at + size], sought, strict=True))
        for run in runs
        for at in range(len(run) - size + 1)
    )
    return [seen[pattern] for pattern in itertools.product((False, True), repeat=size)]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 5),
    st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=12), min_size=1, max_size=4),
)
def test_every_cell_is_that_of_a_count_by_hand(size: int, runs: list[list[str]]) -> None:
    found = collocations.find(news([" ".join(run) for run in runs]), size=size, min_count=1)
    expected = {tuple(run[at : at + size]) for run in runs for at in range(len(run) - size + 1)}
    assert {tuple(term.split()) for term in found["collocation"]} == expected
    for row in found.itertuples():
        counted = cells(runs, tuple(row.collocation.split()))
        assert row.n_tokens == counted[0]
        assert row.lambda_ == pytest.approx(float(stats.collocation_lambda(*counted).lambda_))
        assert row.g2 == pytest.approx(float(stats.sequence_measures(*counted).g2), abs=1e-9)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    texts = [" ".join(random.choice(list("abcde"), 40)) for _ in range(5)]
    whole = collocations.find(news(texts), size=3, min_count=1)
    monkeypatch.setattr(collocations, "BLOCK", 7)
    pd.testing.assert_frame_equal(whole, collocations.find(news(texts), size=3, min_count=1))


def test_nothing_found_is_an_empty_table() -> None:
    for texts in (["Oil rose"], ["..."]):
        found = collocations.find(news(texts))
        assert list(found.columns) == collocations.COLUMNS
        assert found.empty
    assert collocations.find(news(["Oil"]).matching("nothing"), size=5).empty
    (always,) = collocations.find(news(["a b"] * 3)).itertuples()
    # Every pair is this one: chance has it so too, and G2 is nothing.
    assert (always.pmi, always.npmi, always.log_dice, always.g2) == (0, 1, 14, 0)


def test_refusals_say_what_was_found() -> None:
    for options, message in [
        ({"size": 1}, "`size` must be from 2 to 5 (got 1)."),
        ({"size": 6}, "`size` must be from 2 to 5 (got 6)."),
        ({"min_count": 0}, "`min_count` must be at least 1 (got 0)."),
    ]:
        with pytest.raises(ArgumentError) as refused:
            collocations.find(news(["a b"]), **options)
        assert str(refused.value) == message
