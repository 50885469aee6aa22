"""Why the mean tone moved: one exact tree from the change down to articles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError, listed, missing_columns
from analysis.lexicons import Lexicon
from analysis.measures import tone, wordshift
from analysis.studies.judged import judged

__all__ = ["COLUMNS", "LEVELS", "sides", "tree"]

LEVELS = ("change", "part", "group", "term", "story", "article")
COLUMNS = [
    "node", "parent", "level", "name", "contribution", "part", "group", "term", "story_id",
    "doc_id", "side", "title",
]  # fmt: skip
PARTS = ("within", "mix", "entering", "leaving")
KEYS = ["part", "group", "term", "story_id", "doc_id"]  # a node is named by the first of these
MARKS = "(punctuation, rounding)"  # contributions that belong to no word
USUAL = "(as in all articles)"  # what a group's weight takes along that is not its own
NONE = "(none)"


def tree(
    before: Corpus, after: Corpus, *, lexicon: str | Lexicon = "news", by: str = "source"
) -> pd.DataFrame:
    """Why the mean tone of `after` differs from that of `before`: exact at every level.

    One row is a node: node (number), parent, level ("change", "part", "group", "term", "story",
    "article"), name, contribution (to the difference of the two mean document scores), and where
    it stands: part, group (of `by`), term, story_id, doc_id, side ("before", "after"), title.
    Children add up to their parent, and each level to the change, to rounding. Depth first,
    largest first.

    Parts: "within" is tone that changed inside groups that both sides have, at the mean of their
    two shares of documents; "mix" is their shares that changed, at how far the group's tone lies
    from the mean of both sides; "entering" and "leaving" are groups that one side lacks (Kitagawa
    1955, with groups that come and go). Below, contributions of tone.explain over the number of
    documents, so that a word, a story and an article each have their part. A group that gains
    weight brings its own words and displaces those of all articles: the nodes "(as in all
    articles)".

    attrs holds difference, lower, upper, verdict and basis: whether it is more than noise, against
    the periods of `before` where it has three (trends.compare), else against the variation of
    articles (stats.story_variance). charts.tree does not draw a change inside the noise: each
    difference splits into words, whether it means something or not.

    Raises:
        ArgumentError: for an unknown lexicon, or documents that are on both sides.
        ColumnError: for a `by` that is no column of the documents.

    >>> days = ["2019-06-01", "2019-06-02"]
    >>> before, after = (
    ...     Corpus.from_frame(pd.DataFrame({"text": texts, "date": days, "source": ["A", "B"]}))
    ...     for texts in (["Oil rose.", "Talks resumed."], ["Oil fell.", "Ships were seized."]))
    >>> found = tree(before, after)
    >>> found.loc[found["level"] == "group", ["part", "group", "contribution"]].values.tolist()
    [['within', 'B', -0.54785]]
    """
    sides = {"before": before, "after": after}
    found = [_documents(corpus, name, lexicon, by) for name, corpus in sides.items()]
    documents = pd.concat(found, ignore_index=True)
    shared = documents["doc_id"][documents["doc_id"].duplicated()]
    if len(shared):
        raise ArgumentError(
            f"`before` and `after` must not share documents (got {listed(shared)} on both sides);"
            " take what is in one of them only."
        )
    if documents["side"].nunique() < 2:
        nothing = pd.DataFrame({key: pd.Series(dtype="str") for key in KEYS})
        return _table(nothing.assign(contribution=0.0), documents)
    words = [wordshift.side(corpus, lexicon).words for corpus in sides.values()]
    table = _table(_leaves(documents, pd.concat(words, ignore_index=True)), documents)
    n_docs = documents["side"].value_counts()
    table.attrs = {
        "n_docs_before": int(n_docs["before"]), "n_docs_after": int(n_docs["after"]),
    }  # fmt: skip
    for name, value in judged(documents)._asdict().items():
        table.attrs[name] = value
    return table


def sides(
    corpus: Corpus, period: object, *, every: str, baseline: int = 8
) -> tuple[Corpus, Corpus]:
    """The documents of the `baseline` periods before a period, and those of the period.

    Raises:
        ArgumentError: for a `period` that is no date, or an `every` that is no length of period.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil.", "Talks.", "Ships."],
    ...     "date": ["2019-06-03", "2019-06-10", "2019-06-20"]}))
    >>> [len(side) for side in sides(news, "2019-06-17", every="W")]
    [2, 1]
    """
    start = periods.start_of(period, every)
    first = periods.preceding(start, every, baseline)[0]
    day = np.timedelta64(1, "D")
    end = periods.following(np.array([start]), every)[0] - day
    return corpus.between(str(first), str(start - day)), corpus.between(str(start), str(end))


def _documents(corpus: Corpus, side: str, lexicon: str | Lexicon, by: str) -> pd.DataFrame:
    """The scored documents of a side, with their group."""
    every = documents_of(corpus)
    if by not in every:
        raise missing_columns([by], every.columns)
    scores = tone.score(corpus, lexicon=lexicon).dropna(subset=["score"])
    about = every.set_index("doc_id")[[by, "title"]].reindex(scores["doc_id"])
    group = about[by].astype("str").fillna(NONE).to_numpy(object)
    return scores[["doc_id", "story_id", "date", "source", "score"]].assign(
        group=group, title=about["title"].to_numpy(object), side=side
    )


def _leaves(documents: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """A row a part, word and document: what it adds to the change; and what it displaces."""
    shares = pd.crosstab(documents["group"], documents["side"], normalize="columns")
    both = (shares > 0).all(axis=1)
    gained = shares["after"] - shares["before"]
    n_docs = documents.groupby(["side", "group"])["doc_id"].transform("size")
    of = documents["group"]
    sign = np.where(documents["side"] == "after", 1.0, -1.0)
    within = of.map(shares.mean(axis=1).where(both, 0.0)) / n_docs * sign
    # What a group gains in share counts at the mean of its two tones, where it has two.
    moved = of.map(gained) / n_docs / of.map(both).map({True: 2.0, False: 1.0})
    entering = np.where(gained > 0, "entering", "leaving")
    name = pd.Series(np.where(both, "mix", entering), index=shares.index, dtype="str")
    weights = pd.DataFrame({"within": within, "moved": moved, "change": of.map(name)})
    weights.index = pd.Index(documents["doc_id"])
    terms = words.assign(term=words["term"].fillna(MARKS)).groupby(["doc_id", "term"])
    spoken = terms[["contribution"]].sum().reset_index()
    spoken = spoken.join(documents.set_index("doc_id")[["group", "story_id", "side"]], on="doc_id")
    at = weights.loc[spoken["doc_id"]].reset_index(drop=True)
    parts = [
        spoken.assign(part="within", contribution=spoken["contribution"] * at["within"]),
        spoken.assign(part=at["change"], contribution=spoken["contribution"] * at["moved"]),
        _displaced(spoken, documents, gained, name),
    ]
    leaves = pd.concat(parts, ignore_index=True)
    leaves = leaves.fillna({"story_id": USUAL, "doc_id": USUAL})
    return leaves[leaves["contribution"] != 0]


def _displaced(
    spoken: pd.DataFrame, documents: pd.DataFrame, gained: pd.Series[float], part: pd.Series[str]
) -> pd.DataFrame:
    """What each group's gain in share takes away: the words of all articles, at their mean."""
    n_docs = documents["side"].value_counts()
    mean = (spoken["contribution"] / spoken["side"].map(n_docs) / 2).groupby(spoken["term"]).sum()
    grid = pd.MultiIndex.from_product([gained.index, mean.index], names=["group", "term"])
    table = grid.to_frame(index=False)
    taken = -table["group"].map(gained) * table["term"].map(mean)
    return table.assign(
        part=table["group"].map(part), contribution=taken, story_id=None, doc_id=None, side=None
    )


