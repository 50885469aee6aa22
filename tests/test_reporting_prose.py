"""Sentences show and record their numbers; what they quote stays text."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ArgumentError
from analysis.reporting import outputs, recorder
from analysis.reporting.prose import Share, number, plain_markdown, say


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(recorder.RUN_FOLDER, raising=False)
    recorder.clear()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567, "1,234,567"),
        (np.int64(-1200), "−1,200"),
        (0.0, "0.00"),
        (-0.213, "−0.21"),
        (0.0042, "0.004"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (Share(0.184), "18%"),
        (Share(0.004), "0.4%"),
        (Share(0.996), "99.6%"),
        (Share(1), "100%"),
        (float("nan"), "n/a"),
        (pd.NaT, "n/a"),
        (pd.NA, "n/a"),
        (None, "n/a"),
        (True, "yes"),
        (date(2019, 6, 3), "3 June 2019"),
        (np.datetime64("2019-06-03"), "3 June 2019"),
        ("a <b>", "a <b>"),
    ],
)
def test_a_value_reads_as_a_reader_expects(value: object, shown: str) -> None:
    assert number(value) == shown


def test_a_format_in_the_field_wins() -> None:
    assert say("{a:.1%} {b:+.3f}", a=0.1234, b=-0.5).markdown == "12.3% −0.500"


def test_numbers_are_recorded_under_their_names_and_words_are_not() -> None:
    say("{n} of {name} {part}", n=3, name="Reuters", part=Share(0.5))
    assert [(e["name"], e["value"], e["unit"]) for e in recorder.entries()] == [
        ("n", 3, None),
        ("part", 0.5, "share"),
    ]


def test_a_record_with_bounds_is_not_overwritten_by_a_sentence() -> None:
    recorder.record("tone", -0.2134, lower=-0.3, upper=-0.1)
    say("{tone}", tone=-0.21)
    assert recorder.entries()[0]["value"] == -0.2134


def test_a_missing_and_an_unused_field_are_errors() -> None:
    with pytest.raises(ArgumentError) as error:
        say("{a} and {b}", a=1, c=2)
    assert str(error.value) == "The sentence has no value for 'b'; it was given 'a', 'c'."
    with pytest.raises(ArgumentError) as error:
        say("{a}", a=1, c=2)
    assert str(error.value) == "The sentence does not use 'c'; its fields are 'a'."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{a.__class__}",
            "A field is a plain name, with a format after a colon at most (got {a.__class__}); "
            "compute the value in the cell and give it a name.",
        ),
        (
            "{a",
            "The sentence '{a' cannot be read: expected '}' before end of string. "
            "Write {{ for a brace itself.",
        ),
        ("{a:.x}", "The format '.x' of {a} does not fit a int."),
    ],
)
def test_a_field_that_is_no_plain_name_is_an_error(text: str, message: str) -> None:
    with pytest.raises(ArgumentError) as error:
        say(text, a=1)
    assert str(error.value) == message


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    html = outputs.prose(f"before {plain_markdown(text)} after")
    assert html.count("<") == 2  # the paragraph alone
    assert html.startswith("<p>before ")


def test_a_sentence_shows_a_hostile_headline_as_it_was_written() -> None:
    evil = "# <img src=x onerror=alert(1)> [x](javascript:1) https://evil.example *b* $x$ &lt;"
    html = outputs.prose(say("{title}", title=evil).markdown)
    assert outputs.unescaped(html.removeprefix("<p>").removesuffix("</p>\n")) == evil
