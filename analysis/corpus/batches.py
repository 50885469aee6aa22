"""Files in batches: what is read, measured and let go of at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.corpus import gather
from analysis.corpus.corpus import Corpus
from analysis.corpus.readers import files

SIZE = 32_000_000  # bytes of files; one core reads and measures so many in seconds

Batch = tuple[str, ...]


def batches(path: files.PathLike | Sequence[files.PathLike], size: int = SIZE) -> list[Batch]:
    """The files that `Corpus.read` would read, in its order, some at a time; a file stays whole.

    Raises:
        InputError: for a path that is not there, or holds no file of a known kind.
    """
    made: list[list[Path]] = [[]]
    held = 0
    for file in files.find(path).files:
        n = file.path.stat().st_size
        if made[-1] and held + n > size:
            made.append([])
            held = 0
        made[-1].append(file.path.absolute())
        held += n
    return [tuple(map(str, batch)) for batch in made]


def read(batch: Batch, columns: Mapping[str, str | None]) -> Corpus:
    """The articles of the files; a corpus without documents where none can be used.

    Raises:
        InputError: for a file that is not there.
    """
    found = gather.from_path(list(batch), columns, format=None, on_error="collect", some=False)
    return Corpus._of(found)
