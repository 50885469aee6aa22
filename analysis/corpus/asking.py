"""Which documents answer queries, and where in their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.text import Query, Tokens
from analysis.text.seeking import Hits, apart

Mask = npt.NDArray[np.bool_]


class Answer(NamedTuple):
    """What a query found.

    present: True for each document whose title or text matches; hits: where the terms that are
    asked for stand in the texts of these documents, none inside another.
    """

    present: Mask
    hits: Hits


def answers(titles: Tokens, texts: Tokens, queries: Sequence[Query]) -> list[Answer]:
    """The answers to queries, all looked for at once.

    A term stands in the title or in the text; a phrase does not begin in one and end in the other.
    """
    terms = list(dict.fromkeys(term for query in queries for term in query.terms))
    below = dict(zip(terms, texts.find(terms), strict=True))
    found: dict[str, Mask] = {}
    for term, above in zip(terms, titles.find(terms), strict=True):
        found[term] = np.zeros(len(texts), bool)
        found[term][above.text] = True
        found[term][below[term].text] = True
    made = []
    for query in queries:
        present = query.among(found)
        kept = apart([below[term] for term in query.wanted])
        there = present[kept.text]
        made.append(Answer(present, Hits(*(column[there] for column in kept))))
    return made
