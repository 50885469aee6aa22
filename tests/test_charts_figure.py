"""The figure itself: the same bytes every time, small, safe, and drawn under its own style."""

import re
import subprocess
import sys
from io import BytesIO
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pandas as pd
import pytest

from analysis import charts
from analysis.charts import words
from analysis.charts.calendar import calendar
from analysis.charts.scale import Scale, scale, ticks

MAKE = """
import hashlib, numpy as np, pandas as pd
from analysis import charts
n = 44
table = pd.DataFrame({"period": pd.date_range("2024-01-01", periods=n, freq="7D"), "n_docs": 30})
table["mean"] = np.sin(np.arange(n) / 5)
table["lower"], table["upper"] = table["mean"] - 0.2, table["mean"] + 0.2
table.loc[9, ["mean", "lower", "upper"]] = np.nan
events = pd.DataFrame({"date": ["2024-03-03", "2024-03-05"], "label": ["Vote", "Strike"]})
chart = charts.line(table, title="Darker", events=events, source="Sample")
volume = charts.volume(table, title="More")
print(hashlib.sha256((chart.svg() + volume.svg() + chart.alt).encode()).hexdigest())
"""


@pytest.fixture
def chart():
    made = {}
    exec(MAKE.replace("print(", "_ = ("), made)  # the same chart as in the other processes
    return made["chart"]


def test_bytes_are_the_same_in_every_process_and_under_any_hash_seed():
    found = {
        subprocess.run(
            [sys.executable, "-c", MAKE], env={"PYTHONHASHSEED": seed, **extra},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, extra in (("1", {}), ("2", {"LC_ALL": "C", "TZ": "Asia/Tokyo"}))
    }  # fmt: skip
    assert len(found) == 1


def test_a_chart_drawn_twice_is_the_same_and_showing_it_changes_nothing(chart):
    first = chart.svg()
    chart.savefig(BytesIO(), format="png")
    assert chart.svg() == first


def test_jupyter_gets_svg_with_its_alternative_text(chart):
    data, metadata = chart._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "text/plain"}
    assert data["text/plain"] == chart.alt
    assert metadata == {"image/svg+xml": {"alt": chart.alt}}


def test_the_svg_is_whole_small_and_says_what_it_shows(chart):
    svg = chart.svg()
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == chart.alt
    assert root.get("role") == "img"
    assert len(svg) < 60_000
    assert not re.search(r' (?:d|x|y)="[^"]*\.\d\d', svg)
    assert not re.search(r"<text|<style|<metadata|<!--|<\?xml|style=|[Mm]atplotlib|<dc:", svg)


def test_every_reference_in_the_svg_has_its_shape_and_two_charts_share_none(chart):
    def used_and_made(svg):
        used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
        return used, set(re.findall(r' id="([^"]+)"', svg))

    table = pd.DataFrame({"period": ["2024-01-01", "2024-01-02"], "n_docs": [3, 0]})
    used, made = used_and_made(chart.svg())
    other_used, other_made = used_and_made(charts.volume(table, title="t").svg())
    assert used == made
    assert other_used == other_made
    assert not made & other_made


def test_settings_outside_change_no_byte_and_are_left_alone(chart):
    before = chart.svg()
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "none", "axes.facecolor": "red"}):
        made = {}
        exec(MAKE.replace("print(", "_ = ("), made)
        assert made["chart"].svg() == before
        assert matplotlib.rcParams["font.size"] == 30


def test_pyplot_is_never_imported():
    code = MAKE + "\nimport sys\nprint('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "False"


def test_savefig_works_by_path_and_an_svg_file_has_no_date(chart, tmp_path):
    chart.savefig(tmp_path / "a.png")
    chart.savefig(tmp_path / "a.svg")
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    assert "<dc:date>" not in (tmp_path / "a.svg").read_text(encoding="utf-8")


HOSTILE = "</svg><script>alert(1)</script> $\\frac{1}{2}$ \x00\u202e 中文 😀 طهران --> ]]>"


