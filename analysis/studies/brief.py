"""What an editor with two minutes needs: the collection, the period, sentences with verdicts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, read_events
from analysis.errors import InputError
from analysis.measures import frequency
from analysis.trends import by_period

Said = tuple[str, dict[str, object]]  # a text with {fields}, and their values

ENOUGH = 20  # articles a period: with fewer, words and a strip of dots say little
OPEN = ("0001", "9998")  # years that no article lies outside of
MOVED = 0.05  # words whose false discovery rate is under this moved


def collect(path: str, *, since: str = "", until: str = "") -> Corpus:
    """The corpus of a report: read, cut to the days asked for ("" is open), copies grouped.

    Raises:
        InputError: where nothing can be read, or nothing lies between the two days.
    """
    corpus = Corpus.read(path)
    first, last = corpus.span
    cut = corpus.between(since or OPEN[0], until or OPEN[1])
    if not len(cut):
        raise InputError(
            f"No article lies between {since or 'the beginning'} and {until or 'the end'}; the"
            f" corpus runs from {first:%Y-%m-%d} to {last:%Y-%m-%d}. Choose days inside it."
        )
    return cut.group_stories()


def topic_of(collected: Corpus, query: str) -> str:
    """The query asked for, or the corpus's own topic; "" where there is neither: all articles."""
    return query.strip() or collected.topic


def presence(collected: Corpus, query: str) -> pd.DataFrame:
    """Which documents are on the topic, as frequency.presence; all of them without a query."""
    if query:
        return frequency.presence(collected, query)
    documents = collected.documents
    return documents[["doc_id", "story_id", "date", "source"]].assign(score=1.0)


def attention(present: pd.DataFrame, query: str, *, span: periods.Ends) -> pd.DataFrame:
    """How much is written, in the shape of scores, for trends.compare; `present` from presence.

    With a query the table as it is: its mean is the share of documents on the topic. Without one,
    one row is a day of the span and score its number of documents: the mean is articles a day.

    >>> two = pd.DataFrame({"date": pd.to_datetime(["2019-06-03", "2019-06-03"])})
    >>> attention(two, "", span=("2019-06-03", "2019-06-04"))["score"].tolist()
    [2, 0]
    """
    if query:
        return present
    first, last = periods.day_span(span)
    days = pd.date_range(str(first), str(last), freq="D")
    counts = present["date"].dt.normalize().value_counts().reindex(days, fill_value=0)
    name = days.strftime("%Y-%m-%d")
    ids = {"doc_id": name, "story_id": name, "date": days, "source": "all"}
    return pd.DataFrame({**ids, "score": counts.to_numpy()})


def pace(scores: pd.DataFrame, *, every: str, span: periods.Ends) -> str:
    """The length of period to report on: as asked, or for "auto" the finest with 20 articles.

    >>> days = pd.date_range("2019-01-01", periods=360)
    >>> scores = pd.DataFrame({"doc_id": days.strftime("%j"), "story_id": days.strftime("%j"),
    ...     "date": days, "source": "Post", "score": 0.0})
    >>> pace(scores, every="auto", span=("2019-01-01", "2019-12-26"))
    'MS'
    """
    if every != periods.AUTO:
        return periods.check(every)
    series = by_period(scores, every=every, span=span, min_docs=ENOUGH)
    return str(series.attrs["every"])


def latest(collected: Corpus, every: str) -> pd.Timestamp:
    """The period to report on: the last one that the collection holds whole."""
    return periods.latest(collected.span, every)


def marks(collected: Corpus, path: str = "") -> pd.DataFrame:
    """The events to mark on charts (date, label): those of a CSV file, or the corpus's own.

    Raises:
        InputError: for a file that cannot be read, or lacks the columns date and label.
    """
    return read_events(Path(path)) if path else collected.events


def strips(scores: pd.DataFrame, period: object, *, every: str, baseline: int = 8) -> pd.DataFrame:
    """The scores of the period's documents and of the baseline's, for charts.distribution.

    One row is a document: group ("January 2020" or "8 periods before"), doc_id and score.
    """
    now, before = periods.window(scores["date"], period, every=every, baseline=baseline)
    names = {periods.label(period, every): now, f"{baseline} periods before": before}
    parts = [
        scores.loc[rows, ["doc_id", "score"]].assign(group=name) for name, rows in names.items()
    ]
    table = pd.concat(parts, ignore_index=True).dropna(subset=["score"])
    return table[["group", "doc_id", "score"]].reset_index(drop=True)


