"""Which files a path means, and how each is called in messages."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.corpus.about import ABOUT, About
from analysis.corpus.problems import Problem, problem
from analysis.corpus.readers.packing import unpacked_name
from analysis.errors import ArgumentError, InputError

SUFFIXES = {
    ".txt": "wire",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".psv": "csv",
    ".json": "json",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jl": "jsonl",
    ".parquet": "parquet", ".pq": "parquet",
    ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel",
}  # fmt: skip
COMPANIONS = ("readme*", "license*", "licence*", ABOUT)
WOULD_DO = (
    "Article files are .txt (wire text), .csv, .tsv, .json, .jsonl, .parquet and .xlsx, "
    "also with .gz, .bz2, .xz or .zst"
)
_MAGIC = frozenset("*?[")
PathLike = str | os.PathLike[str]


@dataclass(frozen=True)
class File:
    """A file to read: where it is, and its name relative to what was asked for."""

    path: Path
    origin: str

    @property
    def stem(self) -> str:
        """The name without suffixes: the source of articles that name none."""
        return unpacked_name(self.path).stem


@dataclass
class Found:
    """The files that a path means, in order; what is no article file is a problem."""

    shown: str
    files: list[File] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    about: About = field(default_factory=About)


def find(path: PathLike | Sequence[PathLike], *, any_kind: bool = False) -> Found:
    """The files of a file, folder, glob, or list of these.

    With `any_kind` a suffix that tells no format does not matter: the caller knows the format.

    Raises:
        ArgumentError: for anything else.
        InputError: for a path that is not there, or holds no file of a known kind.
    """
    if isinstance(path, str | os.PathLike):
        return _found(path, any_kind)
    if not isinstance(path, list | tuple) or not all(
        isinstance(p, str | os.PathLike) for p in path
    ):
        raise ArgumentError(
            f"`path` must be a file, folder, glob or a list of them (got {type(path).__name__}); "
            "Corpus.from_frame takes a table."
        )
    if not path:
        raise InputError("`path` is an empty list; name at least one file, folder or glob.")
    parts = [_found(each, any_kind) for each in path]
    joined = Found(f"{len(parts)} paths" if len(parts) > 1 else parts[0].shown)
    seen: set[Path] = set()
    for part in parts:
        for file in part.files:
            if (where := file.path.resolve()) not in seen:
                seen.add(where)
                joined.files.append(file)
        joined.problems.extend(part.problems)
    joined.about = next((part.about for part in parts if part.about.given), About())
    return joined


def kind(path: Path) -> str | None:
    """The format that a file's suffix tells, compression aside."""
    return SUFFIXES.get(unpacked_name(path).suffix.lower())


def _found(given: PathLike, any_kind: bool) -> Found:
    text = os.fspath(given)
    shown = repr(text)
    if not text.strip() or "\x00" in text:
        raise InputError(f"`path` names nothing (got {shown}); name a file, folder or glob.")
    path = Path(text).expanduser()
    if path.is_dir():
        return _folder(path, shown, any_kind)
    if path.is_file():
        return Found(shown, [File(path, path.name)])
    if _MAGIC & set(text):
        return _pattern(path, shown, any_kind)
    raise InputError(
        f"No such file or folder: {shown}. Name a file, a folder, a glob such as 'data/*.csv', "
        "or a list of these."
    )


def _folder(folder: Path, shown: str, any_kind: bool) -> Found:
    about = About.of(folder)
    every = sorted(_visible(folder), key=lambda path: path.relative_to(folder).parts)
    if not every:
        raise InputError(f"The folder {shown} holds no files. {WOULD_DO}.")
    wanted = about.wanted(folder)
    files = [
        File(path, path.relative_to(folder).as_posix())
        for path in every
        if path != about.events_path and (wanted is None or path in wanted)
    ]
    files = [file for file in files if not _is_companion(file.path)]
    found = _sorted_out(files, shown, any_kind)
    found.about = about
    if not found.files:
        raise InputError(
            f"The folder {shown} holds no article files (found {_kinds(every)}). {WOULD_DO}."
        )
    return found


def _pattern(pattern: Path, shown: str, any_kind: bool) -> Found:
    parts = pattern.parts
    first = next(place for place, part in enumerate(parts) if _MAGIC & set(part))
    base = Path(*parts[:first]) if first else Path()
    matches = sorted(Path(name) for name in glob.glob(str(pattern), recursive=True))  # noqa: PTH207
    files = [
        File(path, path.relative_to(base).as_posix())
        for path in matches
        if path.is_file() and not _is_companion(path)
    ]
    if not files:
        raise InputError(f"Nothing matches {shown}. Name a file, a folder or another glob.")
    found = _sorted_out(files, shown, any_kind)
    if not found.files:
        kinds = _kinds(file.path for file in files)
        raise InputError(f"{shown} matches no article files (found {kinds}). {WOULD_DO}.")
    return found


def _sorted_out(files: Sequence[File], shown: str, any_kind: bool) -> Found:
    known = [file for file in files if any_kind or kind(file.path) is not None]
    return Found(
        shown, known, [unknown(file) for file in files if not (any_kind or kind(file.path))]
    )


def unknown(file: File) -> Problem:
    """The problem of a file whose suffix tells no format."""
    suffix = unpacked_name(file.path).suffix.lower() or "none"
    return problem(file.origin, None, f"unknown kind of file (suffix {suffix})")


def _visible(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and (path.is_file() or (path.is_symlink() and not path.exists())):
            yield path


def _is_companion(path: Path) -> bool:
    return any(fnmatch.fnmatch(path.name.lower(), pattern) for pattern in COMPANIONS)


def _kinds(paths: Iterable[Path]) -> str:
    counts = Counter(path.suffix.lower() or "no suffix" for path in paths)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{n} {suffix}" for suffix, n in ordered[:5])
