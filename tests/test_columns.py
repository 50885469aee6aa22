"""Every column of every public table is explained once, and nothing else is."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import (
    Corpus,
    brief,
    bursts,
    changes,
    collocations,
    concordance,
    dispersion,
    doubts,
    frequency,
    indices,
    keyness,
    movers,
    network,
    outside,
    reading,
    robust,
    terms,
    tone,
    trends,
    why,
    wordshift,
)
from analysis.columns import COLUMNS

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
QUERY = "Iran OR Tehran"
NOW = "2019-11"
INDEX_BASE = ("2019-05", "2019-08")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    news = Corpus.read(SAMPLE).between("2019-05", "2019-11").group_stories()
    topic = news.matching(QUERY)
    scores = tone.score(topic)
    present = frequency.presence(news, QUERY)
    series = trends.by_period(scores, every="MS", span=news.span)
    months = {"every": "MS", "baseline": 3}
    up, down = (of(topic, NOW, **months) for of in (movers.rising, movers.fading))
    noise = np.random.default_rng(1).normal(size=(90, 2)).cumsum(axis=0)
    days = pd.date_range("2019-01-01", periods=90)
    daily = pd.DataFrame({"period": days, "mean": noise[:, 0], "n_docs": 20})
    price = pd.DataFrame({"date": days, "value": noise[:, 1]})
    build: dict[str, Callable[[], pd.DataFrame]] = {
        "documents": lambda: news.documents,
        "problems": lambda: news.problems,
        "events": lambda: news.events,
        "stories": news.stories,
        "profile": news.profile,
        "freshness": news.freshness,
        "tone.score": lambda: tone.score(topic, unit="sentence"),
        "tone.classify": lambda: tone.classify(scores),
        "tone.vader": lambda: tone.vader(topic.between("2019-11", "2019-11")),
        "tone.explain": lambda: tone.explain(topic, topic.documents["doc_id"][0]),
        "tone.contributions": lambda: tone.contributions(topic),
        "frequency.count": lambda: frequency.count(news),
        "frequency.trend": lambda: frequency.trend(news, [QUERY], every="MS"),
        "frequency.presence": lambda: present,
        "keyness.compare": lambda: keyness.compare(topic, news.without(topic)),
        "collocations.find": lambda: collocations.find(news),
        "dispersion.measure": lambda: dispersion.measure(topic),
        "network.build": lambda: network.build(news, n=20),
        "concordance.lines": lambda: concordance.lines(topic, "oil"),
        "wordshift.explain": lambda: wordshift.explain(
            topic.between("2019-05", "2019-10"), topic.between("2019-11", "2019-11")
        ),
        "indices.share": lambda: indices.share(news, QUERY, base=INDEX_BASE),
        "indices.contributors": lambda: indices.contributors(news, QUERY, base=INDEX_BASE),
        "indices.leave_one_term_out": lambda: indices.leave_one_term_out(
            news, QUERY, base=INDEX_BASE
        ),
        "why.tree": lambda: why.tree(
            topic.between("2019-05", "2019-10"), topic.between("2019-11", "2019-11")
        ),
        "robust.multiverse": lambda: robust.multiverse(topic, NOW, **months),
        "robust.agreement": lambda: robust.agreement(robust.multiverse(topic, NOW, **months)),
        "robust.placebo": lambda: robust.placebo(lambda _: {"quiet": False}, topic, draws=1),
        "terms.bursts": lambda: terms.bursts(
            frequency.trend(topic, ["tanker*", "uranium"], every="W")
        ),
        "trends.by_period": lambda: series,
        "trends.compare": lambda: trends.compare(scores, NOW, **months),
        "trends.drivers": lambda: trends.drivers(scores, NOW, every="MS"),
        "trends.decompose": lambda: trends.decompose(
            scores[scores["date"] < "2019-11-01"], scores[scores["date"] >= "2019-11-01"]
        ),
        "trends.difference": lambda: trends.difference(scores, between="source", every="MS"),
        "trends.test": lambda: trends.test(daily),
        "trends.smooth": lambda: trends.smooth(daily),
        "trends.seasonal": lambda: trends.seasonal(daily),
        "trends.weekday": lambda: trends.weekday(scores),
        "changes.find": lambda: changes.find(daily),
        "bursts.find": lambda: bursts.find(daily.assign(share=0.1)),
        "outside.relate": lambda: outside.relate(daily, price),
        "outside.granger": lambda: outside.granger(daily, price),
        "movers.rising": lambda: up,
        "movers.fading": lambda: down,
        "movers.first_seen": lambda: movers.first_seen(topic, NOW, every="MS"),
        "brief.presence": lambda: brief.presence(news, ""),
        "brief.attention": lambda: brief.attention(present, "", span=news.span),
        "brief.strips": lambda: brief.strips(scores, NOW, **months),
        "brief.dumbbell": lambda: brief.dumbbell(up, down),
        "brief.sources": lambda: brief.sources(present, NOW, **months),
        "brief.marks": lambda: brief.marks(news),
        "doubts.table": lambda: doubts.table(news, topic, scores, series),
        "doubts.late_arrivals": lambda: doubts.late_arrivals(news),
        "doubts.silences": lambda: doubts.silences(news),
        "reading.articles": lambda: reading.articles(topic, scores, NOW, every="MS"),
        "reading.around": lambda: reading.around(
            tone.score(topic, unit="sentence"), concordance.lines(topic, "oil")
        ),
        "reading.carriers": lambda: reading.carriers(tone.contributions(topic)),
    }
    return {name: made() for name, made in build.items()}


DOCVARS = {"id", "topic", "received"}  # the sample's own


def test_every_column_of_every_table_is_explained(tables: dict[str, pd.DataFrame]) -> None:
    unknown = {
        name: sorted(set(table) - set(COLUMNS) - DOCVARS)
        for name, table in tables.items()
        if not set(table) <= set(COLUMNS) | DOCVARS
    }
    assert unknown == {}
    assert all(len(table.columns) for table in tables.values())


def test_every_column_explained_belongs_to_a_table(tables: dict[str, pd.DataFrame]) -> None:
    used = {column for table in tables.values() for column in table}
    assert set(COLUMNS) - used == set()


def test_a_meaning_is_said_and_a_share_has_a_scale() -> None:
    assert all(meaning and meaning == meaning.strip() for meaning, _ in COLUMNS.values())
    assert {COLUMNS[name][1] for name in COLUMNS if name.startswith("share")} == {"0 to 1"}
    counted = {name: unit for name, (_, unit) in COLUMNS.items() if name.startswith("n_")}
    assert set(counted.values()) <= {"count", "days"}


def test_nobody_can_change_the_list() -> None:
    with pytest.raises(TypeError):
        COLUMNS["mean"] = ("", "")  # type: ignore[index]
