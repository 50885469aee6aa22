"""Measures part by part: the same bits as on the whole, here and on workers, one killed or not."""

from __future__ import annotations

import builtins
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis import Corpus, Lexicon, brief, cluster, concordance, frequency, movers, tone
from analysis.cluster import clients, parted, running
from analysis.corpus import batches
from analysis.errors import AnalysisError, ArgumentError, ColumnError, InputError, QueryError

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
OWN = Lexicon("own", {"oil": 1.5, "seized": -2.0, "oil price": 3.0})
MEASURES: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
    (tone.score, (), {}),
    (tone.score, (), {"lexicon": ["news", OWN], "unit": "sentence"}),
    (tone.score, (), {"field": "title"}),
    (tone.vader, (), {}),
    (tone.contributions, (), {"lexicon": OWN}),
    (frequency.count, (), {}),
    (frequency.count, (), {"n": 2, "by": "source"}),
    (frequency.count, (), {"n": 3}),
    (frequency.trend, (["oil", "sanction*", '"oil price" AND NOT talks'],), {"every": "W"}),
    (frequency.trend, ({"a": "oil"},), {"every": "auto", "by": "source"}),
    (frequency.trend, (["oil"],), {"every": "D"}),
    (frequency.trend, ([],), {}),
    (frequency.presence, ("Iran OR Tehran",), {}),
    (concordance.lines, ("tanker*",), {"window": 3}),
    (concordance.lines, ("Iran",), {"sample": 20, "seed": 5}),
]
NAMES = [f"{measure.__name__}-{number}" for number, (measure, _, _) in enumerate(MEASURES)]
TEXTS = ["Oil rose. Oil fell.", "Crude oil rose, oil traders said.", "Talks failed."]
each_measure = pytest.mark.parametrize(("measure", "more", "options"), MEASURES, ids=NAMES)


@pytest.fixture(scope="module")
def news() -> Corpus:
    return Corpus.read(SAMPLE)


def made(texts: list[str] = TEXTS, **columns: object) -> Corpus:
    days = [f"2019-06-{3 + 7 * place:02d}" for place in range(len(texts))]
    return Corpus.from_frame(pd.DataFrame({"text": texts, "date": days, **columns}))


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """To the last bit, with types, order and what the table says of itself."""
    assert_frame_equal(one, other, check_exact=True)
    assert one.attrs == other.attrs


# Partitions


def test_partitions_hold_the_documents_in_order(news: Corpus) -> None:
    parts = news.partitions(size=100)
    assert [len(part) for part in parts] == [100, 100, 100, 100, 90]
    joined = pd.concat([part.documents for part in parts], ignore_index=True)
    assert_frame_equal(joined, news.documents)
    assert {part.span for part in parts} == {news.span}
    assert {part.name for part in parts} == {news.name}


def test_partitions_share_what_has_been_encoded() -> None:
    corpus = made(["Oil fell.\n\nTalks.", "Oil rose.\n\nOil fell.", "\n\nTalks"])
    assert "tokens" not in vars(corpus.partitions(size=2)[0])
    whole = corpus.tokens
    first, second = (part.tokens for part in corpus.partitions(size=2))
    assert first.types is second.types is whole.types
    assert np.shares_memory(first.ids, whole.ids)
    assert np.shares_memory(second.ids, whole.ids)
    assert [first.ids.tolist(), second.ids.tolist()] == [[0, 1, 2, 0, 3, 0, 1], [4]]
    assert [first.offsets.tolist(), second.offsets.tolist()] == [[0, 3, 7], [0, 1]]
    assert [first.breaks.tolist(), second.breaks.tolist()] == [[2, 5], []]


def test_an_empty_corpus_is_one_partition() -> None:
    assert [len(part) for part in made([]).partitions()] == [0]


def test_problems_stay_with_the_whole() -> None:
    corpus = made(["Oil.", "", "Gas."])
    assert len(corpus.problems) == 1
    assert [len(part.problems) for part in corpus.partitions(size=1)] == [0, 0]


def test_a_partition_needs_a_document() -> None:
    with pytest.raises(ArgumentError) as error:
        made().partitions(size=0)
    assert str(error.value) == "`size` must be at least 1 (got 0)."


def test_a_corpus_travels_without_what_was_worked_out() -> None:
    corpus = made()
    _ = corpus.tokens, corpus.fingerprint
    arrived = pickle.loads(pickle.dumps(corpus))
    assert "tokens" not in vars(arrived)
    assert arrived.fingerprint == corpus.fingerprint
    assert arrived.span == corpus.span
    same(tone.vader(arrived), tone.vader(corpus))


