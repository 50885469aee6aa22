"""The articles that an editor should read, and the words that carry the tone."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, display_title
from analysis.measures import tone
from analysis.text import compile_query, sentence_spans
from analysis.trends import drivers

COLUMNS = [
    "why", "doc_id", "story_id", "date", "source", "title", "url", "score", "n_copies", "sentence",
]  # fmt: skip
ORDER = ["most copied", "typical", "pulls the tone up", "pulls the tone down"]
TYPICAL, PULLING = 2, 3  # articles listed of each kind
SENTENCE = 280  # characters quoted


def articles(
    topic: Corpus, scores: pd.DataFrame, period: object, *, every: str, query: str = ""
) -> pd.DataFrame:
    """The articles to read: typical ones, those that pull the tone, the most copied one.

    One row is an article: why ("typical", "pulls the tone up", "pulls the tone down", "most
    copied"), doc_id, story_id, date, source, title (its first sentence where it has none), url,
    score, n_copies (other copies of its story) and sentence (the one that shows why). Each story
    appears once; of each kind the strongest case comes first.
    """
    documents = topic.documents
    now = documents[periods.window(documents["date"], period, every=every)[0]]
    table = now.merge(scores[["doc_id", "score", "n_hits"]], on="doc_id", how="left")
    table["n_copies"] = table.groupby("story_id")["doc_id"].transform("size") - 1
    influence = drivers(scores, period, every=every, n=len(table) + 1)
    table = table.merge(influence[["doc_id", "influence"]], on="doc_id", how="left")
    once = table.drop_duplicates("story_id")
    picked = pd.concat([_typical(once), _pulling(once, 1), _pulling(once, -1)])
    picked = picked.drop_duplicates("story_id")
    copied = once[once["n_copies"] > 0].nlargest(1, "n_copies").assign(why="most copied")
    picked = pd.concat([copied, picked[~picked["story_id"].isin(copied["story_id"])]])
    shown = {
        "title": [display_title(*each) for each in _pairs(picked, "title", "text")],
        "sentence": [_telling(*each, query=query) for each in _pairs(picked, "text", "why")],
    }
    typed = {name: pd.Series(said, picked.index, dtype="str") for name, said in shown.items()}
    picked = picked.assign(**typed)
    order = {why: place for place, why in enumerate(ORDER)}
    picked = picked.assign(order=picked["why"].map(order))
    # A stable sort: within each kind the order in which they were picked, strongest first, stays.
    return picked.sort_values("order", kind="stable", ignore_index=True)[COLUMNS]


def around(table: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table by sentence whose sentence holds a hit of concordance.lines.

    >>> table = pd.DataFrame({"doc_id": ["a", "a"], "sentence": [0, 1], "score": [0.1, 0.2]})
    >>> around(table, pd.DataFrame({"doc_id": ["a"], "sentence": [1]}))["score"].tolist()
    [0.2]
    """
    places = lines[["doc_id", "sentence"]].drop_duplicates()
    return table.merge(places.astype({"sentence": table["sentence"].dtype}))


def carriers(contributions: pd.DataFrame, *, n: int = 10) -> pd.DataFrame:
    """The words that carry most of the tone: `contributions` from tone.contributions.

    One row is a term: term (case-folded), n_hits, n_docs, contribution (summed over documents) and
    share (of the sum of all contributions' sizes, 0 to 1). Largest size first.

    >>> table = pd.DataFrame({"term": ["War", "war", "deal"], "doc_id": ["a", "b", "b"],
    ...     "contribution": [-0.5, -0.3, 0.2]})
    >>> carriers(table, n=1)[["term", "n_hits", "n_docs", "contribution", "share"]].values.tolist()
    [['war', 2, 2, -0.8, 0.8]]
    """
    held = contributions.dropna(subset=["term"])
    held = held.assign(term=held["term"].str.casefold(), size=held["contribution"].abs())
    grouped = held.groupby("term")
    table = pd.DataFrame(
        {
            "n_hits": grouped.size(),
            "n_docs": grouped["doc_id"].nunique(),
            "contribution": grouped["contribution"].sum(),
            "size": grouped["size"].sum(),
        }
    ).reset_index()
    table["share"] = table["size"] / held["size"].sum()
    table = table.sort_values(["size", "term"], ascending=[False, True], ignore_index=True)
    return table.drop(columns="size").head(n)


def _pairs(table: pd.DataFrame, one: str, other: str) -> Iterator[tuple[str, str]]:
    return zip(table[one], table[other], strict=True)


def _typical(table: pd.DataFrame) -> pd.DataFrame:
    scored = table[table["n_hits"].fillna(0) > 0]
    scored = scored if len(scored) else table
    distance = (scored["score"] - table["score"].mean()).abs()
    near = scored.assign(distance=distance).sort_values(["distance", "doc_id"])
    return near.head(TYPICAL).assign(why="typical")


def _pulling(table: pd.DataFrame, way: int) -> pd.DataFrame:
    strength = table["influence"] * way
    # An article without a word of tone has no sentence to show, though its 0 moves the mean.
    pulled = table.assign(strength=strength)[(strength > 0) & (table["n_hits"].fillna(0) > 0)]
    pulled = pulled.sort_values(["strength", "doc_id"], ascending=[False, True])
    return pulled.head(PULLING).assign(why=f"pulls the tone {'up' if way > 0 else 'down'}")


def _telling(text: str, why: str, *, query: str) -> str:
    """The sentence that shows why: the strongest one in its direction, or one on the topic."""
    sentences = [text[a:b] for a, b in sentence_spans(text)]
    if not sentences:
        return ""
    if why.startswith("pulls"):
        way = 1 if why.endswith("up") else -1
        values = tone.sentence_scores(sentences)
        best = max(range(len(sentences)), key=lambda place: (way * values[place], -place))
    else:
        asked = compile_query(query) if query else None
        best = next((i for i, each in enumerate(sentences) if asked and asked(each)), 0)
    flat = " ".join(sentences[best].split())
    return flat if len(flat) <= SENTENCE else flat[: SENTENCE - 1].rstrip() + "…"