def test_hostile_words_are_drawn_as_shapes_and_break_nothing():
    table = pd.DataFrame(
        {"period": ["2024-01-01", "2024-01-02"] * 2, "n_docs": 20, "mean": 0.1,
         "source": [HOSTILE] * 2 + ["b"] * 2}
    )  # fmt: skip
    events = pd.DataFrame({"date": ["2024-01-02"], "label": [HOSTILE]})
    titles = {"title": f"{HOSTILE}\ud800", "subtitle": HOSTILE, "source": HOSTILE}
    chart = charts.line(table, events=events, by="source", **titles)
    svg = chart.svg()
    ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert "\x00" not in chart.alt


def test_titles_are_shown_letter_by_letter_with_boxes_for_what_the_font_lacks():
    table = pd.DataFrame({"period": ["2024-01-01"], "n_docs": [20]})
    chart = charts.volume(table, title="$x_1$ costs $5 中")
    assert chart.texts[0].get_text() == "$x_1$ costs $5 □"
    assert not chart.texts[0].get_parse_math()


def test_long_titles_take_two_lines_and_end_in_an_ellipsis():
    table = pd.DataFrame({"period": ["2024-01-01"], "n_docs": [20]})
    chart = charts.volume(table, title="word " * 100)
    lines = [text.get_text() for text in chart.texts[:2]]
    assert lines[0].startswith("word word")
    assert lines[1].endswith("…")
    assert chart.texts[2].get_text() == "Documents by period"


def test_words_are_wrapped_between_words_and_cut_within_them_only_when_they_must_be():
    assert words.wrap("one two three", words.width("one two"), lines=2) == ["one two", "three"]
    first, second = words.wrap("aaaaaaaaaa", words.width("aaaaaa"), lines=2)
    assert first + second == "aaaaaaaaaa"
    assert words.fit("abcdef", words.width("abc…")) == "abc…"
    assert words.wrap("", 100, lines=2) == []


@pytest.mark.parametrize(
    ("values", "percent", "value", "text"),
    [
        ([-0.5, 0.5], False, -0.004, "0.00"),
        ([-0.5, 0.5], False, -0.126, "−0.13"),
        ([0.0, 900.0], False, 1234.5, "1,234"),
        ([0.0, 4e7], False, 31_400_000, "31.4m"),
        ([0.0, 4e7], False, -2.5e18, "−2.5e18"),
        ([0.0, 0.5], True, 0.126, "13%"),
        ([], False, 3.2, "3"),
    ],
)
def test_numbers_have_the_digits_that_the_chart_can_show(values, percent, value, text):
    assert scale(np.array(values), percent=percent).text(value) == text


def test_ticks_are_round_and_within_the_limits():
    assert ticks(-0.12, 0.31) == [
        (pytest.approx(-0.1), "−0.1"), (pytest.approx(0.0, abs=1e-12), "0.0"),
        (pytest.approx(0.1), "0.1"), (pytest.approx(0.2), "0.2"), (pytest.approx(0.3), "0.3"),
    ]  # fmt: skip
    assert Scale(decimals=0).text(-0.2) == "0"


@pytest.mark.parametrize(
    ("dates", "every", "noun"),
    [
        (["2024-01-01", "2024-01-08", "2024-01-22"], "W", 4),
        (["2024-01-01", "2024-02-01", "2024-04-01"], "MS", 4),
        (["2024-01-01", "2024-04-01", "2025-01-01"], "QS", 5),
        (["2020-01-01", "2023-01-01"], "YS", 4),
        (["2024-01-30", "2024-01-31", "2024-02-02"], "D", 4),
        (["2024-01-01 06:00", "2024-01-01 18:00"], "", 2),
    ],
)
def test_the_calendar_knows_its_periods_and_fills_those_that_are_missing(dates, every, noun):
    found = calendar(pd.Series(pd.to_datetime(dates, format="mixed")))
    assert (found.every, len(found.starts)) == (every, noun)


def test_ticks_stand_at_the_start_of_months_and_under_the_middle_of_weeks():
    weeks = calendar(pd.Series(pd.date_range("2023-12-04", periods=12, freq="7D")))
    assert [label for _, label in weeks.ticks(150)] == ["Jan\n2024", "Feb"]
    few = calendar(pd.Series(pd.date_range("2023-12-25", periods=2, freq="7D")))
    assert few.ticks(400) == [
        (few.middle[0], "25 Dec\n2023"),
        (few.middle[1], "1 Jan\n2024"),
    ]
