"""The check at the door of every measure."""

from __future__ import annotations

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.errors import ArgumentError


def documents_of(corpus: object) -> pd.DataFrame:
    """The documents of a corpus, or an error that says what to pass instead.

    Raises:
        ArgumentError: for anything but a Corpus.

    >>> documents_of("data/sample")
    Traceback (most recent call last):
    ...
    analysis.errors.ArgumentError: `corpus` must be a Corpus (got str); make one with \
Corpus.read(path) or Corpus.from_frame(frame).
    """
    if not isinstance(corpus, Corpus):
        raise ArgumentError(
            f"`corpus` must be a Corpus (got {type(corpus).__name__}); make one with"
            " Corpus.read(path) or Corpus.from_frame(frame)."
        )
    return corpus.documents
