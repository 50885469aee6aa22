"""Which documents answer a query, and where in their texts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text import Query, Tokens
from analysis.text.seeking import Hits, apart

Mask = npt.NDArray[np.bool_]


def answering(titles: Tokens, texts: Tokens, query: Query) -> tuple[Mask, list[Hits]]:
    """True for each document whose title or text matches; the hits of each term in the texts.

    A term stands in the title or in the text; a phrase does not begin in one and end in the other.
    """
    terms = list(dict.fromkeys(query.terms))
    found: dict[str, Mask] = {}
    inside = texts.find(terms)
    for term, above, below in zip(terms, titles.find(terms), inside, strict=True):
        found[term] = np.zeros(len(texts), bool)
        found[term][above.text] = True
        found[term][below.text] = True
    return query.among(found), inside


def wanted(present: Mask, query: Query, hits: list[Hits]) -> Hits:
    """Where the terms that are asked for stand in the texts of the documents that match."""
    terms = list(dict.fromkeys(query.terms))
    asked = [hits[terms.index(term)] for term in query.wanted]
    kept = apart(asked)
    there = present[kept.text]
    return Hits(*(column[there] for column in kept))
