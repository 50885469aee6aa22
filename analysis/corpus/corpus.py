"""The corpus: dated documents, what could not be used, and what the collection covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd
import pyarrow as pa

from analysis.corpus import (
    asking,
    doubts,
    filters,
    gather,
    ids,
    kept,
    pieces,
    quality,
    shown,
    stories,
    windows,
)  # fmt: skip
from analysis.corpus.about import no_events
from analysis.corpus.readers.files import PathLike
from analysis.errors import ArgumentError
from analysis.text import Tokens, compile_query, encode


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Dated documents that nobody can change; every method returns something new.

    Made by `Corpus.read` or `Corpus.from_frame`.

    Attributes:
        name: what the folder's corpus.toml calls it, or "".
        notice: a line that every report on it is headed with, or "".
        topic: the query that the collection is about, or "".
    """

    _documents: pd.DataFrame
    _problems: pd.DataFrame
    _span: windows.Span
    name: str = ""
    notice: str = ""
    topic: str = ""
    _events: pd.DataFrame = field(default_factory=no_events)

    @classmethod
    def read(
        cls,
        path: PathLike | Sequence[PathLike],
        *,
        format: str | None = None,  # noqa: A002
        text: str | None = None,
        date: str | None = None,
        source: str | None = None,
        title: str | None = None,
        on_error: str = "collect",
    ) -> Corpus:
        """The articles of a file, a folder (with its folders), a glob, or a list of these.

        Columns that are not named are told by their usual names; the others become docvars. An
        article without a source has the name of its file. A row that cannot be used goes to
        `.problems` and stops nothing; with `on_error="raise"` the first one is an error.

        Args:
            path: where the articles are.
            format: "wire", "csv", "tsv", "json", "jsonl", "parquet" or "excel" for files whose
                suffix does not tell.
            text, date, source, title: names of columns.
            on_error: "collect" or "raise".

        Raises:
            InputError: for a path that is not there, and where nothing at all can be used.
            ArgumentError: for an argument outside these.
        """
        columns = {"text": text, "date": date, "source": source, "title": title}
        return cls._of(gather.from_path(path, columns, format=format, on_error=on_error))

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        text: str | None = None,
        date: str | None = None,
        source: str | None = None,
        title: str | None = None,
        doc_id: str | None = None,
    ) -> Corpus:
        """The articles of a table; columns are found as in `read`.

        Without a source column the source is "unknown". `doc_id` names a column of ids that are
        kept as they are. The table of another corpus (all columns of `.documents`) keeps its
        doc_id and story_id. A table without rows is a corpus without documents.

        Raises:
            ArgumentError: for something that is not a table.
            ColumnError: for a named column that the table lacks.
            InputError: where the table has rows and none can be used.

        >>> frame = pd.DataFrame({"text": ["Oil rose."], "date": ["2019-08-28"]})
        >>> Corpus.from_frame(frame)
        <Corpus: 1 document, 2019-08-28 to 2019-08-28, 1 source, 0 problems>
        """
        columns = {"text": text, "date": date, "source": source, "title": title, "id": doc_id}
        return cls._of(gather.from_frame(frame, columns))

    @classmethod
    def _of(cls, found: gather.Gathered) -> Corpus:
        span, about = windows.days(doubts.believed(found.documents)), found.about
        said = (about.name, about.notice, about.topic, about.events)
        return cls(found.documents, found.problems, span, *said)

    @property
    def documents(self) -> pd.DataFrame:
        """Documents: one row each, by date then doc_id.

        Columns: doc_id, story_id, date (UTC), date_doubt (why the date may be wrong, mostly
        missing), source, title, text, url, language, then docvars. The table is yours: changing
        it does not change the corpus.
        """
        return self._documents.copy(deep=False)

    @property
    def problems(self) -> pd.DataFrame:
        """Rejected input: origin, row (from 1; missing for a whole file), reason, excerpt."""
        return self._problems.copy(deep=False)

    @property
    def events(self) -> pd.DataFrame:
        """Events that corpus.toml points at: date, label; mostly empty."""
        return self._events.copy(deep=False)

    @property
    def span(self) -> windows.Span:
        """First and last day collected (both NaT where nothing was).

        Dates in the future or before 1600 do not stretch it; their documents are kept.
        `where` and `matching` leave it: a day without a match is a day with none, not a gap.
        """
        return self._span

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the content, in hex; the order of rows and columns does not matter."""
        return ids.fingerprint(self._documents)

    @cached_property
    def tokens(self) -> Tokens:
        """The texts as integers, encoded once."""
        return encode(pa.array(self._documents["text"], from_pandas=True))

    @cached_property
    def titles(self) -> Tokens:
        """The titles as integers, encoded once; a missing title has no tokens."""
        return encode(pa.array(self._documents["title"], from_pandas=True))

    def cached(self, folder: PathLike) -> Corpus:
        """The same corpus with its tokens from a file in the folder, written if it is not there.

        The file is named by fingerprint and by the version of the rules, and mapped into memory: a
        second call opens it at once. One that is damaged or not of this corpus is made anew, with
        a line in the log; where the folder cannot be written, nothing is kept. What is in the
        folder may be deleted at any time.

        Raises:
            ArgumentError: for something that is no folder's name.

        >>> from tempfile import TemporaryDirectory
        >>> news = Corpus.from_frame(pd.DataFrame({"text": ["Oil rose."], "date": ["2019-08-28"]}))
        >>> with TemporaryDirectory() as folder:
        ...     [len(news.cached(folder).tokens.ids) for _ in ("encoded", "opened")]
        [2, 2]
        """
        same = replace(self)
        texts, titles = kept.kept(
            folder, self.fingerprint, len(self), lambda: kept.Encoded(self.tokens, self.titles)
        )
        same.__dict__.update(tokens=texts, titles=titles)
        return same

    def __len__(self) -> int:
        return len(self._documents)

    def between(self, start: object, end: object) -> Corpus:
        """The documents from `start` to `end`, both included; "2019-06" and "2019" are periods.

        The span is cut to the window.
        """
        first, last = windows.bounds(start, end)
        chosen = pieces.chosen(self, self._documents["date"].between(first, last).to_numpy())
        return replace(chosen, _span=windows.cut(self._span, first, last))

    def where(self, **docvars: object) -> Corpus:
        """The documents whose columns have the values: `where(source=["A", "B"], language="en")`.

        As text too (2019 finds "2019"); a day finds its hours, None what is missing.

        Raises:
            ColumnError: for a column that the documents lack.
        """
        return pieces.chosen(self, filters.among(self._documents, docvars))

    def matching(self, query: str) -> Corpus:
        """The documents whose title or text matches: terms, "phrases", wildcard*, AND, OR, NOT.

        Raises:
            QueryError: for a query that does not parse.
        """
        return pieces.chosen(self, self.ask([query])[0].present)

    def ask(self, queries: Sequence[str]) -> list[asking.Answer]:
        """For each query which documents match (`present`), and where (`hits`).

        Raises:
            QueryError: for a query that does not parse.

        >>> days = ["2019-08-28", "2019-08-29"]
        >>> frame = pd.DataFrame({"text": ["Oil rose.", "Talks."], "date": days})
        >>> [answer.present.tolist() for answer in Corpus.from_frame(frame).ask(["oil", "t*"])]
        [[True, False], [False, True]]
        """
        return asking.answers(self.titles, self.tokens, [compile_query(each) for each in queries])

    def without(self, other: Corpus) -> Corpus:
        """The documents that are not in the other corpus, by doc_id."""
        if not isinstance(other, Corpus):
            raise ArgumentError(f"`other` must be a Corpus (got {type(other).__name__}).")
        held = self._documents["doc_id"].isin(other._documents["doc_id"])
        return pieces.chosen(self, ~held.to_numpy())

    def group_stories(self, *, threshold: float = 0.8) -> Corpus:
        """The corpus with near copies under one story_id: the earliest document's doc_id.

        Jaccard similarity of 5-word shingles with the earliest document, within 7 days; copies
        of copies are not chained.

        Raises:
            ArgumentError: for a threshold outside 0 to 1.
        """
        story_id = stories.group(self._documents, self.tokens.words, threshold)
        return pieces.changed(self, self._documents.assign(story_id=story_id))

    def stories(self) -> pd.DataFrame:
        """Stories: one row each, by first_date; grouped by `group_stories`.

        Columns: story_id, first_date, representative (doc_id of the earliest document here),
        n_copies (its other documents), n_sources, hours_to_last.
        """
        return stories.table(self._documents)

    def profile(self, *, by: str = "source") -> pd.DataFrame:
        """What each source holds: one row per source (or value of another column).

        Columns: source (the column `by`), n_docs, first_date, last_date, n_days_missing (days of
        the span without a document), n_copies (of earlier documents of their story),
        n_date_doubts, median_tokens (words of a document).

        Raises:
            ColumnError: for a column that the documents lack.
        """
        return quality.profile(self._documents, self.tokens.words.lengths, self._span, by)

    def partitions(self, *, size: int = pieces.SIZE) -> list[Corpus]:
        """The documents in order, so many at a time, each a Corpus; an empty one is one partition.

        Each has the whole span, so that its periods are those of the whole; problems and events
        stay with the whole. What has been encoded is shared, not copied.

        Raises:
            ArgumentError: for a size under 1.

        >>> frame = pd.DataFrame({"text": ["Oil.", "Gas.", "Coal."], "date": "2019-08-28"})
        >>> [len(part) for part in Corpus.from_frame(frame).partitions(size=2)]
        [2, 1]
        """
        return pieces.partitions(self, size)

    def __getstate__(self) -> dict[str, object]:
        """What travels to other processes: the documents, not what was worked out from them."""
        return {name: vars(self)[name] for name in self.__dataclass_fields__}

    def freshness(self, *, warn: str = "26h", error: str = "3d") -> pd.DataFrame:
        """How old each source is: one row per source.

        Columns: source, last_date (of documents not in the future), age (against the clock, or
        PRESSGAUGE_AS_OF), state ("fresh" up to `warn`, "warn" up to `error`, "stale").
        """
        return quality.freshness(self._documents, warn, error)

    def __repr__(self) -> str:
        return shown.line(self._documents, len(self._problems), self._span, self.name)

    def _repr_html_(self) -> str:
        return shown.table(self._documents, len(self._problems), self._span, self.name)