def test_a_lexicon_travels_whole() -> None:
    arrived = pickle.loads(pickle.dumps(OWN))
    assert (arrived.name, dict(arrived.weights)) == ("own", dict(OWN.weights))
    assert arrived.fingerprint == OWN.fingerprint
    with pytest.raises(TypeError):
        arrived.weights["oil"] = 0.0


# One part after the other


@each_measure
def test_parts_give_the_same_bits_as_the_whole(
    news: Corpus, measure: Any, more: tuple[Any, ...], options: dict[str, Any]
) -> None:
    whole = measure(news, *more, **options)
    same(cluster.run(measure, news.partitions(size=7), *more, **options), whole)
    same(cluster.run(measure, news, *more, **options), whole)
    same(cluster.run(measure, SAMPLE, *more, **options), whole)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(alphabet="ab1 .,-é", min_size=1), min_size=1, max_size=9),
    size=st.integers(1, 9),
)
def test_any_cut_gives_the_same_counts_and_trends(texts: list[str], size: int) -> None:
    corpus = made([f"x1 {text}" for text in texts], desk=[len(text) % 3 for text in texts])
    parts = corpus.partitions(size=size)
    for options in ({"n": 1}, {"n": 2, "by": "desk"}):
        same(cluster.run(frequency.count, parts, **options), frequency.count(corpus, **options))
    whole = frequency.trend(corpus, ["a*", "b"], by="desk")
    same(cluster.run(frequency.trend, parts, ["a*", "b"], by="desk"), whole)


@each_measure
def test_a_corpus_without_documents_gives_the_columns(
    measure: Any, more: tuple[Any, ...], options: dict[str, Any]
) -> None:
    empty = made().matching("zzz")
    same(cluster.run(measure, empty, *more, **options), measure(empty, *more, **options))


def test_parts_add_up_by_hand() -> None:
    found = cluster.run(frequency.count, made().partitions(size=1))
    assert found[["term", "n_tokens", "n_docs"]].head(3).values.tolist() == [
        ["oil", 4, 2],
        ["rose", 2, 2],
        ["crude", 1, 1],
    ]
    assert found["per_million"].iloc[0] == 4 / 12 * 1e6


def test_many_parts_are_added_up_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "FOLDED", 2)
    corpus = made([f"Oil rose {n}." for n in range(4)] + ["Gas", "Oil fell."])
    for measure in (tone.vader, frequency.count):
        same(cluster.run(measure, corpus.partitions(size=1)), measure(corpus))


def test_groups_missing_in_a_part_or_in_a_document_are_kept() -> None:
    corpus = made(desk=["b", None, "a"], when=pd.to_datetime(["2019-01-01", None, "2020-01-01"]))
    for by in ("desk", "when"):
        parts = corpus.partitions(size=1)
        same(cluster.run(frequency.count, parts, by=by), frequency.count(corpus, by=by))
        whole = frequency.trend(corpus, ["oil"], by=by)
        same(cluster.run(frequency.trend, parts, ["oil"], by=by), whole)


# Files


def written(folder: Path, frames: dict[str, pd.DataFrame]) -> Path:
    for name, frame in frames.items():
        frame.to_csv(folder / name, index=False)
    return folder


def test_files_are_read_in_batches_that_keep_each_whole(tmp_path: Path) -> None:
    for name, n in {"a": 40, "b": 50, "c": 200, "d": 10}.items():
        (tmp_path / f"{name}.txt").write_text("x" * n)
    found = batches.batches(tmp_path, 100)
    assert [[Path(path).name for path in batch] for batch in found] == [
        ["a.txt", "b.txt"],
        ["c.txt"],
        ["d.txt"],
    ]


@pytest.mark.parametrize("size", [1, 10**9])
def test_files_out_of_order_give_the_same_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    late = pd.DataFrame({"text": ["Oil rose.", "Gas."], "date": ["2019-06-20", "2019-06-01"]})
    early = pd.DataFrame({"text": ["Oil fell.", "Talks."], "date": ["2019-05-01", "2019-06-02"]})
    folder = written(tmp_path, {"1.csv": late, "2.csv": early})
    cut = batches.batches
    monkeypatch.setattr(batches, "batches", lambda path: cut(path, size))
    whole = Corpus.read(folder)
    same(cluster.run(tone.score, folder), tone.score(whole))
    same(cluster.run(frequency.trend, [folder], ["oil"]), frequency.trend(whole, ["oil"]))


