"""Which words make one collection's tone differ from another's."""

from __future__ import annotations

import string
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import Corpus, documents_of
from analysis.lexicons import Lexicon
from analysis.measures import tone
from analysis.text.words import fold

__all__ = ["COLUMNS", "explain"]

COLUMNS = [
    "term", "weight_before", "weight_after", "freq_before", "freq_after", "contribution", "kind",
]  # fmt: skip
EDGES = string.punctuation + "“”‘’…—–"  # what a chunk of VADER's may carry beside its word


class Side(NamedTuple):
    """The scored documents of one corpus, and what their words contribute.

    n_docs: documents with a score; words: the rows of tone.contributions, terms case-folded;
    terms: a row a term, its means over documents: share of the words (freq), contribution (part).
    """

    n_docs: int
    words: pd.DataFrame
    terms: pd.DataFrame


def explain(before: Corpus, after: Corpus, *, lexicon: str | Lexicon = "news") -> pd.DataFrame:
    """Why the mean tone of `after` differs from that of `before`, word by word.

    One row is a term (case-folded): term, freq_before and freq_after (mean over documents of the
    term's share of the words, where it carries tone), weight_before and weight_after (what it
    contributed on average per share of words, after every rule: negation, boosters, squashing),
    contribution (to the difference of the two mean document scores; unit of the score) and kind:
    "use" where how often it occurs accounts for most of it, "context" where what it counts for
    does. What punctuation and rounding did is one row with a missing term. Largest first. attrs
    holds n_docs_before and n_docs_after, the documents with a score.

    contribution = mean w (f2 - f1) + mean f (w2 - w1) (Gallagher et al. 2021, with frequencies as
    means over documents and realised weights), so that the sum is exactly the difference that a
    chart of document scores shows, for any lexicon with any rules. A term that one side lacks has
    there the weight of the other: its coming or going is use. Documents without a word have no
    score and do not count. A side without scored documents gives an empty table.

    Not for a change inside the noise (trends.compare): every difference splits into words.

    Raises:
        ArgumentError: for an unknown lexicon.

    >>> days = ["2019-06-01", "2019-06-02"]
    >>> before, after = (
    ...     Corpus.from_frame(pd.DataFrame({"text": texts, "date": days}))
    ...     for texts in (["Talks resumed.", "Oil rose."], ["Tankers were seized.", "Oil rose."]))
    >>> why = explain(before, after)
    >>> why[["term", "contribution", "kind"]].head(3).round(3).values.tolist()
    [['seized', -0.229, 'use'], ['resumed', -0.159, 'use'], ['talks', -0.159, 'use']]
    """
    return shift(side(before, lexicon), side(after, lexicon))


def side(corpus: Corpus, lexicon: str | Lexicon) -> Side:
    """One corpus as a side of the comparison."""
    documents_of(corpus)
    scores = tone.score(corpus, lexicon=lexicon).dropna(subset=["score"])
    words = tone.contributions(corpus, lexicon=lexicon)
    # An emoticon alone has a value and no word: its document has no score.
    words = words[words["doc_id"].isin(scores["doc_id"])].reset_index(drop=True)
    names = {term: _name(term) for term in words["term"].dropna().unique()}
    words = words.assign(term=words["term"].map(names).astype("str"))
    lengths = words["doc_id"].map(scores.set_index("doc_id")["n_tokens"]).astype("float64")
    n = max(len(scores), 1)
    means = pd.DataFrame(
        {"term": words["term"], "freq": 1 / lengths / n, "part": words["contribution"] / n}
    )
    return Side(len(scores), words, means.groupby("term", dropna=False).sum())


def shift(before: Side, after: Side) -> pd.DataFrame:
    """The table of `explain` from its two sides."""
    if not before.n_docs or not after.n_docs:
        before, after = (each._replace(terms=each.terms.iloc[:0]) for each in (before, after))
    both = before.terms.add_suffix("_before").join(after.terms.add_suffix("_after"), how="outer")
    table = both.fillna(0.0).reset_index().astype({"term": "str"})
    spoken = table["term"].notna()
    f1, f2 = (table[f"freq_{name}"].where(spoken) for name in ("before", "after"))
    w1, w2 = table["part_before"] / f1.where(f1 > 0), table["part_after"] / f2.where(f2 > 0)
    w1, w2 = w1.fillna(w2), w2.fillna(w1)
    contribution = table["part_after"] - table["part_before"]
    use = 0.5 * (w1 + w2) * (f2 - f1)
    kind = pd.Series("context", index=table.index, dtype="str")
    table = table.assign(
        weight_before=w1, weight_after=w2, freq_before=f1, freq_after=f2,
        contribution=contribution, kind=kind.mask(use.abs() >= (contribution - use).abs(), "use"),
    )  # fmt: skip
    names = table["term"].fillna("").to_numpy(dtype=object).astype(str)
    order = np.lexsort((names, -contribution.abs()))
    table = table[COLUMNS].iloc[order].reset_index(drop=True)
    table.attrs = {"n_docs_before": before.n_docs, "n_docs_after": after.n_docs}
    return table


def _name(term: str) -> str:
    """The term case-folded, without marks at its edges; an emoticon is nothing but marks."""
    return fold(term.strip(EDGES) or term)