def is_enough(*compared: pd.DataFrame) -> bool:
    """True where every comparison could be made: none is empty or says "too few".

    >>> is_enough(pd.DataFrame({"verdict": ["moved"]}), pd.DataFrame({"verdict": ["too few"]}))
    False
    """
    return all(len(table) and table["verdict"].iloc[0] != "too few" for table in compared)


def title(compared: pd.DataFrame, *, every: str, of: str, form: str) -> str:
    """A chart title that states the finding of a comparison.

    >>> row = pd.DataFrame([{"period": pd.Timestamp("2020-01-01"), "mean": 0.6,
    ...     "mean_baseline": 0.4, "difference": 0.2, "verdict": "moved"}])
    >>> title(row, every="MS", of="of articles are on the topic", form=".0%")
    '60% of articles are on the topic in January 2020, up from 40%: moved'
    """
    if not is_enough(compared):
        return "Too few articles to tell a move from noise"
    row = compared.iloc[0]
    when = periods.label(row["period"], every)
    way = "up" if row["difference"] > 0 else "down"
    now, usual = (format(row[name], form).replace("-", "−") for name in ("mean", "mean_baseline"))
    return f"{now} {of} in {when}, {way} from {usual}: {row['verdict']}"


def title_of_words(rising: pd.DataFrame, fading: pd.DataFrame) -> str:
    """A chart title for movers: the words that rose and faded beyond chance.

    >>> up = pd.DataFrame({"term": ["drone", "visa"], "q_value": [0.01, 0.3]})
    >>> title_of_words(up, up.iloc[:0])
    'drone rose'
    """
    up, down = (table.loc[table["q_value"] < MOVED, "term"].head(3) for table in (rising, fading))
    said = [
        f"{', '.join(terms)} {verb}"
        for terms, verb in ((up, "rose"), (down, "faded"))
        if len(terms)
    ]
    return "; ".join(said) if said else "No word rose or faded beyond chance"


def dumbbell(rising: pd.DataFrame, fading: pd.DataFrame, *, n: int = 10) -> pd.DataFrame:
    """The first movers each way in one table: direction, then the columns of movers.rising."""
    both = {"rising": rising, "fading": fading}
    return pd.concat(
        [t.head(n).assign(direction=name) for name, t in both.items()], ignore_index=True
    )


def on_volume(compared: pd.DataFrame, *, every: str, query: str) -> Said:
    """One sentence on how much is written, with its numbers; trends.compare of `attention`.

    >>> row = pd.DataFrame([{"period": pd.Timestamp("2020-01-01"), "n_docs": 50, "mean": 0.6,
    ...     "mean_baseline": 0.4, "difference": 0.2, "lower": 0.1, "upper": 0.3, "p_adjusted": 0.01,
    ...     "verdict": "moved"}])
    >>> on_volume(row, every="MS", query="oil")[0][:60]
    'In {when}, {attention:.0%} of the {n_collected:,} articles c'
    """
    if not query:
        return _on_number(compared, every)
    fine = len(compared) and compared["mean"].iloc[0] < 0.1
    form, points = (".1%", "+.1f") if fine else (".0%", "+.0f")
    share = f"{{attention:{form}}} of the {{n_collected:,}} articles collected"
    start = f"In {{when}}, {share} were on the topic"
    if not is_enough(compared):
        return _too_few(compared, every, "attention", "n_collected", start)
    return (
        f"{start}, against {{attention_usual:{form}}} usually: a difference of"
        f" {{attention_points:{points}}} percentage points (interval"
        f" {{attention_points_lower:{points}}} to {{attention_points_upper:{points}}}) —"
        " **{attention_verdict}**."
    ), _numbers(compared, every, "attention", "n_collected", in_points=True)


def _on_number(compared: pd.DataFrame, every: str) -> Said:
    start = "In {when}, {attention:.1f} articles a day were collected over {n_days:,} days"
    if not is_enough(compared):
        return _too_few(compared, every, "attention", "n_days", start)
    return (
        f"{start}, against {{attention_usual:.1f}} usually: a difference of"
        " {attention_difference:+.1f} (interval {attention_difference_lower:+.1f} to"
        " {attention_difference_upper:+.1f}) — **{attention_verdict}**."
    ), _numbers(compared, every, "attention", "n_days")


def on_tone(compared: pd.DataFrame, *, every: str) -> Said:
    """One sentence on tone, with its numbers; `compared` from trends.compare."""
    start = "The tone of the {n_topic:,} articles on the topic in {when} was {tone:+.2f}"
    if not is_enough(compared):
        return _too_few(compared, every, "tone", "n_topic", start)
    darker = "darker" if compared["difference"].iloc[0] < 0 else "brighter"
    return (
        f"{start} on a scale from −1 to 1, {darker} than the usual {{tone_usual:+.2f}} by"
        " {tone_difference:+.2f} (interval {tone_difference_lower:+.2f} to"
        " {tone_difference_upper:+.2f}) — **{tone_verdict}**."
    ), _numbers(compared, every, "tone", "n_topic")