def test_a_mistyped_year_stretches_no_trend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = pd.DataFrame({"text": ["Oil rose."], "date": ["2019-06-20"]})
    wrong = pd.DataFrame({"text": ["Oil fell."], "date": ["2109-06-20"]})
    folder = written(tmp_path, {"1.csv": right, "2.csv": wrong})
    cut = batches.batches
    monkeypatch.setattr(batches, "batches", lambda path: cut(path, 1))
    whole = frequency.trend(Corpus.read(folder), ["oil"], every="D")
    assert len(whole) == 1
    same(cluster.run(frequency.trend, folder, ["oil"], every="D"), whole)


def test_rows_set_aside_are_said_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = pd.DataFrame({"body": ["Oil.", ""], "date": "2019-06-20"})
    bad = pd.DataFrame({"body": ["Gas."], "date": ["someday"]})
    folder = written(tmp_path, {"1.csv": good, "2.csv": bad})
    cut = batches.batches
    monkeypatch.setattr(batches, "batches", lambda path: cut(path, 1))
    found = cluster.run(frequency.count, folder, columns={"text": "body"})
    assert found["term"].tolist() == ["oil"]
    assert [record.getMessage() for record in caplog.records] == [
        "Set aside: 2 rows; Corpus.read(…).problems says why"
    ]


def test_files_without_an_article_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, {"1.csv": pd.DataFrame({"text": ["Gas."], "date": ["someday"]})})
    with pytest.raises(InputError) as error:
        cluster.run(frequency.count, folder)
    assert str(error.value) == "No usable article in any of the files; Corpus.read(…) says why."


def test_a_document_in_two_parts_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pd.DataFrame({"text": ["Oil.", "Gas."], "date": "2019-06-20", "source": "A"})
    folder = written(tmp_path, {"1.csv": rows, "2.csv": rows[:1]})
    cut = batches.batches
    monkeypatch.setattr(batches, "batches", lambda path: cut(path, 1))
    expected = (
        "Documents found again in another part: 1. Parts are measured apart, so each document must"
        " stand in one; Corpus.read(…) of all files keeps one of each."
    )
    with pytest.raises(InputError) as error:
        cluster.run(frequency.count, folder)
    assert str(error.value) == expected
    corpus = made()
    with pytest.raises(InputError):
        cluster.run(tone.score, [corpus, corpus])


def test_a_column_of_two_types_is_refused() -> None:
    one, other = made(["Oil."], year=[2019]), made(["Gas."], year=["about 2019"])
    with pytest.raises(InputError) as error:
        cluster.run(frequency.count, [one, other], by="year")
    assert str(error.value) == (
        "`by` names a column that is of different types in different parts: int64, str."
    )


# What is refused


@pytest.mark.parametrize(
    ("measure", "found"),
    [(movers.rising, "movers.rising"), (brief.collect, "brief.collect"),
     (Corpus.profile, "corpus.profile"), (tone.explain, "tone.explain"), ("tone", "'tone'")],
)  # fmt: skip
def test_a_measure_that_needs_the_whole_corpus_is_refused(measure: Any, found: str) -> None:
    with pytest.raises(ArgumentError) as error:
        cluster.run(measure, made())
    assert str(error.value) == (
        "`measure` must be one of 'tone.score', 'tone.vader', 'tone.contributions',"
        " 'frequency.count', 'frequency.trend', 'frequency.presence', 'concordance.lines' (got"
        f" {found}); what compares documents with each other needs the whole corpus."
    )


@pytest.mark.parametrize("corpus", [7, [], [3], None, pd.DataFrame()])
def test_something_that_has_no_parts_is_refused(corpus: Any) -> None:
    with pytest.raises(ArgumentError) as error:
        cluster.run(tone.score, corpus)
    assert str(error.value) == (
        "`corpus` must be a Corpus, a list of these, or the path of files or a list of paths (got"
        f" {type(corpus).__name__})."
    )


