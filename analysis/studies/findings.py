"""Findings in words: sentences and chart titles that say no more than their test."""

from __future__ import annotations

import pandas as pd

from analysis import periods

Said = tuple[str, dict[str, object]]  # a text with {fields}, and their values
MOVED = 0.05  # words whose false discovery rate is under this moved


def is_enough(*compared: pd.DataFrame) -> bool:
    """True where every comparison could be made: none is empty or says "too few".

    >>> is_enough(pd.DataFrame({"verdict": ["moved"]}), pd.DataFrame({"verdict": ["too few"]}))
    False
    """
    return all(len(table) and table["verdict"].iloc[0] != "too few" for table in compared)


def is_move(*compared: pd.DataFrame) -> bool:
    """True where every comparison says "moved".

    >>> is_move(pd.DataFrame({"verdict": ["moved"]}), pd.DataFrame({"verdict": ["moved"]}))
    True
    """
    return all(len(table) and table["verdict"].iloc[0] == "moved" for table in compared)


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
    # Inside the noise a direction would say more than is known.
    way = "against" if row["verdict"] != "moved" else _way(row["difference"])
    now, usual = (format(row[name], form).replace("-", "−") for name in ("mean", "mean_baseline"))
    return f"{now} {of} in {when}, {way} {usual}: {row['verdict']}"


def _way(difference: float) -> str:
    return "up from" if difference > 0 else "down from"


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


def on_tone(compared: pd.DataFrame, *, every: str, query: str) -> Said:
    """One sentence on tone, with its numbers; `compared` from trends.compare.

    An empty `query` says that all articles were looked at.
    """
    which = "on the topic" if query else "collected"
    start = f"The tone of the {{n_topic:,}} articles {which} in {{when}} was {{tone:+.2f}}"
    if not is_enough(compared):
        return _too_few(compared, every, "tone", "n_topic", start)
    row = compared.iloc[0]
    darker = "darker than" if row["difference"] < 0 else "brighter than"
    way = darker if row["verdict"] == "moved" else "against"
    return (
        f"{start} on a scale from −1 to 1, {way} the usual {{tone_usual:+.2f}}: a difference of"
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
