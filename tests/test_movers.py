"""Words that rose and faded: counted by hand, mirrored, and hard to fool."""

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy.stats import chi2_contingency, false_discovery_control

from analysis import Corpus, movers
from analysis.errors import ArgumentError
from analysis.stats import log_odds, log_odds_interval
from analysis.studies import moving

BEFORE, NOW = "2019-06-03", "2019-06-10"
WORDS = ["tanker", "talks", "oil", "deal", "envoy", "strike", "budget", "visa"]


def news(rows: list[tuple[str, str, str]]) -> Corpus:
    """A corpus of (text, day, source)."""
    return Corpus.from_frame(pd.DataFrame(rows, columns=["text", "date", "source"]))


TOY = news(
    [
        ("Talks on oil.", BEFORE, "A"), ("Talks, oil deal.", BEFORE, "B"),
        ("Talks.", BEFORE, "A"), ("Oil oil talks.", BEFORE, "B"),
        ("Tanker oil.", NOW, "A"), ("Tanker, tanker.", NOW, "B"),
        ("Oil tanker.", NOW, "A"), ("Tanker deal talks.", NOW, "B"),
    ]
)  # fmt: skip
# Documents with deal, oil, talks, tanker now and before: the vocabulary in order.
DOCS = [1, 2, 1, 4], [1, 3, 4, 0]


