"""Near copies of one text under one story: 5-word shingles and Jaccard similarity."""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import ArgumentError
from analysis.text.running import Words

SHINGLE = 5  # words; fewer make unlike texts alike, more miss edited copies
WINDOW = np.timedelta64(7, "D")  # a text that comes back later is news again
# Any odd 64-bit number spreads word ids over all bits; this is the golden ratio's.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)

Shingles = npt.NDArray[np.int64]


def group(documents: pd.DataFrame, tokens: Words, threshold: float) -> pd.Series[str]:
    """The story_id of each document: the doc_id of the story's earliest document.

    A document joins the story whose representative it is most like, if their Jaccard similarity
    |A & B| / |A | B| on 5-word shingles of case-folded words reaches `threshold` and it is at most
    7 days younger. Copies of copies are not chained. Texts under 5 words group when all their
    words are the same.

    Source: Broder 1997 (shingles); candidates by prefix filtering, Chaudhuri et al. 2006, which
    loses no pair.

    Raises:
        ArgumentError: for a threshold outside 0 to 1.
    """
    if not 0 < threshold <= 1:
        raise ArgumentError(f"`threshold` must be above 0 and at most 1 (got {threshold!r}).")
    shingles = _shingles(tokens)
    moments = documents["date"].to_numpy()
    story = list(range(len(shingles)))
    holders: defaultdict[int, deque[int]] = defaultdict(deque)
    sets: dict[int, frozenset[int]] = {}
    for place, ranked in enumerate(shingles):
        if not len(ranked):
            continue
        # Two sets this alike share one of their rarest shingles.
        prefix = ranked[: len(ranked) - int(np.ceil(threshold * len(ranked) - 1e-9)) + 1].tolist()
        candidates: set[int] = set()
        for shingle in prefix:
            held = holders[shingle]
            while held and moments[place] - moments[held[0]] > WINDOW:
                held.popleft()
            candidates.update(held)
        own = frozenset(ranked.tolist())
        best = _most_alike(own, {c: sets[c] for c in candidates}, threshold)
        if best is not None:
            story[place] = best
            continue
        sets[place] = own
        for shingle in prefix:
            holders[shingle].append(place)
    doc_ids = documents["doc_id"].tolist()
    return pd.Series([doc_ids[place] for place in story], index=documents.index, dtype="str")


def table(documents: pd.DataFrame) -> pd.DataFrame:
    """Stories of sorted documents: one row per story, by first_date, then story_id."""
    grouped = documents.groupby("story_id", sort=True)
    first, last = grouped["date"].min(), grouped["date"].max()
    found = pd.DataFrame(
        {
            "first_date": first,
            "representative": grouped["doc_id"].first(),
            "n_copies": grouped.size() - 1,
            "n_sources": grouped["source"].nunique(),
            "hours_to_last": (last - first).dt.total_seconds() / 3600,
        }
    )
    return found.reset_index().sort_values(["first_date", "story_id"], ignore_index=True)


def _most_alike(
    own: frozenset[int], candidates: dict[int, frozenset[int]], threshold: float
) -> int | None:
    best, most = None, threshold
    for place in sorted(candidates):
        other = candidates[place]
        shared = len(own & other)
        alike = shared / (len(own) + len(other) - shared)
        if alike > most or (best is None and alike >= threshold - 1e-12):
            best, most = place, alike
    return best


def _shingles(tokens: Words) -> list[Shingles]:
    """Each document's distinct shingles as numbers, the rarest of the corpus first."""
    folded = tokens.ids.astype(np.uint64) + np.uint64(1)
    hashed, owners = [], []
    for place, (start, end) in enumerate(zip(tokens.offsets[:-1], tokens.offsets[1:], strict=True)):
        words = folded[start:end]
        if not len(words):
            continue
        if len(words) < SHINGLE:  # the whole text is its one shingle; 0 stands for no word
            words = np.concatenate([words, np.zeros(SHINGLE - len(words), np.uint64)])
        n = len(words) - SHINGLE + 1
        made = np.zeros(n, np.uint64)
        for step in range(SHINGLE):
            made = (made ^ words[step : step + n]) * _SPREAD
            made ^= made >> np.uint64(29)
        hashed.append(np.unique(made))
        owners.append(place)
    result: list[Shingles] = [np.zeros(0, np.int64)] * len(tokens.lengths)
    if not hashed:
        return result
    _, ids, counts = np.unique(np.concatenate(hashed), return_inverse=True, return_counts=True)
    rank = np.empty(len(counts), np.int64)
    rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    ends = np.cumsum([len(each) for each in hashed])
    for place, part in zip(owners, np.split(rank[ids], ends[:-1]), strict=True):
        result[place] = np.sort(part)
    return result
