"""A measure over the parts of a corpus, here or on the workers of a Dask cluster."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple  # measures take options of any type

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.cluster.clients import mapped
from analysis.cluster.parted import Measure, Parted, parted
from analysis.corpus import Corpus, batches, pieces
from analysis.errors import ArgumentError, InputError, one_of

FOLDED = 16  # results that are added up at a time, so that few are held
COLUMNS = ("text", "date", "source", "title")

Task = Corpus | batches.Batch
Parts = Corpus | Sequence[Corpus] | str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

logger = logging.getLogger(__name__)


class Done(NamedTuple):
    """What came of one part: the measure's share, its documents as hashes, rejected rows."""

    found: Any
    documents: npt.NDArray[np.uint64]
    n_problems: int


def run(
    measure: Measure,
    corpus: Parts,
    *given: object,
    client: object = None,
    columns: Mapping[str, str] | None = None,
    **options: object,
) -> pd.DataFrame:
    """The table of a measure, worked out part by part: the same as on the whole, to the last bit.

    What follows the corpus is handed to the measure. It is one of tone.score, tone.vader,
    tone.contributions, frequency.count, frequency.trend, frequency.presence and
    concordance.lines; columns and rows are theirs.

    Args:
        corpus: a Corpus, which is cut by `.partitions()`; a list of them, such as partitions of
            another size; or what `Corpus.read` takes, files that are read some at a time, so
            that no process holds them all. Workers must reach files by the same path.
        client: a dask.distributed Client; without one, parts are worked out here, one by one.
        columns: for files, the names of columns that `Corpus.read` takes: {"text": "body"}.

    Raises:
        ArgumentError: for a measure that needs the whole corpus, a corpus that is none of these,
            or something that is no client; besides, whatever the measure raises.
        InputError: where files hold no usable article, or a document stands in two parts.

    >>> from analysis import frequency
    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Oil fell."], "date": ["2019-06-01", "2019-06-02"]}))
    >>> run(frequency.count, news.partitions(size=1), n=2)["term"].tolist()
    ['oil fell', 'oil rose']
    """
    steps = parted(measure)
    tasks = _tasks(corpus)
    named: dict[str, str | None] = dict(columns or {})
    for name in named:
        if name not in COLUMNS:
            raise one_of("columns", name, COLUMNS)
    work = partial(_work, steps, given, options, named)
    results = map(work, tasks) if client is None else mapped(client, work, tasks)
    return steps.table(_together(steps, results), *given, **options)


def _tasks(corpus: Parts) -> list[Task]:
    if isinstance(corpus, Corpus):
        return list(corpus.partitions())
    many = [corpus] if isinstance(corpus, str | os.PathLike) else corpus
    if isinstance(many, list | tuple) and many:
        corpora = [each for each in many if isinstance(each, Corpus)]
        paths = [each for each in many if isinstance(each, str | os.PathLike)]
        if len(corpora) == len(many):
            return list(corpora)
        if len(paths) == len(many):
            return list(batches.batches(paths))
    raise ArgumentError(
        "`corpus` must be a Corpus, a list of these, or the path of files or a list of paths"
        f" (got {type(corpus).__name__})."
    )


def _work(
    steps: Parted, given: Sequence[object], options: Mapping[str, object],
    columns: Mapping[str, str | None], task: Task,
) -> Done:  # fmt: skip
    """One part, read where it is files, and measured."""
    if isinstance(task, Corpus):
        # A copy, so that what is encoded here goes when the part is done.
        corpus, n_problems = pieces.changed(task, task.documents), 0
    else:
        corpus = batches.read(task, columns)
        n_problems = len(corpus.problems)
        if not len(corpus):
            return Done(None, np.empty(0, np.uint64), n_problems)
    documents = pd.util.hash_array(corpus.documents["doc_id"].to_numpy(object))
    return Done(steps.part(corpus, *given, **options), documents, n_problems)


def _together(steps: Parted, results: Iterable[Done]) -> Any:
    """What all parts are together; they are added up in their order, some at a time.

    Raises:
        InputError: where no part has an article, or two have the same.
    """
    levels: list[list[Any]] = [[]]
    documents, n_problems = [np.empty(0, np.uint64)], 0
    for done in results:
        documents.append(done.documents)
        n_problems += done.n_problems
        if done.found is not None:
            _enter(done.found, levels, steps)
    _checked(np.concatenate(documents), n_problems)
    if not any(levels):
        raise InputError("No usable article in any of the files; Corpus.read(…) says why.")
    return steps.added([found for level in reversed(levels) for found in level])


def _enter(found: Any, levels: list[list[Any]], steps: Parted) -> None:
    """One more part; of each level's so many parts one of the next is made."""
    for level in levels:
        level.append(found)
        if len(level) < FOLDED:
            return
        found = steps.added(level)
        level.clear()
    levels.append([found])


def _checked(documents: npt.NDArray[np.uint64], n_problems: int) -> None:
    if n_problems:
        rows = "1 row" if n_problems == 1 else f"{n_problems:,} rows"
        logger.warning("Set aside: %s; Corpus.read(…).problems says why", rows)
    twice = len(documents) - len(np.unique(documents))
    if twice:
        raise InputError(
            f"Documents found again in another part: {twice:,}. Parts are measured apart, so each"
            " document must stand in one; Corpus.read(…) of all files keeps one of each."
        )