def _table(leaves: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The nodes of every level, parents before children, the largest first."""
    total = leaves["contribution"].sum() if len(leaves) else 0.0
    root = pd.DataFrame({"level": ["change"], "contribution": [total]})
    levels = [root if len(documents["side"].unique()) > 1 else root.iloc[:0]]
    above = pd.DataFrame(index=[0])
    for depth, level in enumerate(LEVELS[1:], start=1):
        keys, places = KEYS[:depth], [f"place_{key}" for key in KEYS[:depth]]
        nodes = leaves.groupby(keys)[["contribution"]].sum().reset_index()
        nodes = nodes.merge(above, on=keys[:-1]) if depth > 1 else nodes
        order = np.lexsort((nodes[keys[-1]].to_numpy(object), -nodes["contribution"].abs()))
        nodes = nodes.iloc[order]
        siblings = nodes.groupby(keys[:-1]) if depth > 1 else nodes.groupby(nodes["part"] == "")
        nodes[places[-1]] = siblings.cumcount()
        above = nodes[[*keys, *places]]
        levels.append(nodes.assign(level=level))
    table = pd.concat(levels, ignore_index=True).reindex(
        columns=[*KEYS, *(f"place_{key}" for key in KEYS), "level", "contribution"]
    )
    places = [f"place_{key}" for key in KEYS]
    table[places] = table[places].fillna(-1.0)
    table = table.sort_values(places, ignore_index=True)
    return _named(table.drop(columns=places), documents)


def _named(table: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The nodes with their numbers, parents, names and what is known of their articles."""
    depth = table["level"].map(LEVELS.index).to_numpy(dtype=np.int64)
    latest = np.full(len(LEVELS), -1)
    parent = np.full(len(table), -1)
    for node, deep in enumerate(depth.tolist()):
        parent[node] = latest[deep - 1] if deep else -1
        latest[deep] = node
    held = documents.sort_values(["date", "doc_id"])
    titles = held.set_index("doc_id")["title"]
    stories = held.drop_duplicates("story_id").set_index("story_id")["title"]
    names: list[object] = [table[key] for key in ("level", "part", "group", "term")]
    for key, called in (("story_id", stories), ("doc_id", titles)):
        known = table[key].map(called.to_dict())
        names.append(np.where(known.notna(), known, table[key]))
    name = np.choose(depth, [np.asarray(each, object) for each in names])
    about = held.set_index("doc_id")
    made = table.assign(
        node=np.arange(len(table)),
        parent=pd.Series(parent, dtype="Int64").mask(parent < 0),
        name=name,
        side=table["doc_id"].map(about["side"].to_dict()),
        title=table["doc_id"].map(titles.to_dict()),
    )
    words = dict.fromkeys([*KEYS, "level", "name", "side", "title"], "str")
    made[["story_id", "doc_id"]] = made[["story_id", "doc_id"]].replace(USUAL, None)
    return made.astype(words)[COLUMNS]
