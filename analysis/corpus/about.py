"""What a corpus folder says about itself: corpus.toml."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis.corpus import cleaning, dates
from analysis.errors import InputError, listed

ABOUT = "corpus.toml"
KEYS = ("name", "notice", "topic", "articles", "events")


def no_events() -> pd.DataFrame:
    """An events table without rows: date, label."""
    return pd.DataFrame(
        {"date": pd.Series([], dtype="datetime64[us]"), "label": pd.Series([], dtype="str")}
    )


@dataclass(frozen=True)
class About:
    """Name, notice, topic, globs of article files and events of a corpus; all optional."""

    name: str = ""
    notice: str = ""
    topic: str = ""
    articles: tuple[str, ...] = ()
    events_path: Path | None = None
    events: pd.DataFrame = field(default_factory=no_events)
    given: bool = False

    @classmethod
    def of(cls, folder: Path) -> About:
        """What the folder's corpus.toml says; nothing where there is none.

        Raises:
            InputError: naming the line, key or file that is wrong.
        """
        path = folder / ABOUT
        if not path.is_file():
            return cls()
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise InputError(f"{ABOUT} cannot be read: {error}.") from error
        for key in said:
            if key not in KEYS:
                near = get_close_matches(key, KEYS, n=1)
                guess = f" Did you mean {listed(near)}?" if near else ""
                raise InputError(f"{ABOUT}: unknown key {key!r}; it takes {listed(KEYS)}.{guess}")
        for key in ("name", "notice", "topic", "events"):
            if not isinstance(said.get(key, ""), str):
                raise InputError(f"{ABOUT}: `{key}` must be text (got {said[key]!r}).")
        events_path = _events_path(folder, said["events"]) if said.get("events") else None
        return cls(
            cleaning.line(said.get("name", "")),
            cleaning.line(said.get("notice", "")),
            cleaning.line(said.get("topic", "")),
            _globs(said.get("articles", [])),
            events_path,
            no_events() if events_path is None else read_events(events_path),
            given=True,
        )

    def wanted(self, folder: Path) -> set[Path] | None:
        """The article files of the folder; None where every file is meant.

        Raises:
            InputError: for a glob that matches nothing.
        """
        if not self.articles:
            return None
        wanted: set[Path] = set()
        for pattern in self.articles:
            matches = {path for path in folder.glob(pattern) if path.is_file()}
            if not matches:
                raise InputError(f"{ABOUT}: `articles` has {pattern!r}, which matches no file.")
            wanted |= matches
        return wanted


def read_events(path: Path) -> pd.DataFrame:
    """The events of a CSV file with the columns date and label, by date.

    Raises:
        InputError: naming the row and what is wrong with it.
    """
    name = path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The events file {name!r} cannot be read as UTF-8 text.") from error
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = list(rows[0]) if rows else []
    if rows and not {"date", "label"} <= set(found):
        raise InputError(
            f"The events file {name!r} must have the columns 'date', 'label' (has {listed(found)})."
        )
    parsed = dates.parse([row["date"] for row in rows])
    for number, (row, reason) in enumerate(zip(rows, parsed.reasons, strict=True), start=1):
        if reason is not None:
            raise InputError(
                f"The events file {name!r}, row {number}: {reason} (got {row['date']!r})."
            )
    labels = [cleaning.line(row["label"] or "") for row in rows]
    table = pd.DataFrame({"date": parsed.values, "label": pd.Series(labels, dtype="str")})
    return table.sort_values(["date", "label"], ignore_index=True)


def _events_path(folder: Path, given: str) -> Path:
    path = folder / given
    if _leaves(given) or not path.is_file():
        raise InputError(f"{ABOUT}: `events` must be a file in the folder (got {given!r}).")
    return path


def _globs(given: object) -> tuple[str, ...]:
    globs = [given] if isinstance(given, str) else given
    if not isinstance(globs, list) or not all(isinstance(each, str) and each for each in globs):
        raise InputError(f"{ABOUT}: `articles` must be a list of globs (got {given!r}).")
    for each in globs:
        if _leaves(each):
            raise InputError(f"{ABOUT}: `articles` must stay in the folder (got {each!r}).")
    return tuple(globs)


def _leaves(given: str) -> bool:
    return Path(given).is_absolute() or ".." in PurePosixPath(given.replace("\\", "/")).parts
