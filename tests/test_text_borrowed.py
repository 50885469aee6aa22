"""The constants read from nltk's source are nltk's."""

from __future__ import annotations

import subprocess
import sys

import pytest
from nltk.sentiment.vader import VaderConstants

from analysis.text import borrowed

SOURCE = """
class VaderConstants:
    B_INCR = 0.5
    B_DECR = -0.5
    C_INCR = 0.7
    N_SCALAR = -0.7
    NEGATE = {"not"}
    BOOSTER_DICT = {"very": B_INCR, "hardly": B_DECR}
    SPECIAL_CASE_IDIOMS = {"cut the mustard": 2}
    OTHER = compile("[.]")
    PUNC_LIST = ["."]
"""


@pytest.mark.parametrize("name", borrowed.NAMES)
def test_every_constant_equals_that_of_the_installed_nltk(name: str) -> None:
    assert getattr(borrowed.read(borrowed._source()), name) == getattr(VaderConstants, name)


def test_names_stand_for_what_was_said_before() -> None:
    assert borrowed.read(SOURCE).BOOSTER_DICT == {"very": 0.5, "hardly": -0.5}


@pytest.mark.parametrize(
    "source",
    ["", "class Other: pass", SOURCE.replace("PUNC", "PUNK"), SOURCE.replace("0.5", "half()")],
)
def test_where_the_source_is_another_the_class_itself_is_asked(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(borrowed, "_source", lambda: source)
    found = borrowed.constants.__wrapped__()
    assert {name: getattr(found, name) for name in borrowed.NAMES} == {
        name: getattr(VaderConstants, name) for name in borrowed.NAMES
    }


def test_a_score_needs_nothing_of_nltk_but_its_source() -> None:
    code = "import sys; from analysis import tone; print('nltk' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
