"""What a notebook shows besides figures: its corpus, tables, the articles behind a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from analysis.errors import missing_columns
from analysis.html import escape, link
from analysis.reporting import prose, recorder

EVIDENCE_SHOWN = 10  # articles folded out for one number; the rest are in results.json
FINGERPRINT_SHOWN = 12
KWIC = ["date", "source", "url", "left", "node", "right"]


class Display:
    """HTML for JupyterLab and the report, with a plain text for terminals."""

    def __init__(self, html: str, text: str) -> None:
        self.html, self.text = html, text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


class Described(Protocol):
    """What `heading` needs to know of a corpus."""

    @property
    def name(self) -> str: ...
    @property
    def notice(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def span(self) -> tuple[object, object]: ...
    def __len__(self) -> int: ...


def heading(corpus: Described) -> Display:
    """The corpus in two lines: its notice, then name, number of articles, span and fingerprint.

    Never a path. In a report the name and the fingerprint also go to the manifest.
    """
    first, last = corpus.span
    recorder.record_context(
        name=corpus.name,
        fingerprint=corpus.fingerprint,
        n_documents=len(corpus),
        since=None if prose.is_missing(first) else str(first)[:10],
        until=None if prose.is_missing(last) else str(last)[:10],
    )
    name = corpus.name or "Unnamed corpus"
    span = (
        "no dates" if prose.is_missing(first) else f"{prose.number(first)} to {prose.number(last)}"
    )
    facts = f"{len(corpus):,} article{'' if len(corpus) == 1 else 's'} · {span}"
    notice = f'<p class="notice"><strong>{escape(corpus.notice)}</strong></p>'
    return Display(
        (notice if corpus.notice else "")
        + f'<p class="corpus"><strong>{escape(name)}</strong> · {escape(facts)} · '
        f"fingerprint <code>{escape(corpus.fingerprint[:FINGERPRINT_SHOWN])}</code></p>",
        "\n".join(filter(None, [corpus.notice, f"{name} · {facts}"])),
    )


def table(
    frame: pd.DataFrame,
    *,
    columns: Mapping[str, str],
    formats: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    caption: str = "",
    fold: str = "",
) -> Display:
    """A table for reading: the columns named, under the labels given, numbers to the right.

    `formats` maps a column to a format such as "+.2f" or ".0%"; `links` maps a column to the
    column with its address; `fold` is the line under which the table is folded away. Raises
    ColumnError for a column that the frame lacks.

    >>> seen = table(pd.DataFrame({"source": ["<A>"], "n": [1200]}), columns={"n": "Articles"})
    >>> "<td class=\\"num\\">1,200</td>" in seen.html
    True
    """
    formats, links = dict(formats or {}), dict(links or {})
    wanted = [*columns, *formats, *links, *links.values()]
    lacking = [name for name in dict.fromkeys(wanted) if name not in frame]
    if lacking:
        raise missing_columns(lacking, frame.columns)
    shown = rows_table(frame, columns, formats, links, caption)
    if fold:
        shown = f'<details class="fold"><summary>{escape(fold)}</summary>{shown}</details>'
    return Display(shown, frame[[*columns]].to_string(index=False))


def evidence(
    documents: pd.DataFrame, *, limit: int = EVIDENCE_SHOWN, label: str = "The articles behind this"
) -> Display:
    """The first articles of a table, folded: title with its link, source, date.

    A `sentence` column with text, or the left, node and right of a concordance, is quoted below.
    Raises ColumnError where title, source or date is missing.
    """
    needed = ["title", "source", "date"]
    lacking = [name for name in needed if name not in documents]
    if lacking:
        raise missing_columns(lacking, documents.columns)
    shown = documents.head(limit)
    count = f"{len(shown)} of {len(documents):,}" if len(documents) > limit else f"{len(shown)}"
    items = "".join(f"<li>{_article(row)}</li>" for row in _records(shown))
    return Display(
        f'<details class="fold evidence"><summary>{escape(label)} ({count})</summary>'
        f"<ol>{items}</ol></details>",
        f"{label} ({count}): {listed_titles(shown)}",
    )


def articles(documents: pd.DataFrame, *, by: str) -> Display:
    """Articles to read, under a line for each value of a column, in the order given.

    Each shows its title with its link, source, date, tone (`score`), copies (`n_copies`) and the
    sentence quoted, where the table has them. Raises ColumnError where the column, title, source
    or date is missing.

    >>> news = pd.DataFrame({"why": ["typical"], "title": ["Oil <fell>"], "source": ["Post"],
    ...     "date": pd.to_datetime(["2019-06-03"]), "score": [-0.25]})
    >>> articles(news, by="why")
    typical: Oil <fell>
    """
    lacking = [name for name in (by, "title", "source", "date") if name not in documents]
    if lacking:
        raise missing_columns(lacking, documents.columns)
    shown, said = [], []
    for value, group in documents.groupby(by, sort=False):
        items = "".join(f"<li>{_article(row)}</li>" for row in _records(group))
        shown.append(f"<h4>{escape(str(value).capitalize())}</h4><ul>{items}</ul>")
        said.append(f"{value}: {listed_titles(group)}")
    return Display(f'<div class="reading">{"".join(shown)}</div>', "\n".join(said))


def kwic(lines: pd.DataFrame) -> Display:
    """The lines of a concordance with the term in one column, and date, source and link.

    Raises ColumnError for a table that concordance.lines did not make.

    >>> hit = {"date": pd.Timestamp("2019-06-03"), "source": "Post", "url": None,
    ...     "left": "Crude ", "node": "oil", "right": " fell"}
    >>> kwic(pd.DataFrame([hit]))
    Crude [oil] fell
    """
    lacking = [name for name in KWIC if name not in lines]
    if lacking:
        raise missing_columns(lacking, lines.columns)
    rows = "".join(
        f'<tr><td class="nowrap small">{link(prose.number(row["date"]), row["url"])}<br>'
        f'{escape(row["source"])}</td><td class="left">{escape(row["left"])}</td>'
        f"<td><mark>{escape(row['node'])}</mark></td><td>{escape(row['right'])}</td></tr>"
        for row in _records(lines)
    )
    said = [f"{row['left']}[{row['node']}]{row['right']}" for row in _records(lines)]
    plain = "\n".join(" ".join(line.split()) for line in said)
    return Display(f'<table class="kwic"><tbody>{rows}</tbody></table>', plain or "No hit.")


def results() -> Display:
    """Everything recorded, as a folded table; in a report also written to results.json.

    One row is one recorded value: name, value, lower, upper, unit, n_docs. Belongs in the last
    cell of a notebook, tagged `results`. In JupyterLab nothing is written.
    """
    recorder.write_results()
    columns = ["name", "value", "lower", "upper", "unit", "n_docs"]
    frame = pd.DataFrame(recorder.entries(), columns=columns, dtype=object)
    shown = rows_table(frame, dict(zip(columns, columns, strict=True)))
    summary = f"All {len(frame)} recorded numbers"
    return Display(
        f'<details class="fold"><summary>{summary}</summary>{shown}</details>',
        f"{summary}: {', '.join(frame['name'])}",
    )


def listed_titles(documents: pd.DataFrame) -> str:
    """The titles in one line, for a terminal."""
    return "; ".join(documents["title"].fillna("untitled").astype(str))


def rows_table(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    formats: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    caption: str = "",
) -> str:
    """The HTML of a table; a column is numeric where all it holds are numbers."""
    formats, links = formats or {}, links or {}
    rows = _records(frame)
    numeric = {name for name in columns if _numeric(frame[name])}
    head = "".join(
        f'<th scope="col"{_class(name in numeric)}>{escape(label)}</th>'
        for name, label in columns.items()
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_class(name in numeric)}>"
            + _cell(row[name], formats.get(name, ""), row.get(links.get(name, "")))
            + "</td>"
            for name in columns
        )
        + "</tr>"
        for row in rows
    )
    top = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{top}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _cell(value: object, spec: str, url: object) -> str:
    text = "–" if prose.is_missing(value) else prose.number(value, spec)
    return link(text, url) if url is not None else escape(text)


def _class(numeric: bool) -> str:
    return ' class="num"' if numeric else ""


def _numeric(column: pd.Series) -> bool:
    if column.dtype == object:
        kept = [value for value in column if not prose.is_missing(value)]
        return bool(kept) and all(prose.is_number(value) for value in kept)
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _article(row: Mapping[str, object]) -> str:
    title = "Untitled" if prose.is_missing(row["title"]) else row["title"]
    about = escape(
        ", ".join([prose.number(row["source"]), prose.number(row["date"]), *_extra(row)])
    )
    quoted = _quoted(row)
    below = f'<p class="quoted">{quoted}</p>' if quoted else ""
    return f'{link(title, row.get("url"))} <span class="source">{about}</span>{below}'


def _extra(row: Mapping[str, object]) -> list[str]:
    score, copies = row.get("score"), row.get("n_copies")
    tone = [] if prose.is_missing(score) else [f"tone {prose.number(score, '+.2f')}"]
    return tone + (
        [f"copies: {prose.number(copies)}"] if prose.is_number(copies) and copies else []
    )


def _quoted(row: Mapping[str, object]) -> str:
    if {"left", "node", "right"} <= {*row}:
        left, node, right = (escape(row[part]) for part in ("left", "node", "right"))
        return f"… {left} <mark>{node}</mark> {right} …"
    sentence = row.get("sentence")
    return escape(sentence) if isinstance(sentence, str) else ""
