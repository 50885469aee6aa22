"""The corpus that everything is measured on: redrawn sentences, kept outside the project.

Sentences come from the collection in the folder PRESSGAUGE_EVAL_DATA, else from the project's own
sample. They are redrawn into articles with a seed; one made-up word per sentence lets the
vocabulary grow; dates run over ten years. The texts stay in the platform's temporary folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import shutil
import tempfile
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import words
from benchmarks.sizes import Size, parse

ROOT = Path(__file__).parents[1]
EVALUATION = "PRESSGAUGE_EVAL_DATA"
COLLECTION = Path("corpora") / "usnews_1995_2014.csv.gz"
SEED = 20190828
FIRST, DAYS = np.datetime64("2005-01-01", "s"), 3652  # ten years
SOURCES = 12
PARAGRAPH = 4  # sentences
KEPT = 7 * 86_400  # seconds
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


def origin() -> tuple[str, list[Path]]:
    """What the sentences are taken from, in words, and the files."""
    given = os.environ.get(EVALUATION, "")
    path = Path(given) / COLLECTION
    if given and path.is_file():
        return "usnews_1995_2014", [path]
    return "the sample in data/", sorted((ROOT / "data" / "sample").glob("briefs-*.csv"))


def texts(size: str) -> pa.Table:
    """The documents as an Arrow table: text, date, month, source; read into memory."""
    with pa.OSFile(str(_made(parse(size)) / "documents.arrow")) as file:
        return pa.ipc.open_file(file).read_all().combine_chunks()


def corpus(size: str) -> Any:  # a Corpus: the tools that are peers do not load ours
    """The same documents as a Corpus."""
    with (_made(parse(size)) / "corpus.pickle").open("rb") as file:
        return pickle.load(file)


def about(size: str) -> dict[str, Any]:
    """What was generated: origin, n_docs, n_words, n_bytes of text, seed."""
    found: dict[str, Any] = json.loads((_made(parse(size)) / "about.json").read_text())
    return found


def _made(size: Size) -> Path:
    """The folder of that corpus, which is made where it is not there."""
    label, files = origin()
    # What is kept depends on how it was drawn, cleaned and laid out.
    code = [*sorted((ROOT / "analysis" / "corpus").rglob("*.py")), Path(words.__file__)]
    read = b"".join(path.read_bytes() for path in [Path(__file__), *code, *files])
    home = Path(tempfile.gettempdir()) / f"pressgauge-bench-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.stat().st_uid != os.getuid():  # what is read from there runs as code
        raise PermissionError(f"{home} belongs to someone else")
    folder = home / f"{size.name}-{hashlib.sha256(read).hexdigest()[:12]}"
    if not folder.exists():
        _forget(home)
        unfinished = Path(tempfile.mkdtemp(dir=home))
        try:
            _write(size, label, files, unfinished)
            with suppress(OSError):  # someone else was ready in the same moment
                unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _forget(home: Path) -> None:
    """Corpora made more than a week ago go."""
    for path in home.iterdir():
        if time.time() - path.stat().st_mtime > KEPT:
            shutil.rmtree(path, ignore_errors=True)


def _write(size: Size, label: str, files: list[Path], folder: Path) -> None:
    import pandas as pd

    from analysis import Corpus

    read = pd.concat([pd.read_csv(path, usecols=["text"]) for path in files])
    frame = pd.DataFrame(_columns(_sentences(read["text"].dropna().tolist(), size.words), size))
    made = Corpus.from_frame(frame, doc_id="id")
    if len(made.problems):
        raise ValueError(f"{len(made.problems)} generated articles cannot be used")
    documents = made.documents[["text", "date", "month", "source"]]
    table = pa.Table.from_pandas(documents, preserve_index=False).combine_chunks()
    facts = {
        "origin": label,
        "seed": SEED,
        "n_docs": len(frame),
        "n_words": int(documents["text"].str.count(r"\S+").sum()),
        "n_bytes": pc.sum(pc.binary_length(table["text"])).as_py(),
    }
    place = str(folder / "documents.arrow")
    with pa.OSFile(place, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    (folder / "about.json").write_text(json.dumps(facts, indent=1))
    with (folder / "corpus.pickle").open("wb") as file:
        pickle.dump(made, file, protocol=5)


def _sentences(articles: list[str], longest: int) -> list[str]:
    """The distinct sentences, none longer than an article once a word is put in."""
    cut = (each.strip() for text in articles for each in _END.split(" ".join(text.split())))
    return sorted(
        {sentence for sentence in cut if 4 <= sentence.count(" ") <= min(60, longest - 2)}
    )


def _columns(sentences: list[str], size: Size) -> dict[str, Any]:
    draw = np.random.default_rng([SEED, size.articles, size.words])
    lengths = np.array([each.count(" ") + 2 for each in sentences])  # with the made-up word
    wanted = size.articles * size.words
    n = int(wanted / lengths.mean() * 1.1) + 200
    chosen = draw.integers(0, len(sentences), n)
    reached = np.cumsum(lengths[chosen])
    bounds = np.searchsorted(reached, np.arange(size.articles + 1) * size.words)
    kinds = words.growing(n, draw)
    spellings = words.spelled(int(kinds.max()) + 1, draw)
    curly = draw.random(len(sentences)) < 0.5  # as about half of the press prints them
    sentences = [
        each.replace("'", "’") if typeset else each
        for each, typeset in zip(sentences, curly, strict=True)
    ]
    heads, tails = zip(*[_parted(each, draw) for each in sentences], strict=True)
    drawn = [
        f"{heads[sentence]} {spellings[kind]} {tails[sentence]}"
        for sentence, kind in zip(chosen.tolist(), kinds.tolist(), strict=True)
    ]
    seconds = np.sort(draw.integers(0, DAYS * 86_400, size.articles))
    dates = FIRST + seconds.astype("timedelta64[s]")
    return {
        "id": [f"{place:08d}" for place in range(size.articles)],
        "date": np.datetime_as_string(dates).tolist(),
        "month": np.datetime_as_string(dates.astype("datetime64[M]")).tolist(),
        "source": [f"Source {one + 1:02d}" for one in draw.integers(0, SOURCES, size.articles)],
        "text": [_article(drawn[a:b]) for a, b in pairwise(bounds.tolist())],
    }


def _parted(sentence: str, draw: np.random.Generator) -> tuple[str, str]:
    """What stands before and after the place of the made-up word."""
    parts = sentence.split(" ")
    place = int(draw.integers(1, len(parts)))
    return " ".join(parts[:place]), " ".join(parts[place:])


def _article(sentences: list[str]) -> str:
    parts = (sentences[a : a + PARAGRAPH] for a in range(0, len(sentences), PARAGRAPH))
    return "\n\n".join(" ".join(part) for part in parts)