def on_words(rising: pd.DataFrame, fading: pd.DataFrame, *, enough: bool) -> Said:
    """One sentence on words: how many rose and faded beyond chance, and the first of each."""
    up, down = (table[table["q_value"] < MOVED] for table in (rising, fading))
    screened = max((int(t["n_screened"].iloc[0]) for t in (rising, fading) if len(t)), default=0)
    if not enough or not screened:
        return "On words: **too few** articles to say which rose or faded.", {}
    numbers: dict[str, object] = {"n_rising": len(up), "n_fading": len(down), "screened": screened}
    verdict = "moved" if len(up) + len(down) else "inside the noise"
    text = (
        "Of {screened:,} words in use, {n_rising:,} rose and {n_fading:,} faded beyond chance "
        f"(false discovery rate {MOVED:.0%}) — **{verdict}**"
    )
    for name, table in {"rising": up, "fading": down}.items():
        if len(table):
            numbers[f"first_{name}"] = ", ".join(table["term"].head(3))
            text += f"; {name} most: {{first_{name}}}"
    return text + ".", numbers


def sources(
    presence: pd.DataFrame, period: object, *, every: str, baseline: int = 8
) -> pd.DataFrame:
    """What each source wrote on the topic now and usually, and which fell silent.

    `presence` is a table of frequency.presence. One row is a source: source, now (articles on the
    topic in the period), usual (mean per period of the baseline), collected (articles of any kind
    now), last_seen (day of its last article of any kind up to the end of the period), days_silent
    (from then to the end) and silent (True where it wrote nothing at all though it usually does).
    Most active first.
    """
    now, before = periods.window(presence["date"], period, every=every, baseline=baseline)
    first = periods.start_of(period, every)
    end = pd.Timestamp(periods.following(np.array([first]), every)[0])
    by = presence["source"]
    days = presence["date"].to_numpy().astype("datetime64[D]")
    n_before = max(1, len(np.unique(periods.starts(days[before], every))))
    up_to = presence[presence["date"] < end]
    last = up_to.groupby("source")["date"].max().dt.normalize()
    every_source = sorted(by.unique())
    table = pd.DataFrame(index=pd.Index(every_source, name="source"))
    table["now"] = presence[now].groupby("source")["score"].sum()
    table["usual"] = presence[before].groupby("source")["score"].sum() / n_before
    table["collected"] = presence[now].groupby("source").size()
    usually = presence[before].groupby("source").size().reindex(table.index, fill_value=0)
    table = table.fillna(0.0).astype({"now": "int64", "collected": "int64"})
    table["last_seen"] = last
    table["days_silent"] = (end - pd.Timedelta(days=1) - table["last_seen"]).dt.days.astype("Int64")
    table["silent"] = (table["collected"] == 0) & (usually >= n_before)
    table = table.reset_index().astype({"source": "str"})
    return table.sort_values(
        ["now", "usual", "source"], ascending=[False, False, True], ignore_index=True
    )


def _too_few(compared: pd.DataFrame, every: str, name: str, count: str, start: str) -> Said:
    if compared.empty or not compared["n_docs"].iloc[0]:
        return f"On {name}: **too few** articles to say anything (none in the period).", {}
    row = compared.iloc[0]
    known = {"when": periods.label(row["period"], every), count: int(row["n_docs"])}
    if pd.isna(row["mean"]):
        what = "days" if count == "n_days" else "articles"
        return f"On {name}: **too few** {what} in {{when}} to say anything ({{{count}}}).", known
    return f"{start}; **too few** to tell a move from noise.", known | {name: row["mean"]}


def _numbers(
    compared: pd.DataFrame, every: str, name: str, count: str, *, in_points: bool = False
) -> dict[str, object]:
    row = compared.iloc[0]
    scale, way = (100, "_points") if in_points else (1, "_difference")
    return {
        "when": periods.label(row["period"], every),
        count: int(row["n_docs"]),
        name: row["mean"],
        f"{name}_usual": row["mean_baseline"],
        f"{name}{way}": row["difference"] * scale,
        f"{name}{way}_lower": row["lower"] * scale,
        f"{name}{way}_upper": row["upper"] * scale,
        f"{name}_verdict": row["verdict"],
    }
