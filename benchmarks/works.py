"""What is claimed: which measures are compared, what is asked of them, and how the tools differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks.harness import Measure

Figure = Literal["times faster", "of its memory", "of the text", "per word", "seconds", "said"]
AT_LEAST: tuple[Figure, ...] = ("times faster", "said")  # the others should be small


@dataclass(frozen=True)
class Claim:
    """One line of the table.

    Attributes:
        work: the name by which it is chosen.
        label: what is compared, ours first.
        figure: "times faster" (seconds per word of the peer over ours), "of its memory" (growth
            over the peer's), "of the text" (growth over the text's bytes), "per word" (seconds per
            word over those of the peer), "seconds", "said" (1 where the process said it).
        asked: what the figure must reach, or None.
        aim: what is hoped for beyond it, or None.
        note: what the peer does otherwise.
    """

    work: str
    label: str
    figure: Figure
    ours: Measure
    peer: Measure | None = None
    asked: float | None = None
    aim: float | None = None
    note: str = ""


FIRST = "reads the first articles alone, scaled by words"
COUNTS = "no document counts, no rates, unsorted"
FROM = {"": "from text", "_encoded": "encoded"}
WORKS = (
    "vader", "encode", "lexicons", "count", "ngrams", "trend", "concordance", "memory", "start",
    "growth",
)  # fmt: skip


def claims(main: str, long: str, short: str) -> list[Claim]:
    """Every claim on size `main`; growth also on `long` and on `short`, of short articles."""
    return [
        *_tone(main), *_encoding(main), *_counting(main), *_ngrams(main), *_reading(main),
        *_memory(short), *_start(), *_growth(main, long, short),
    ]  # fmt: skip


def _faster(
    work: str, label: str, size: str, pair: tuple[str, str], asked: float | None,
    note: str = "", aim: float | None = None,
) -> Claim:  # fmt: skip
    ours, peer = Measure(f"pressgauge.{pair[0]}", size), Measure(pair[1], size)
    return Claim(work, label, "times faster", ours, peer, asked, aim, note)


def _tone(size: str) -> list[Claim]:
    nltk, authors = f"from a list of texts; {FIRST}", f"other cutting of words; {FIRST}"
    return [
        _faster("vader", "VADER from text, nltk", size, ("vader", "nltk.vader"), 80, nltk, 110),
        _faster("vader", "VADER encoded, nltk", size, ("vader_encoded", "nltk.vader"), 500, nltk),
        _faster("vader", "VADER from text, vaderSentiment", size,
                ("vader", "vadersentiment.vader"), None, authors),
        _faster("lexicons", "six lexicons encoded, our own encoding", size,
                ("lexicons_encoded", "pressgauge.encode"), 7,
                "all six by VADER's rules, sentence by sentence, against one encoding"),
        _faster("lexicons", "six lexicons without rules encoded, our own encoding", size,
                ("lexicons_plain_encoded", "pressgauge.encode"), 7,
                "the same terms, weights summed by document; against one encoding"),
    ]  # fmt: skip


def _encoding(size: str) -> list[Claim]:
    def against(label: str, pair: tuple[str, str], note: str, asked: float | None = None) -> Claim:
        return _faster("encode", label, size, pair, asked, note, 3.5 if asked else None)

    alike = "counts the same; keeps no ids and no places"
    return [
        against("tokens, polars extract_all", ("encode", "polars.tokens"), alike, 2.5),
        against("tokens and words, polars extract_all", ("words", "polars.encode"),
                f"{alike}; case kept, ours folded", 2.5),
        # Nothing is asked here: what is cut at spaces alone are other tokens, found without a rule.
        against("tokens, polars split", ("encode", "polars.split"),
                "cut at spaces alone, not at line ends; no ids and no places"),
        against("tokens, a byte scan", ("encode", "python.scan"), "(bytes == 32).sum() in numpy"),
        against("tokens, a memory copy", ("encode", "python.copy"), "numpy.copyto"),
    ]  # fmt: skip


def _counting(size: str) -> list[Claim]:
    asked = {
        ("polars.count", ""): 2, ("polars.count", "_encoded"): 10,
        ("sklearn.count", ""): 5, ("sklearn.count", "_encoded"): 15,
    }  # fmt: skip
    tools = {
        "polars.count": ("polars", COUNTS),
        "polars.count_docs": ("polars with document counts", "no rates, unsorted"),
        "sklearn.count": ("CountVectorizer", f"{COUNTS}; from a list of texts"),
        "duckdb.count": ("duckdb", COUNTS),
        "python.count": ("Counter", f"{COUNTS}; from a list of texts, gives Counters"),
    }
    return [
        _faster("count", f"words by month {how}, {tool}", size, (f"count{way}", peer),
                asked.get((peer, way)), note)
        for way, how in FROM.items()
        for peer, (tool, note) in tools.items()
    ]  # fmt: skip


def _ngrams(size: str) -> list[Claim]:
    tools = {"polars": "polars", "duckdb": "duckdb", "sklearn": "CountVectorizer"}
    note = f"{COUNTS}; pairs run across punctuation"
    speed = [
        _faster("ngrams", f"1-2-grams by month {how}, {tool}", size,
                (f"ngrams{way}", f"{peer}.ngrams"), None if way else 2, note, 3 if way else None)
        for way, how in FROM.items()
        for peer, tool in tools.items()
    ]  # fmt: skip
    ours = Measure("pressgauge.ngrams", size)
    return speed + [
        Claim("ngrams", f"1-2-grams by month from text, memory, {tool}", "of its memory",
              ours, Measure(f"{peer}.ngrams", size), 0.5, note=note)
        for peer, tool in tools.items()
    ]  # fmt: skip


def _reading(size: str) -> list[Claim]:
    lines = "concordance encoded"
    many = "counts hits alone, inside words too; no documents, no intervals"
    return [
        _faster("trend", "20 terms by day encoded, polars extract_many", size,
                ("trend_encoded", "polars.trend"), 1, many),
        _faster("concordance", f"{lines}, nltk from text", size,
                ("concordance_encoded", "nltk.concordance"), 100, f"no sentences; {FIRST}"),
        _faster("concordance", f"{lines}, nltk from its tokens", size,
                ("concordance_encoded", "nltk.concordance_tokenized"), 100,
                f"words cut before, index built within; {FIRST}"),
        _faster("concordance", f"{lines}, polars contains and extract", size,
                ("concordance_encoded", "polars.concordance"), 1,
                "no sentences; hits near each other share a line"),
    ]  # fmt: skip


def _memory(size: str) -> list[Claim]:
    ours = Measure("pressgauge.encode", size)
    note = "growth of the peak over the loaded text, ids included"
    words = Measure("pressgauge.words", size)
    return [
        Claim("memory", "tokens, memory", "of the text", ours, None, 0.9, note=note),
        Claim("memory", "tokens and words, memory", "of the text", words, note="words as well"),
    ]


def _start() -> list[Claim]:
    def within(label: str, name: str, asked: float, note: str = "") -> Claim:
        return Claim(
            "start", label, "seconds", Measure(f"start.{name}", ""), None, asked, note=note
        )

    first = Measure("start.first_ever", "")
    return [
        within("import analysis", "import", 0.3, "a whole Python process, ended at once"),
        within("first tone of one article", "first_tone", 2.2, "compiled before"),
        within("first tone ever", "first_ever", 12, "NUMBA_CACHE_DIR an empty folder"),
        Claim("start", "the first time says “compiling once”", "said", first, None, 1),
    ]


def _growth(main: str, long: str, short: str) -> list[Claim]:
    return [
        Claim("growth", f"{work} from text, {size} against {main}", "per word",
              Measure(f"pressgauge.{work}", size), Measure(f"pressgauge.{work}", main), 1.5)
        for work in ("encode", "vader", "count")
        for size in (long, short)
    ]  # fmt: skip
