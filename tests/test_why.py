"""The tree of a change: exact at every level, and it finds what was planted."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import Corpus, Lexicon, tone, trends, why, wordshift
from analysis.errors import ArgumentError, ColumnError

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
PLAIN = Lexicon("plain", {"calm": 2.0, "war": -2.0, "grim": -1.0}, tokens="words")
CALM, WAR = 0.4588, -0.4588  # 2 / sqrt(4 + 15), rounded


def news(rows: list[tuple[str, str, str]]) -> Corpus:
    """A corpus of (text, day, source)."""
    return Corpus.from_frame(pd.DataFrame(rows, columns=["text", "date", "source"]))


def many(text: str, n: int, month: str, source: str) -> list[tuple[str, str, str]]:
    return [
        (f"{text} {month}, {source}, {k}.", f"{month}-{k % 28 + 1:02}", source) for k in range(n)
    ]


def change(before: Corpus, after: Corpus, lexicon: object) -> float:
    means = [tone.score(side, lexicon=lexicon)["score"].mean() for side in (before, after)]
    return means[1] - means[0]


def at(table: pd.DataFrame, level: str, key: str) -> dict[str, float]:
    rows = table[table["level"] == level]
    return rows.groupby(key)["contribution"].sum().to_dict()


@pytest.mark.parametrize("lexicon", ["news", "vader", PLAIN])
@pytest.mark.parametrize("by", ["source", "topic"])
def test_every_level_adds_up_to_the_change_and_every_node_is_its_children(lexicon, by) -> None:
    corpus = Corpus.read(SAMPLE).group_stories()
    # One desk leaves and one comes, so that all four parts are there.
    before = corpus.between("2019-06", "2019-08").where(source=["Markets desk", "Security desk"])
    after = corpus.between("2020-01", "2020-01").where(source=["Diplomacy desk", "Security desk"])
    table = why.tree(before, after, lexicon=lexicon, by=by)
    moved = change(before, after, lexicon)
    for level in why.LEVELS:
        assert at(table, level, "level")[level] == pytest.approx(moved, abs=1e-9)
    own = table.set_index("node")["contribution"]
    below = table.groupby("parent")["contribution"].sum()
    np.testing.assert_allclose(below, own.loc[below.index], atol=1e-9)
    leaves = table.loc[~table["node"].isin(table["parent"].dropna()), "level"]
    assert set(leaves) == {"article"}
    if by == "source":
        assert set(table["part"].dropna()) == {"within", "mix", "entering", "leaving"}


def test_parts_and_groups_are_those_of_the_decomposition() -> None:
    corpus = Corpus.read(SAMPLE)
    before = corpus.between("2019-06", "2019-08").where(source=["Markets desk", "Security desk"])
    after = corpus.between("2020-01", "2020-01").where(source=["Diplomacy desk", "Security desk"])
    table = why.tree(before, after)
    groups = table[table["level"] == "group"].set_index(["part", "group"])["contribution"]
    parts = trends.decompose(tone.score(before), tone.score(after))
    found = parts.set_index(["part", "group"])["contribution"]
    for key, value in groups.items():
        assert value == pytest.approx(found[key], abs=1e-12)
    assert set(found[found.abs() > 1e-12].index) == set(groups.index)


def test_words_of_the_tree_are_those_of_the_word_shift() -> None:
    corpus = Corpus.read(SAMPLE)
    before, after = corpus.between("2019-06", "2019-08"), corpus.between("2020-01", "2020-01")
    terms = at(why.tree(before, after), "term", "term")
    shift = wordshift.explain(before, after).dropna(subset=["term"]).set_index("term")
    found = pd.Series(terms).reindex(shift.index).fillna(0.0)
    np.testing.assert_allclose(found, shift["contribution"], atol=1e-12)


def test_two_words_two_sources_by_hand() -> None:
    before = news([("Calm.", "2019-06-01", "A"), ("War.", "2019-06-02", "B")])
    after = news([("War.", "2019-07-01", "A"), ("War.", "2019-07-02", "B")])
    table = why.tree(before, after, lexicon=PLAIN)
    assert list(table) == why.COLUMNS
    # A's tone fell by .9176 at a share of one half; B's tone and both shares stayed.
    assert at(table, "group", "group") == pytest.approx({"A": (WAR - CALM) / 2, "B": 0})
    assert at(table, "part", "part") == pytest.approx({"within": (WAR - CALM) / 2})
    terms = table[(table["level"] == "term") & ~table["term"].str.startswith("(")]
    assert at(terms, "term", "term") == pytest.approx({"calm": -CALM / 2, "war": WAR / 2}, abs=1e-4)
    articles = table[(table["level"] == "article") & (table["group"] == "A")]
    sides = articles.set_index("term")["side"]
    assert (sides["calm"], sides["war"]) == ("before", "after")


def test_a_change_of_the_mix_alone_is_told_as_mix() -> None:
    before = news(many("Calm", 8, "2019-06", "A") + many("War", 2, "2019-06", "B"))
    after = news(many("Calm", 2, "2019-07", "A") + many("War", 8, "2019-07", "B"))
    table = why.tree(before, after, lexicon=PLAIN)
    parts = at(table, "part", "part")
    assert parts["mix"] == pytest.approx(0.6 * (WAR - CALM))
    assert parts.get("within", 0) == pytest.approx(0, abs=1e-12)
    # Both sources lie as far from the middle: each has half.
    groups = at(table[table["part"] == "mix"], "group", "group")
    assert groups == pytest.approx({"A": 0.3 * (WAR - CALM), "B": 0.3 * (WAR - CALM)})


def test_a_source_that_came_and_one_that_left() -> None:
    before = news(many("Calm", 5, "2019-06", "A") + many("Calm", 5, "2019-06", "B"))
    after = news(many("Calm", 5, "2019-07", "A") + many("War", 5, "2019-07", "C"))
    table = why.tree(before, after, lexicon=PLAIN)
    parts = at(table, "part", "part")
    middle = (CALM + (CALM + WAR) / 2) / 2
    assert parts["entering"] == pytest.approx(0.5 * (WAR - middle))
    assert parts["leaving"] == pytest.approx(-0.5 * (CALM - middle))


def test_swapping_the_sides_flips_the_change_and_its_parts() -> None:
    corpus = Corpus.read(SAMPLE)
    before, after = corpus.between("2019-06", "2019-06"), corpus.between("2020-01", "2020-01")
    there, back = why.tree(before, after), why.tree(after, before)
    for level, key in (("change", "level"), ("group", "group"), ("term", "term")):
        one, other = at(there, level, key), at(back, level, key)
        assert one == pytest.approx({name: -value for name, value in other.items()}, abs=1e-12)


def test_a_wire_story_copied_forty_times_is_one_node() -> None:
    wire = "The envoy from Oman told reporters in Vienna that a grim war was near and could spread"
    plain = many("Calm", 20, "2019-06", "A") + many("Calm", 20, "2019-06", "B")
    copies = [(f"{wire}.", f"2019-07-0{k % 5 + 1} {k % 24:02}:00", "AB"[k % 2]) for k in range(40)]
    both = news(plain + copies + many("Calm", 10, "2019-07", "A")).group_stories()
    table = why.tree(
        both.between("2019-06", "2019-06"), both.between("2019-07", "2019-07"), lexicon=PLAIN
    )
    stories = table[(table["level"] == "story") & (table["term"] == "war")]
    assert len(set(stories["story_id"].dropna())) == 1
    mine = (stories["group"] == "A") & (stories["part"] == "within")
    (node,) = stories.loc[mine, "node"]
    assert (table["parent"] == node).sum() == 20
    # 40 copies are one story: nobody can tell whether the tone of others moved as well.
    assert table.attrs["basis"] == "articles"


USUAL_WEEK = ["Calm", "Calm", "War", "Calm", "Grim", "Calm"] * 2


@pytest.mark.parametrize(
    ("now", "verdict"), [(["War"] * 12, "moved"), (USUAL_WEEK, "inside the noise")]
)
def test_the_verdict_is_taken_from_the_periods_before(now, verdict) -> None:
    rows = []
    for week in range(9):
        for k, word in enumerate(USUAL_WEEK if week < 8 else now):
            day = pd.Timestamp("2019-06-03") + pd.Timedelta(days=7 * week + k % 7)
            rows.append((f"{word} seas, case {week}-{k}.", f"{day:%Y-%m-%d}", "AB"[k % 2]))
    both = news(rows)
    last = both.between("2019-07-29", "2019-08-04")
    table = why.tree(both.without(last), last, lexicon=PLAIN)
    assert (table.attrs["basis"], table.attrs["verdict"]) == ("periods", verdict)
    assert (table.attrs["n_docs_before"], table.attrs["n_docs_after"]) == (96, 12)
    assert table.attrs["lower"] <= table.attrs["difference"] <= table.attrs["upper"]


def test_without_periods_before_the_articles_are_the_noise() -> None:
    before = news(many("Calm", 9, "2019-06", "A") + many("Grim", 3, "2019-06", "A"))
    after = news(many("War", 9, "2019-07", "A") + many("Calm", 3, "2019-07", "A"))
    table = why.tree(before, after, lexicon=PLAIN)
    assert (table.attrs["basis"], table.attrs["verdict"]) == ("articles", "moved")
    few = why.tree(before, news(many("War", 3, "2019-07", "A")), lexicon=PLAIN)
    assert few.attrs["verdict"] == "too few"


def test_a_missing_group_is_a_group_and_rows_are_fully_ordered() -> None:
    before = news([("Calm.", "2019-06-01", "A"), ("War.", "2019-06-02", "B")])
    frame = before.documents.assign(desk=[None, "world"])
    sides = [Corpus.from_frame(frame), news([("War.", "2019-07-01", "A")])]
    sides[1] = Corpus.from_frame(sides[1].documents.assign(desk=None))
    table = why.tree(*sides, lexicon=PLAIN, by="desk")
    assert set(table["group"].dropna()) == {"(none)", "world"}
    shuffled = Corpus.from_frame(frame.iloc[::-1])
    assert_frame_equal(why.tree(shuffled, sides[1], lexicon=PLAIN, by="desk"), table)
    assert (table["node"] == np.arange(len(table))).all()
    parents = table["parent"].dropna()
    assert (parents < table.loc[parents.index, "node"]).all()


def test_a_side_without_scores_gives_an_empty_table_with_its_columns() -> None:
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    for sides in ((none, none), (none, news([("War.", "2019-07-01", "A")]))):
        table = why.tree(*sides)
        assert (list(table), len(table)) == (why.COLUMNS, 0)
        kinds = {name: str(table[name].dtype) for name in table}
        assert (kinds["node"], kinds["parent"], kinds["name"]) == ("int64", "Int64", "str")


def test_refusals_say_what_was_found() -> None:
    corpus = news([("Calm.", "2019-06-01", "A"), ("War.", "2019-06-02", "B")])
    with pytest.raises(ArgumentError) as error:
        why.tree(corpus, corpus)
    first, second = corpus.documents["doc_id"]
    assert str(error.value) == (
        f"`before` and `after` must not share documents (got {first!r}, {second!r} on both sides);"
        " take what is in one of them only."
    )
    with pytest.raises(ColumnError) as error:
        why.tree(corpus, corpus, by="desk")
    assert str(error.value).startswith("Columns not found: 'desk'; the table has 'doc_id'")


def test_the_sides_of_a_period_are_its_documents_and_those_of_its_baseline() -> None:
    corpus = Corpus.read(SAMPLE)
    before, after = why.sides(corpus, "2020-01-10", every="MS", baseline=2)
    days = [(side.documents["date"].min().date(), side.documents["date"].max().date())
            for side in (before, after)]  # fmt: skip
    assert days[0] == (pd.Timestamp("2019-11-02").date(), pd.Timestamp("2019-12-31").date())
    assert days[1][0] >= pd.Timestamp("2020-01-01").date()
    assert len(why.sides(corpus, "2031-01", every="MS")[1]) == 0