def test_what_the_measure_refuses_is_refused() -> None:
    with pytest.raises(ArgumentError, match="`n` must be from 1 to 5"):
        cluster.run(frequency.count, made(), n=9)
    with pytest.raises(ColumnError, match="Columns not found: 'desk'"):
        cluster.run(frequency.count, made(), by="desk")
    with pytest.raises(QueryError):
        cluster.run(frequency.trend, made(), ["(oil"])
    with pytest.raises(ArgumentError) as error:
        cluster.run(tone.score, SAMPLE, columns={"body": "text"})
    assert str(error.value) == (
        "`columns` must be one of 'text', 'date', 'source', 'title' (got 'body')."
    )


def test_a_client_without_dask_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name.partition(".")[0] in ("dask", "distributed"):
            raise ImportError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(AnalysisError) as error:
        cluster.run(tone.score, made(), client="tcp://127.0.0.1:8786")
    assert str(error.value) == (
        "A client needs Dask, which is not installed: pip install 'pressgauge[cluster]'."
    )


def test_something_that_is_no_client_is_refused() -> None:
    with pytest.raises(ArgumentError) as error:
        cluster.run(tone.score, made(), client="tcp://127.0.0.1:8786")
    assert str(error.value) == (
        "`client` must be a dask.distributed Client that is not asynchronous (got str)."
    )


def test_every_measure_that_is_made_of_parts_is_tried_here() -> None:
    assert {measure for measure, _, _ in MEASURES} == set(parted.PARTED)


# Workers


def local(**options: Any) -> Any:
    """A client with two workers on this machine; nothing listens beyond it."""
    from distributed import Client, LocalCluster

    workers = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0",
        protocol="tcp://", silence_logs=50, **options,
    )  # fmt: skip
    return workers, Client(workers)


@pytest.fixture
def threads() -> Iterator[Any]:
    workers, client = local(processes=False)
    with workers, client:
        yield client


@pytest.fixture(scope="module")
def processes() -> Iterator[Any]:
    workers, client = local(processes=True)
    with workers, client:
        yield client


def test_workers_give_the_same_bits(news: Corpus, threads: Any) -> None:
    parts = news.partitions(size=50)
    same(cluster.run(tone.score, parts, client=threads), tone.score(news))
    trend = cluster.run(frequency.trend, SAMPLE, ["oil"], client=threads)
    same(trend, frequency.trend(news, ["oil"]))


def test_few_tasks_are_out_at_a_time(threads: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    out: list[int] = []
    submit = threads.submit

    def counted(*given: Any, **options: Any) -> Any:
        out.append(len(threads.futures) + 1)
        return submit(*given, **options)

    monkeypatch.setattr(threads, "submit", counted)
    found = clients.mapped(threads, abs, list(range(-20, 0)))
    assert list(found) == list(range(20, 0, -1))
    assert max(out) <= 2 * clients.AHEAD + 1  # one may be on its way out


def test_what_a_worker_refuses_is_refused_here(threads: Any) -> None:
    with pytest.raises(ArgumentError) as error:
        cluster.run(frequency.count, made().partitions(size=1), n=9, client=threads)
    assert str(error.value) == "`n` must be from 1 to 5 (got 9)."


@pytest.mark.slow
@each_measure
def test_two_processes_give_the_same_bits(
    news: Corpus, processes: Any, measure: Any, more: tuple[Any, ...], options: dict[str, Any]
) -> None:
    whole = measure(news, *more, **options)
    parts = news.partitions(size=100)
    same(cluster.run(measure, parts, *more, client=processes, **options), whole)


@pytest.mark.slow
@pytest.mark.parametrize("from_files", [False, True])
def test_a_worker_killed_in_the_middle_changes_nothing(
    news: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, from_files: bool
) -> None:
    corpus: Any = news.partitions(size=10)
    if from_files:
        for place, part in enumerate(corpus):
            part.documents.to_parquet(tmp_path / f"{place:03d}.parquet")
        corpus = tmp_path
        cut = batches.batches
        monkeypatch.setattr(batches, "batches", lambda path: cut(path, 1))
    killed: list[int] = []

    def kill(client: Any, pids: dict[str, int]) -> None:
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up and not killed:
            time.sleep(0.01)
            for worker, tasks in client.processing().items():
                if tasks and not killed:
                    os.kill(pids[worker], signal.SIGKILL)
                    killed.append(pids[worker])

    workers, client = local(processes=True)
    with workers, client:
        pids = client.run(os.getpid)
        killer = threading.Thread(target=kill, args=(client, pids))
        killer.start()
        scores = cluster.run(tone.score, corpus, client=client)
        killer.join(60)
        assert len(killed) == 1
        assert killed[0] not in client.run(os.getpid).values()
    same(scores, tone.score(news))
