"""What pressgauge raises: one family, and messages that say what was found."""

from __future__ import annotations

import pytest

from analysis import errors
from analysis.errors import AnalysisError, listed, missing_columns, one_of


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("InputError", AnalysisError),
        ("ArgumentError", ValueError),
        ("ColumnError", KeyError),
        ("QueryError", ValueError),
        ("SpecError", AnalysisError),
        ("RenderError", AnalysisError),
    ],
)
def test_catching_ours_or_pythons_own_catches_it(name: str, also: type[Exception]) -> None:
    raised = getattr(errors, name)
    assert issubclass(raised, AnalysisError)
    assert issubclass(raised, also)


def test_a_column_error_prints_its_message_and_not_its_repr() -> None:
    assert str(errors.ColumnError("two\nlines 'quoted'")) == "two\nlines 'quoted'"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], "none"),
        (["a"], "'a'"),
        ([1, None], "'1', 'None'"),
        (list("abcde"), "'a', 'b', 'c', 'd', 'e'"),
        (list("abcdef"), "'a', 'b', 'c', 'd', 'e' and 1 more"),
        (["it's", "\x1b[31m"], "\"it's\", '\\x1b[31m'"),
    ],
)
def test_at_most_five_offenders_are_named(names: list[object], text: str) -> None:
    assert listed(names) == text
    assert listed(iter(names)) == text


def test_a_value_outside_a_set_is_shown_with_the_whole_set() -> None:
    error = one_of("every", None, [str(n) for n in range(7)])
    assert isinstance(error, errors.ArgumentError)
    assert str(error) == ("`every` must be one of '0', '1', '2', '3', '4', '5', '6' (got None).")


@pytest.mark.parametrize(
    ("missing", "found", "text"),
    [
        (["score"], [], "Columns not found: 'score'; the table has none."),
        (["score"], [0, "x"], "Columns not found: 'score'; the table has '0', 'x'."),
        (
            ["date", "source"],
            ["dates", "sources", "x"],
            "Columns not found: 'date', 'source'; the table has 'dates', 'sources', 'x'."
            " Did you mean 'dates', 'sources'?",
        ),
    ],
)
def test_missing_columns_are_named_with_what_is_near(
    missing: list[str], found: list[object], text: str
) -> None:
    assert str(missing_columns(iter(missing), iter(found))) == text
