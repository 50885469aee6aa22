"""Word shifts of collections: counted by hand, exact for any rules, hard to mistake."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import Corpus, Lexicon, tone, wordshift
from analysis.errors import ArgumentError

SAMPLE = Path(__file__).parents[1] / "data" / "sample"


def news(texts: list[str]) -> Corpus:
    days = pd.date_range("2019-06-01", periods=len(texts))
    return Corpus.from_frame(pd.DataFrame({"text": texts, "date": days, "source": "Post"}))


def part(value: float) -> float:
    """The score of a sentence whose words' values add up to `value`, unrounded."""
    return value / np.sqrt(value**2 + 15)


PLAIN = Lexicon("plain", {"calm": 2.0, "war": -2.0, "grim": -1.0}, tokens="words")


def test_two_collections_shifted_by_hand() -> None:
    before, after = news(["Calm seas.", "A grim war ends."]), news(["War and war again today."])
    found = wordshift.explain(before, after, lexicon=PLAIN)
    assert list(found) == wordshift.COLUMNS
    both, twice = part(-3), part(-4)
    rows = {
        # term: share of the words and mean contribution, before and after
        "war": (1 / 4 / 2, both * 2 / 3 / 2, 2 / 5, twice),
        "calm": (1 / 2 / 2, part(2) / 2, 0.0, 0.0),
        "grim": (1 / 4 / 2, both / 3 / 2, 0.0, 0.0),
    }
    assert found["term"].dropna().tolist() == list(rows)
    for term, (f1, part1, f2, part2) in rows.items():
        row = found.set_index("term").loc[term]
        w1 = part1 / f1
        w2 = part2 / f2 if f2 else w1
        assert row["freq_before"] == pytest.approx(f1)
        assert row["freq_after"] == pytest.approx(f2)
        assert row["weight_before"] == pytest.approx(w1)
        assert row["weight_after"] == pytest.approx(w2)
        assert row["contribution"] == pytest.approx(part2 - part1)
        assert row["kind"] == "use"
    assert found["contribution"].sum() == pytest.approx(
        tone.score(after, lexicon=PLAIN)["score"].mean()
        - tone.score(before, lexicon=PLAIN)["score"].mean(), abs=1e-12,
    )  # fmt: skip
    rounding = found[found["term"].isna()]
    assert len(rounding) == 1
    assert abs(rounding["contribution"].iloc[0]) < 1e-4
    assert rounding[["weight_before", "freq_after"]].isna().all(axis=None)


def test_a_word_that_is_now_negated_moved_by_its_context() -> None:
    before, after = news(["The talks were calm."]), news(["The talks were not calm."])
    found = wordshift.explain(before, after, lexicon=PLAIN).set_index("term")
    assert found.loc["calm", "kind"] == "context"
    assert found.loc["calm", "weight_before"] > 0 > found.loc["calm", "weight_after"]


def test_each_row_is_use_and_context_and_nothing_else() -> None:
    news = Corpus.read(SAMPLE)
    table = wordshift.explain(
        news.between("2019-06", "2019-07"), news.between("2020-01", "2020-01")
    )
    table = table[table["term"].notna()]
    w1, w2, f1, f2 = (
        table[name] for name in ("weight_before", "weight_after", "freq_before", "freq_after")
    )
    use, context = (w1 + w2) / 2 * (f2 - f1), (f1 + f2) / 2 * (w2 - w1)
    np.testing.assert_allclose(use + context, table["contribution"], atol=1e-12)
    more = np.where(use.abs() >= context.abs(), "use", "context")
    assert (table["kind"] == more).mean() > 0.99  # ties settle in the last bit
    sizes = table["contribution"].abs()
    assert sizes.is_monotonic_decreasing


@pytest.mark.parametrize("lexicon", ["news", "vader", PLAIN])
@pytest.mark.parametrize("months", [("2019-04", "2019-05"), ("2019-06", "2020-01")])
def test_the_sum_is_the_difference_of_mean_scores_for_any_lexicon(lexicon, months) -> None:
    before, after = (Corpus.read(SAMPLE).between(month, month) for month in months)
    means = [tone.score(side, lexicon=lexicon)["score"].mean() for side in (before, after)]
    table = wordshift.explain(before, after, lexicon=lexicon)
    assert table["contribution"].sum() == pytest.approx(means[1] - means[0], abs=1e-9)


def test_swapping_the_sides_flips_every_sign() -> None:
    before, after = (Corpus.read(SAMPLE).between(m, m) for m in ("2019-05", "2019-06"))
    there, back = wordshift.explain(before, after), wordshift.explain(after, before)
    names = {"before": "after", "after": "before"}
    mirrored = back.rename(columns=lambda name: "_".join(
        names.get(piece, piece) for piece in name.split("_")
    )).assign(contribution=-back["contribution"])  # fmt: skip
    by = ["contribution", "term"]
    assert_frame_equal(
        there.sort_values(by, ignore_index=True),
        mirrored.sort_values(by, ignore_index=True)[wordshift.COLUMNS],
    )


def test_a_collection_compared_with_itself_has_no_shift() -> None:
    side = Corpus.read(SAMPLE).between("2019-06", "2019-06")
    assert (wordshift.explain(side, side)["contribution"] == 0).all()


def test_vaders_marks_do_not_split_a_word_in_two() -> None:
    before, after = news(["It is war!", "(War) today."]), news(["War. :)"])
    terms = wordshift.explain(before, after, lexicon="vader")["term"].dropna().tolist()
    assert sorted(terms) == [":)", "war"]


def test_documents_without_a_word_do_not_count() -> None:
    before, after = news(["Calm seas.", "…", ":("]), news(["A grim day."])
    for lexicon in (PLAIN, "vader"):
        table = wordshift.explain(before, after, lexicon=lexicon)
        means = [tone.score(side, lexicon=lexicon)["score"].mean() for side in (before, after)]
        assert table["contribution"].sum() == pytest.approx(means[1] - means[0], abs=1e-12)


def test_a_side_without_scores_gives_an_empty_table_with_its_columns() -> None:
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    for sides in ((none, news(["Calm."])), (news(["Calm."]), news(["…"]))):
        table = wordshift.explain(*sides)
        assert (list(table), len(table)) == (wordshift.COLUMNS, 0)
        assert [str(kind) for kind in table.dtypes] == ["str", *["float64"] * 5, "str"]


def test_a_table_in_place_of_a_corpus_is_refused() -> None:
    with pytest.raises(ArgumentError) as error:
        wordshift.explain(news(["Calm."]), pd.DataFrame())  # type: ignore[arg-type]
    assert str(error.value) == (
        "`corpus` must be a Corpus (got DataFrame); make one with Corpus.read(path) or"
        " Corpus.from_frame(frame)."
    )
