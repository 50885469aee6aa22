"""A spec says all a run needs, or one message says what it lacks."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.errors import SpecError
from analysis.reporting.spec import assignments, plan

CELL = """corpus: str = "../news"  # path: the articles
since: str = ""  # first day
until: str = ""  # last day
weeks: int = 8
"""
SPEC = 'title = "Brief"\nnotebook = "../notebooks/brief.ipynb"\ncorpus = "../news"\n'


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for folder in ("reports", "notebooks", "news"):
        (tmp_path / folder).mkdir()
    cell = new_code_cell(CELL, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "notebooks" / "brief.ipynb")
    (tmp_path / "reports" / "brief.toml").write_text(SPEC)
    return tmp_path


def spec(house: Path, extra: str = "", text: str = SPEC, name: str = "brief.toml") -> Path:
    path = house / "reports" / name
    path.write_text(text + extra)
    return path


def message(path: Path, *given: object) -> str:
    with pytest.raises(SpecError) as error:
        plan(path, *given)
    return str(error.value)


def test_paths_of_a_spec_are_relative_to_its_folder(house: Path) -> None:
    job = plan(spec(house))
    assert (job.name, job.title, job.period) == ("brief", "Brief", "all")
    assert job.notebook == house / "notebooks" / "brief.ipynb"
    assert job.given == {"corpus": str(house / "news")}
    assert job.values == {"corpus": str(house / "news"), "since": "", "until": "", "weeks": 8}


def test_paths_given_now_are_relative_to_the_working_directory(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (house / "other").mkdir()
    monkeypatch.chdir(house)
    assert plan(spec(house), None, "other").given["corpus"] == str(house / "other")


@pytest.mark.parametrize(
    ("extra", "period"),
    [
        ("[period]\nsince = 2019-06-01\nuntil = 2019-06-30", "2019-06-01_2019-06-30"),
        ('[period]\nsince = "2019-06"', "from-2019-06"),
        ('[period]\nuntil = "2019"', "to-2019"),
        ('[period]\nsince = "2019-06"\nuntil = "2019-06"', "2019-06_2019-06"),
        ("[period]\nsince = 2019-06-15\nuntil = '2019-06'", "2019-06-15_2019-06"),
        ("", "all"),
    ],
)
def test_the_period_names_the_folder(house: Path, extra: str, period: str) -> None:
    assert plan(spec(house, extra)).period == period


def test_what_is_given_now_wins_over_the_spec(house: Path) -> None:
    path = spec(house, '[parameters]\nweeks = 4\n[period]\nsince = "2019"')
    assert plan(path).values["weeks"] == 4
    now = assignments(path, ["weeks=12", "since=2020-01-02"])
    assert now == {"weeks": 12, "since": "2020-01-02"}
    assert plan(path, now).values["weeks"] == 12
    assert plan(path, now).period == "from-2020-01-02"


def test_a_notebook_alone_is_a_report_too(house: Path) -> None:
    job = plan(house / "notebooks" / "brief.ipynb")
    assert (job.name, job.title, job.given) == ("brief", "", {})


def test_a_glob_of_articles_is_a_corpus(house: Path) -> None:
    (house / "news" / "a.csv").write_text("")
    assert plan(spec(house), None, str(house / "news" / "*.csv")).given["corpus"].endswith("*.csv")


def test_a_missing_spec_is_told_its_neighbours(house: Path) -> None:
    assert message(house / "reports" / "breif.toml") == (
        f"There is no file {str(house / 'reports' / 'breif.toml')!r}; its folder has 'brief.toml'. "
        "Did you mean 'brief.toml'?"
    )
    assert message(house / "nowhere" / "brief.toml") == (
        f"There is no file {str(house / 'nowhere' / 'brief.toml')!r}; "
        f"there is no folder {str(house / 'nowhere')!r} either."
    )


def test_another_kind_of_file_is_refused(house: Path) -> None:
    assert message(Path("brief.yaml")) == (
        "A report is a .toml spec or an .ipynb notebook (got 'brief.yaml')."
    )


def test_a_spec_name_must_serve_as_a_folder_name(house: Path) -> None:
    assert message(spec(house, name="My Brief.toml")) == (
        "A spec's file name is the report's name: small letters, digits, - and _ "
        "(got 'My Brief.toml')."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SPEC + "notbook = 'x'",
            "brief.toml has keys that mean nothing here: 'notbook'; those that do are "
            "'title', 'notebook', 'corpus', 'period', 'parameters'. Did you mean 'notebook'?",
        ),
        (
            SPEC + "[period]\nfrom = 2019-01-01",
            "[period] of brief.toml has keys that mean nothing here: 'from'; "
            "those that do are 'since', 'until'.",
        ),
        (
            SPEC.replace("notebooks/brief", "notebooks/breif"),
            "brief.toml: there is no notebook '../notebooks/breif.ipynb'; its folder has "
            "'brief.ipynb'. Did you mean 'brief.ipynb'?",
        ),
        (
            SPEC.replace('title = "Brief"', ""),
            'brief.toml: `title` must be a text, as in title = "..." (it is missing).',
        ),
        (
            SPEC.replace('"Brief"', "3"),
            'brief.toml: `title` must be a text, as in title = "..." (got 3).',
        ),
        (
            SPEC + "period = 3",
            "brief.toml: `period` is a table, [period] (got 3).",
        ),
        (
            SPEC + "[parameters]\nweek = 3",
            "brief.ipynb (used by brief.toml) declares no parameter 'week'; it has 'corpus', "
            "'since', 'until', 'weeks'. Did you mean 'weeks'?",
        ),
        (
            SPEC + "[parameters]\nweeks = '3'",
            "Parameter 'weeks' must be a whole number (got '3'; see brief.ipynb "
            "(used by brief.toml)).",
        ),
        (
            SPEC + "[period]\nsince = '1 June'",
            "`since` must be a day, as in 2019-06-03 or 2019-06 (got '1 June').",
        ),
        (
            SPEC + "[period]\nsince = '2019-02-30'",
            "`since` must be a day, as in 2019-06-03 or 2019-06 (got '2019-02-30').",
        ),
        (
            SPEC + "[period]\nsince = 2019-07-01\nuntil = '2019-06'",
            "`since` (2019-07-01) comes after `until` (2019-06).",
        ),
    ],
)
def test_each_fault_of_a_spec_has_its_message(house: Path, text: str, expected: str) -> None:
    assert message(spec(house, text=text)) == expected


def test_a_spec_that_is_not_toml_says_where(house: Path) -> None:
    assert message(spec(house, text="title = ")).startswith("brief.toml is not TOML: Invalid value")


def test_a_missing_corpus_is_told_its_neighbours(house: Path) -> None:
    path = spec(house, text=SPEC.replace("../news", "../new"))
    assert message(path) == (
        f"There is no corpus at {str(house / 'new')!r}; its folder has 'news', 'notebooks', "
        "'reports'. Did you mean 'news'?"
    )


def test_a_broken_notebook_is_named(house: Path) -> None:
    (house / "notebooks" / "brief.ipynb").write_text("{")
    assert message(spec(house)).startswith(
        "brief.ipynb is not a notebook: Notebook does not appear"
    )


def test_an_assignment_needs_an_equals_sign(house: Path) -> None:
    with pytest.raises(SpecError) as error:
        assignments(spec(house), ["weeks"])
    assert str(error.value) == "A parameter is set as name=value (got 'weeks')."
