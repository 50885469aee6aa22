"""The benchmarks run, their corpus is the same each time, and their table says what came out."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pytest

from benchmarks import corpora, harness, runs, scale, sizes, table, words, works
from benchmarks.__main__ import main
from benchmarks.harness import Measure, Measured
from benchmarks.works import Claim

SIZE = "30x60"
OURS, PEER = Measure("pressgauge.count", "20k"), Measure("polars.count", "20k")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Corpora made from the sample, in a temporary folder of the test's own."""
    monkeypatch.delenv(corpora.EVALUATION, raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def measured(name: str, deadline: float = 60) -> Measured:
    measure = Measure(name, SIZE)
    return harness.run([measure], repeats=1, deadline=deadline)[measure]


def test_a_size_says_how_many_articles_of_how_many_words() -> None:
    assert sizes.parse("20k")[1:] == (20_000, 400)
    assert sizes.parse("1mx60")[1:] == (1_000_000, 60)
    for wrong in ("", "0k", "20 k", "5x0", "-5"):
        with pytest.raises(ValueError, match="A size is a number of articles"):
            sizes.parse(wrong)


def test_the_vocabulary_grows_ever_more_slowly_and_never_stops() -> None:
    types = words.growing(40_000, np.random.default_rng(1))
    seen = [len(set(types[:n].tolist())) for n in (10_000, 20_000, 40_000)]
    # SCALE * n ** POWER is 8,833, 14,350 and 23,311, less what the first words cannot reach.
    assert np.diff(seen) == pytest.approx([5_517, 8_961], rel=0.03)
    spelled = words.spelled(seen[-1], np.random.default_rng(1))
    letters = [word for word in spelled if word.isalpha()]
    assert len(set(letters)) == len(letters)


def test_the_corpus_is_the_same_each_time_and_of_the_size_asked_for(tmp_path: Path) -> None:
    first = corpora.texts(SIZE)
    assert corpora.corpus(SIZE).documents["text"].tolist() == first["text"].to_pylist()
    lengths = [len(text.split()) for text in first["text"].to_pylist()]
    assert len(lengths) == 30
    assert sum(lengths) == corpora.about(SIZE)["n_words"] == pytest.approx(1800, abs=60)
    assert {path.parent.name for path in tmp_path.rglob("*.arrow")} != set()
    for path in tmp_path.iterdir():
        path.rename(tmp_path / "gone")
    assert corpora.texts(SIZE).equals(first)


def test_a_small_run_prints_its_table_and_keeps_its_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "results"
    given = ["--only", "encode", "--size", SIZE, "--repeats", "1", "--results", str(kept)]
    assert main(given) == 0
    printed = capsys.readouterr().out
    assert "tokens and words, polars extract_all" in printed
    (path,) = kept.iterdir()
    run = json.loads(path.read_text())
    assert set(run) == {
        "kind", "began", "minutes", "repeats", "deadline", "lanes", "machine", "versions",
        "corpora", "measures", "claims",
    }  # fmt: skip
    assert (run["kind"], run["repeats"], list(run["corpora"])) == ("part", 1, [SIZE])
    ours = next(each for each in run["measures"] if each["name"] == "pressgauge.encode")
    assert (ours["status"], ours["size"], len(ours["seconds"])) == ("ok", SIZE, 1)
    assert ours["words"] == run["corpora"][SIZE]["n_words"]
    assert [claim["work"] for claim in run["claims"]] == ["encode"] * 5
    assert main(["--markdown", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("| tokens") for line in lines) == 5
    assert runs.newest(kept) == run


def test_the_peers_count_the_words_that_we_count() -> None:
    tools = ["pressgauge", "python", "polars", "duckdb", "sklearn"]
    results = harness.run(
        [Measure(f"{tool}.count", SIZE) for tool in tools], repeats=1, deadline=60
    )
    found = {side.name: result.found for side, result in results.items() if result.seconds}
    ours = found["pressgauge.count"]
    assert found == dict.fromkeys(found, pytest.approx(ours, rel=0.01))
    assert "failed" not in [result.status for result in results.values()]
    absent = [side.name for side, result in results.items() if result.status == "missing"]
    if absent:
        pytest.skip(f"not installed (the extra is bench), so not compared: {', '.join(absent)}")


def test_what_takes_too_long_or_fails_is_said_and_stops_nothing() -> None:
    slow = measured("pressgauge.count", deadline=0.0001)
    assert (slow.status, slow.said, slow.seconds) == ("slow", "not done in 0.0001 s", [])
    assert measured("nobody.count").status == "failed"
    wrong = measured("python.nothing")
    assert wrong.status == "failed"
    assert "no attribute 'nothing'" in wrong.said


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("ModuleNotFoundError: No module named 'polars'", "missing"),
        ("ModuleNotFoundError: No module named 'sklearn.feature_extraction'", "missing"),
        ("ModuleNotFoundError: No module named 'pyarrow'", "failed"),
        ("ImportError: cannot import name 'tone' from 'analysis'", "failed"),
    ],
)
def test_only_an_optional_tool_may_be_missing(
    line: str, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> dict[str, object]:
        raise subprocess.CalledProcessError(1, "python", stderr=f"Traceback\n{line}\n")

    monkeypatch.setattr(harness, "_started", broken)
    result = measured("polars.count")
    assert (result.status, result.said) == (status, line)


def row(claim: Claim, ours: Measured, peer: Measured | None = None) -> tuple[str, object, str]:
    results = {OURS: ours} | ({PEER: peer} if peer else {})
    (made,) = table.rows([claim], results, 10, {"20k": 1000})
    return made["sign"], made["value"], made["reached"]


def test_figures_are_judged_by_what_is_asked_and_known() -> None:
    faster = Claim("count", "", "times faster", OURS, PEER, 2)
    ours = Measured(seconds=[1, 3, 2], words=100)
    assert row(faster, ours, Measured(seconds=[2.5], words=50)) == ("=", 2.5, "yes")
    assert row(faster, ours, Measured(seconds=[3], words=100)) == ("=", 1.5, "no")
    assert row(faster, ours, Measured("slow", words=100)) == (">", 5, "yes")
    assert row(faster, Measured("slow", words=100), ours) == ("<", pytest.approx(0.2), "no")
    assert row(faster, ours, Measured("missing")) == (None, None, "?")
    hasty = Measured(seconds=[8], words=100)
    assert row(faster, hasty, Measured("slow", words=100)) == (">", 1.25, "?")
    memory = Claim("ngrams", "", "of its memory", OURS, PEER, 0.5)
    assert row(memory, Measured(extra=[40]), Measured(extra=[100])) == ("=", 0.4, "yes")
    text = Claim("memory", "", "of the text", OURS, None, 0.9)
    assert row(text, Measured(extra=[950])) == ("=", 0.95, "no")
    seconds = Claim("start", "", "seconds", OURS, None, 12)
    assert row(seconds, Measured("slow")) == (">", 10, "?")
    growth = Claim("growth", "", "per word", OURS, PEER, 1.5)
    assert row(growth, Measured("slow", words=100), ours) == (">", 5, "no")


def test_every_work_has_claims_and_every_claim_a_measure() -> None:
    made = works.claims("20k", "100k", "1mx60")
    assert {claim.work for claim in made} == set(works.WORKS)
    folder = Path(works.__file__).parent / "tools"
    for claim in made:
        for side in filter(None, [claim.ours, claim.peer]):
            tool, work = side.name.split(".")
            if tool != "start":
                assert f"def {work}(" in (folder / f"with_{tool}.py").read_text(), side


def test_rates_are_worked_out_for_millions_by_hand() -> None:
    found = scale.Found(
        origin="a collection", articles=10_000, text=2_500.0, kept=2_000.0, opening=0.01,
        reading=[scale.Rate("Corpus.read", 1e-4), scale.Rate("encoding", 1e-5)],
        measures=[scale.Rate("tone.score", 2e-4, adding=6e-6, back=100.0)], peak=75_000_000,
    )  # fmt: skip
    said = scale.tables(found, 10_000_000, 10).splitlines()
    assert "| Corpus.read | 10,000 | 25 |" in said
    assert "| tone.score | 5,000 | 12 |" in said
    # 10 million times 0.3 ms over 10 cores are 300 s; a third of each article is reading.
    assert "| tone.score | 5.0 | 33% | 1.0 | 1.0 |" in said
    assert said[-2:] == [
        "* Disk: 25 GB of text. `cached` would add 20 GB, 2,000 bytes an article, opened and"
        " checked at 2.0 GB a second.",
        "* Memory: a worker that reads and scores a batch grows by 3.0 times its bytes, 0.1 GB for"
        " one of 32 MB.",
    ]


def test_every_step_of_scale_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert scale.main(["--size", SIZE, "--articles", "1000", "--cores", "2"]) == 0
    said = capsys.readouterr().out
    steps = ["Corpus.read, JSON Lines", "Corpus.read, Parquet", "encoding"]
    assert all(f"| {step} | " in said for step in [*steps, *(name for name, *_ in scale.ASKED)])
    assert "| 1,000 articles, 2 cores | minutes |" in said