def drawn(seed: int, *, now: str = NOW, before: str = BEFORE) -> pd.DataFrame:
    """80 short texts over eight words, the first three commoner now."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(80):
        late = number % 2 == 0
        chance = np.where(np.arange(8) < 3, 0.75 if late else 0.25, 0.35 if late else 0.5)
        used = [word for word, there in zip(WORDS, random.random(8) < chance, strict=True) if there]
        text = " ".join([*random.permutation(used), f"Case {number}."])
        rows.append((text, now if late else before, "AB"[number % 3 % 2]))
    return pd.DataFrame(rows, columns=["text", "date", "source"])


def log_likelihood(a: int, b: int) -> float:
    cells = [[a, b], [9 - a, 9 - b]]
    found = chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    return float(found.statistic)


def expected(rows: list[dict[str, object]], place: list[int]) -> pd.DataFrame:
    odds, (lower, upper) = log_odds(*DOCS), log_odds_interval(*DOCS)
    held = {"log_odds": odds.log_odds, "z": odds.z, "lower": lower, "upper": upper}
    frame = pd.DataFrame(rows).assign(n_screened=3, n_sources=2)
    for name, values in held.items():
        frame[name] = np.asarray(values)[place]
    frame["share_target"] = frame["docs_target"] / 4
    frame["share_reference"] = frame["docs_reference"] / 4
    frame["per_million_target"] = frame["n_target"] / 9 * 1e6
    frame["per_million_reference"] = frame["n_reference"] / 9 * 1e6
    frame["g2"] = [log_likelihood(*p) for p in zip(frame.n_target, frame.n_reference, strict=True)]
    frame["log_ratio"] = np.log2((frame["n_target"] + 0.5) / (frame["n_reference"] + 0.5))
    return frame[[name for name in movers.COLUMNS if name in frame]]


def test_a_toy_corpus_counted_by_hand() -> None:
    rising = movers.rising(TOY, NOW, baseline=1)
    fading = movers.fading(TOY, NOW, baseline=1)
    assert list(rising) == list(fading) == movers.COLUMNS
    up = [{"term": "tanker", "n_target": 5, "n_reference": 0, "docs_target": 4,
           "docs_reference": 0, "q_value": 3 / 70, "top_doc_share": 2 / 5,
           "example": "Oil tanker.", "rank_lower": 1, "rank_upper": 1}]  # fmt: skip
    assert_frame_equal(rising.drop(columns="chi2"), expected(up, [3]))
    down = [
        {"term": "talks", "n_target": 1, "n_reference": 4, "docs_target": 1, "docs_reference": 4,
         "q_value": 3 / 14, "top_doc_share": 1 / 4, "example": "Talks."},
        {"term": "oil", "n_target": 2, "n_reference": 4, "docs_target": 2, "docs_reference": 3,
         "q_value": 3 / 4, "top_doc_share": 1 / 2, "example": "Talks on oil."},
    ]  # fmt: skip
    ranks = ["chi2", "rank_lower", "rank_upper"]
    found = fading.drop(columns=ranks)
    assert_frame_equal(found, expected(down, [2, 1])[list(found)])
    assert fading["rank_lower"].tolist() == [1, 1]
    assert fading["rank_upper"].tolist() == [2, 2]
    # Yates' correction where a cell is expected under 5; the sign says which side has more.
    assert rising["chi2"].tolist() == pytest.approx([18 * (5 * 9 - 9) ** 2 / (5 * 13 * 9 * 9)])
    assert (fading["chi2"] <= 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_p_values_are_exact_and_adjusted_over_every_word_screened(seed: int) -> None:
    corpus = Corpus.from_frame(drawn(seed))
    found = movers.rising(corpus, NOW, baseline=1, n=99).set_index("term")
    texts = corpus.documents["text"].str.lower()
    late = (corpus.documents["date"] >= NOW).to_numpy()
    p = {}
    for word in [*WORDS, "case"]:
        has = texts.str.contains(word).to_numpy()
        k, known = int((has & late).sum()), int(has.sum())
        tail = sum(comb(known, i) * comb(80 - known, 40 - i) for i in range(k, min(known, 40) + 1))
        p[word] = tail / comb(80, 40)
    q = dict(zip(p, false_discovery_control(list(p.values())), strict=True))
    assert found["n_screened"].unique().tolist() == [len(p)]
    assert len(found) >= 3
    for term, value in found["q_value"].items():
        assert value == pytest.approx(q[str(term)])


def test_swapping_the_periods_mirrors_rising_into_fading() -> None:
    up = movers.rising(Corpus.from_frame(drawn(1)), NOW, baseline=1, n=99)
    swapped = Corpus.from_frame(drawn(1, now=BEFORE, before=NOW))
    down = movers.fading(swapped, NOW, baseline=1, n=99)
    names = {"target": "reference", "reference": "target"}
    mirrored = down.rename(columns={
        name: name.replace(side, names[side])
        for name in down for side in names if name.endswith(side)
    }).rename(columns={"lower": "upper", "upper": "lower"})  # fmt: skip
    signed = ["chi2", "log_ratio", "log_odds", "z", "lower", "upper"]
    mirrored[signed] = -mirrored[signed]
    kept = [name for name in movers.COLUMNS if not name.startswith("rank")]
    sides = [table.sort_values("term", ignore_index=True)[kept] for table in (up, mirrored)]
    assert len(up) >= 3
    assert_frame_equal(*sides)


def test_a_term_never_rises_and_fades_at_once() -> None:
    corpus = Corpus.from_frame(drawn(2))
    up, down = (of(corpus, NOW, baseline=1, n=99) for of in (movers.rising, movers.fading))
    assert set(up["term"]).isdisjoint(down["term"])
    assert (up["share_target"] > up["share_reference"]).all()
    assert (down["share_target"] < down["share_reference"]).all()
    assert {*up["term"][:3]} == {*WORDS[:3]}


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    frame = drawn(3)
    shuffled = frame.sample(frac=1, random_state=seed)
    assert_frame_equal(
        movers.rising(Corpus.from_frame(shuffled), NOW, baseline=1),
        movers.rising(Corpus.from_frame(frame), NOW, baseline=1),
    )


LONG = "The envoy from Oman told reporters in Vienna that a visa accord was near and final"


def copied() -> list[tuple[str, str, str]]:
    plain = [(f"{word.title()} news {n}.", BEFORE, "AB"[n % 2]) for n, word in enumerate(WORDS)]
    again = [(f"{LONG}.", f"2019-06-1{n} 10:00", "AB"[n % 2]) for n in range(5)]
    return [*plain, *again, ("Oil rose.", NOW, "A"), ("Oil fell.", NOW, "B")]


def test_copies_of_a_story_count_once() -> None:
    corpus = news(copied())
    assert "envoy" in movers.rising(corpus, NOW, baseline=1)["term"].tolist()
    grouped = corpus.group_stories()
    assert movers.rising(grouped, NOW, baseline=1).empty


def test_a_story_whose_first_copy_is_elsewhere_still_counts_once() -> None:
    rows = [(f"{LONG} {tail}.", day, source) for tail, day, source in
            (("today", NOW, "A"), ("today", "2019-06-11", "B"))]  # fmt: skip
    rows += [(f"Vienna hosts case {n}.", "2019-06-12", "B") for n in range(4)]
    rows += [(f"Oil case {n}.", BEFORE, "B") for n in range(9)]
    grouped = news(rows).group_stories().where(source="B")
    found = movers.rising(grouped, NOW, baseline=1).set_index("term")
    assert found.loc["vienna", "docs_target"] == 5


def test_a_word_of_one_long_article_is_not_listed() -> None:
    rows = [(f"Ships sail {n}.", BEFORE, "AB"[n % 2]) for n in range(6)]
    rows += [(f"Ships dock {n}.", NOW, "AB"[n % 2]) for n in range(6)]
    burst = "Desalination plants. " * 40
    alone = news([*rows, (burst, NOW, "A")])
    assert "desalination" not in movers.rising(alone, NOW, baseline=1)["term"].tolist()
    # Two more that only mention it: three articles, but one still holds nearly all of it.
    mentioned = [(f"Desalination was named {n}.", NOW, "B") for n in range(2)]
    held = news([*rows, (burst, NOW, "A"), *mentioned])
    assert "desalination" not in movers.rising(held, NOW, baseline=1)["term"].tolist()
    spread = [(f"Desalination was named {n}.", NOW, "AB"[n % 2]) for n in range(3)]
    assert "desalination" in movers.rising(news(rows + spread), NOW, baseline=1)["term"].tolist()


def test_a_word_of_one_source_is_listed_only_where_there_is_no_other() -> None:
    rows = [(f"Ships sail {n}.", BEFORE, "AB"[n % 2]) for n in range(6)]
    rows += [(f"Cargo waits {n}.", NOW, "A") for n in range(6)]
    heard = [*rows, ("Quiet seas.", NOW, "B")]
    assert movers.rising(news(heard), NOW, baseline=1).empty
    # B wrote nothing now: whether a word is widespread cannot be told, so it is not held back.
    assert movers.rising(news(rows), NOW, baseline=1)["term"].tolist() == ["cargo", "waits"]
    alone = news([(text, day, "A") for text, day, _ in rows])
    assert movers.rising(alone, NOW, baseline=1)["term"].tolist() == ["cargo", "waits"]


def test_an_example_is_one_whole_line_of_bounded_length() -> None:
    text = "Word " * 80 + "\n tanker\tstruck"
    rows = [(f"{text} {n}.", NOW, "AB"[n % 2]) for n in range(3)] + [("Oil.", BEFORE, "A")]
    example = movers.rising(news(rows), NOW, baseline=1).set_index("term").loc["tanker", "example"]
    assert len(example) <= moving.EXAMPLE
    assert example.startswith("Word Word")
    assert example.endswith("…")


@pytest.mark.parametrize("find", [movers.rising, movers.fading])
def test_no_articles_on_a_side_give_an_empty_table_with_its_columns(find: object) -> None:
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    wordless = news([("The of and.", NOW, "A")] * 3 + [("Oil fell.", BEFORE, "A")])
    for corpus, period in ((none, NOW), (TOY, "2020-01-06"), (TOY, BEFORE), (wordless, NOW)):
        found = find(corpus, period, baseline=1)  # type: ignore[operator]
        assert (list(found), len(found)) == (movers.COLUMNS, 0)
        kinds = {name: str(found[name].dtype) for name in found}
        assert kinds["term"] == kinds["example"] == "str"
        assert kinds["docs_target"] == kinds["rank_upper"] == "int64"
        assert kinds["q_value"] == "float64"


def test_a_side_without_a_single_word_of_content_is_still_compared() -> None:
    rows = [(f"Oil fell {n}.", BEFORE, "A") for n in range(4)]
    found = movers.fading(news([*rows, *[("The of and.", NOW, "A")] * 4]), NOW, baseline=1)
    assert found["term"].tolist() == ["fell", "oil"]
    assert found["docs_target"].tolist() == [0, 0]
    assert found["per_million_target"].isna().all()


def test_refusals_say_what_was_found() -> None:
    for options, said in (
        ({"baseline": 0}, "`baseline` must be at least 1 (got 0)."),
        ({"n": 0}, "`n` must be at least 1 (got 0)."),
        ({"every": "auto"}, "`every` must be one of 'D', 'W', 'MS', 'QS', 'YS' (got 'auto')."),
    ):
        with pytest.raises(ArgumentError) as error:
            movers.rising(TOY, NOW, **options)  # type: ignore[arg-type]
        assert str(error.value) == said
    with pytest.raises(ArgumentError) as error:
        movers.fading(TOY, "soon")
    assert str(error.value) == (
        "`period` must be a date such as '2019-06-03' or '2019-06' (got 'soon')."
    )


SEEN = [
    ("Oil fell.", BEFORE, "A"), ("Talks.", BEFORE, "B"), ("Oil talks.", NOW, "A"),
    ("Tanker on fire.", "2019-06-11", "A"), ("Tanker, tanker sinks.", "2019-06-12", "B"),
    ("A tanker burns.", "2019-06-16", "A"), ("Fire spreads.", "2019-06-16", "A"),
    ("Fire crews.", "2019-06-16", "A"), ("Oil rose.", "2019-06-17", "A"),
    ("Fire out.", "2019-06-18", "B"),
]  # fmt: skip


def test_words_first_and_last_seen_by_hand() -> None:
    first = movers.first_seen(news(SEEN), NOW)
    assert list(first) == movers.SEEN_COLUMNS
    # Fire stands in three documents as well, but only A wrote them.
    expected = pd.DataFrame(
        {
            "term": pd.Series(["tanker"], dtype="str"),
            "first_date": pd.to_datetime(["2019-06-11"]).astype("datetime64[us]"),
            "last_date": pd.to_datetime(["2019-06-16"]).astype("datetime64[us]"),
            "n_docs": [3], "n_sources": [2], "source": pd.Series(["A"], dtype="str"),
            "example": pd.Series(["A tanker burns."], dtype="str"),
        }
    )  # fmt: skip
    assert_frame_equal(first, expected)
    assert movers.last_seen(news(SEEN), NOW)["term"].tolist() == ["tanker"]
    again = [*SEEN, ("The tanker is towed.", "2019-07-30", "B")]
    assert movers.last_seen(news(again), NOW).empty
    earlier = [*SEEN, ("A tanker passed.", "2018-07-30", "B")]
    assert movers.first_seen(news(earlier), NOW).empty


def test_copies_of_a_story_are_seen_once() -> None:
    corpus = news(copied())
    assert "vienna" in movers.first_seen(corpus, NOW)["term"].tolist()
    assert movers.first_seen(corpus.group_stories(), NOW).empty


@pytest.mark.parametrize("find", [movers.first_seen, movers.last_seen])
def test_nothing_seen_is_an_empty_table_with_its_columns(find: object) -> None:
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    for corpus, period in ((none, NOW), (TOY, "2020-01-06")):
        found = find(corpus, period)  # type: ignore[operator]
        assert (list(found), len(found)) == (movers.SEEN_COLUMNS, 0)
        assert str(found["first_date"].dtype) == "datetime64[us]"
    with pytest.raises(ArgumentError) as error:
        find(TOY, NOW, n=0)  # type: ignore[operator]
    assert str(error.value) == "`n` must be at least 1 (got 0)."
