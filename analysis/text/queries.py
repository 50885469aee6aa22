"""What an analyst asks for: terms, "phrases", wildcards*, AND, OR, NOT and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from analysis.errors import QueryError
from analysis.text.terms import SHOWN, shown, term_pattern, term_spans

OPERATORS = ("AND", "OR", "NOT")
_PIECE = re.compile(
    r'\s*(?:(?P<quote>["“”„])(?P<phrase>[^"“”„]*)(?P<end>["“”„])?|(?P<mark>[()])|(?P<word>[^\s()"“”„]+))'
)
# What other tools write for AND, OR, NOT and nearness: read as words it would find nothing.
_FOREIGN = re.compile(r"[&|+,;^~]+|-\w.*|NEAR(/\d+)?|\w.*[,;]", re.DOTALL)
_SINGLE = re.compile(r"['‘].*['’]", re.DOTALL)
MAX_DEPTH = 100  # brackets within brackets; Python's own recursion limit is not far above


@dataclass(frozen=True)
class Query:
    """A parsed query; call it with a text to ask whether the text matches.

    Terms are matched as whole words, whatever their case; `*` stands for any ending (or beginning)
    of a word. Words side by side are a phrase, with or without quotation marks. NOT binds tightest,
    then AND, then OR; `A NOT B` is `A AND NOT B`.

    >>> asks = compile_query('iran* AND NOT "oil price"')
    >>> asks("Iranian officials met"), asks("Iran and the oil price")
    (True, False)
    """

    text: str
    terms: tuple[str, ...]
    _test: _Node = field(repr=False)

    def __call__(self, text: str) -> bool:
        return self._test.holds(text)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The terms that are asked for, not those under NOT.

        >>> compile_query("oil AND NOT price").wanted
        ('oil',)
        """
        return tuple(dict.fromkeys(self._test.wanted()))

    def among(self, found: Mapping[str, npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
        """Which of many texts match, given for each term which texts have it.

        >>> compile_query("a NOT b").among({"a": np.array([1, 1]) > 0, "b": np.array([0, 1]) > 0})
        array([ True, False])
        """
        return self._test.among(found)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the terms that are asked for (not those under NOT) stand in the text, in order.

        >>> compile_query("oil OR oil price").spans("Oil price")
        [(0, 9)]
        """
        found = sorted(
            (span for term in self._test.wanted() for span in term_spans(term, text)),
            key=lambda span: (span[0], -span[1]),
        )
        kept: list[tuple[int, int]] = []
        for start, end in found:
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept


@dataclass(frozen=True)
class _Node:
    kind: str
    children: tuple[_Node, ...] = ()
    term: str = ""

    def holds(self, text: str) -> bool:
        if self.kind == "TERM":
            return any(True for _ in term_spans(self.term, text))
        if self.kind == "NOT":
            return not self.children[0].holds(text)
        join = all if self.kind == "AND" else any
        return join(child.holds(text) for child in self.children)

    def among(self, found: Mapping[str, npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
        if self.kind == "TERM":
            return found[self.term]
        parts = [child.among(found) for child in self.children]
        if self.kind == "NOT":
            return ~parts[0]
        join = np.logical_and if self.kind == "AND" else np.logical_or
        joined: npt.NDArray[np.bool_] = join.reduce(parts)
        return joined

    def wanted(self) -> Iterator[str]:
        if self.kind == "TERM":
            yield self.term
        elif self.kind != "NOT":
            for child in self.children:
                yield from child.wanted()


def compile_query(query: str) -> Query:
    """The query, parsed and ready to be asked of texts.

    Raises:
        QueryError: naming the place where the query stops making sense.
    """
    if not isinstance(query, str):
        raise QueryError(f"A query is text such as 'Iran OR Tehran' (got {type(query).__name__}).")
    reader = _Reader(query)
    if not reader.pieces:
        raise QueryError("The query is empty; write at least one term, such as 'Iran'.")
    node = reader.either(0)
    if reader.place < len(reader.pieces):
        raise reader.error("a closing bracket has no opening one")
    return Query(query, tuple(reader.terms), node)


class _Reader:
    """A descent through the pieces of a query: either > both > negation > term."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.pieces = list(self._split(query))
        self.place = 0
        self.terms: list[str] = []

    def _split(self, query: str) -> Iterator[tuple[str, str]]:
        place = 0
        length = len(query.rstrip())
        while place < length:
            match = _PIECE.match(query, place)
            if match is None:  # pragma: no cover - every character belongs to one alternative
                raise QueryError(f"The query cannot be read at {shown(query[place:])}.")
            place = match.end()
            if match["quote"]:
                if not match["end"]:
                    raise QueryError(
                        f"A quotation mark is not closed in the query {shown(query)};"
                        " add the second one."
                    )
                yield "phrase", match["phrase"]
            elif match["mark"]:
                yield "mark", match["mark"]
            else:
                word = match["word"]
                yield ("operator" if word in OPERATORS else "word"), word

    def error(self, what: str) -> QueryError:
        before = " ".join(value for _, value in self.pieces[: self.place]) or "the start"
        after = before if len(before) <= SHOWN else "…" + before[1 - SHOWN :]
        return QueryError(
            f"The query {shown(self.query)} does not parse: {what} (after {after!r})."
            ' It takes terms, "phrases", wildcards*, AND, OR, NOT and brackets.'
        )

    def next(self) -> tuple[str, str]:
        return self.pieces[self.place] if self.place < len(self.pieces) else ("end", "")

    def take(self, value: str) -> bool:
        found = self.next() in {("operator", value), ("mark", value)}
        self.place += found
        return found

    def either(self, depth: int) -> _Node:
        if depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} brackets within each other")
        parts = [self.both(depth)]
        while self.take("OR"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else _Node("OR", tuple(parts))

    def both(self, depth: int) -> _Node:
        parts = [self.negation(depth)]
        while self.take("AND") or self.next() == ("operator", "NOT"):
            parts.append(self.negation(depth))
        return parts[0] if len(parts) == 1 else _Node("AND", tuple(parts))

    def negation(self, depth: int) -> _Node:
        negative = False
        while self.take("NOT"):
            negative = not negative
        node = self.term(depth)
        return _Node("NOT", (node,)) if negative else node

    def term(self, depth: int) -> _Node:
        if self.take("("):
            node = self.either(depth + 1)
            if not self.take(")"):
                raise self.error("an opening bracket is not closed")
        else:
            node = _Node("TERM", term=self._words())
        if self.next()[0] in {"word", "phrase"} or self.next() == ("mark", "("):
            raise self.error(f"AND or OR is missing before {shown(self.next()[1])}")
        return node

    def _words(self) -> str:
        kind, value = self.next()
        if kind == "phrase":
            self.place += 1
            words = value
        else:
            start = self.place
            while self.next()[0] == "word":
                self.place += 1
            inside = [value for _, value in self.pieces[start : self.place]]
            small = [word for word in inside if word in ("and", "or", "not")]
            if small and len(inside) > 1:
                raise self.error(
                    f"{small[0]!r} joins terms in capitals only; write {small[0].upper()},"
                    " or put a phrase with it in quotation marks"
                )
            words = " ".join(inside)
            self._refuse_foreign(start, inside, words)
        if not words.strip():
            raise self.error("a term is missing")
        term_pattern(words)  # says at once what cannot be looked for
        self.terms.append(words)
        return words

    def _refuse_foreign(self, start: int, inside: list[str], words: str) -> None:
        """What other tools read as an operator would silently find nothing here."""
        if len(inside) > 1 and _SINGLE.fullmatch(words):
            self.place = start
            raise self.error("a phrase stands in double quotation marks, not in single ones")
        for ahead, word in enumerate(inside):
            if _FOREIGN.fullmatch(word):
                self.place = start + ahead
                raise self.error(f"{shown(word)} has no meaning here")
