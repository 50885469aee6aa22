"""Parameters are read from the notebook, by type, and never guessed."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.errors import SpecError
from analysis.reporting.parameters import (
    Parameter,
    absolute,
    checked,
    converted,
    declared,
    named,
    parse,
)

CELL = """
corpus: str = "../data/sample"  # the articles
events: str = ""  # path: days worth a mark
topic: str = "Iran"
weeks: int = 8  # how far back
level: float = 0.95
drafts: bool = False
every: Literal["D", "W"] = "W"  # length of a period
words: list[str] = [
    "oil",
    "gas",
]  # words followed
"""


def one(line: str) -> Parameter:
    return parse(line, "n.ipynb")[0]


def test_every_type_and_help_is_read_without_running_the_cell() -> None:
    assert parse(CELL, "n.ipynb") == (
        Parameter("corpus", "str", "../data/sample", "the articles", is_path=True),
        Parameter("events", "str", "", "days worth a mark", is_path=True),
        Parameter("topic", "str", "Iran"),
        Parameter("weeks", "int", 8, "how far back"),
        Parameter("level", "float", 0.95),
        Parameter("drafts", "bool", False),
        Parameter("every", "str", "W", "length of a period", choices=("D", "W")),
        Parameter("words", "list[str]", ["oil", "gas"], "words followed"),
    )


def test_a_notebook_without_a_tagged_cell_declares_nothing() -> None:
    assert declared(new_notebook(cells=[new_code_cell("x: int = 1")]), "n.ipynb") == ()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "weeks = 8",
            "The parameters cell of n.ipynb may hold only lines such as "
            "`weeks: int = 8  # help` (found `weeks = 8` in line 1).",
        ),
        (
            "a: int = 1\nimport os",
            "The parameters cell of n.ipynb may hold only lines such as "
            "`weeks: int = 8  # help` (found `import os` in line 2).",
        ),
        (
            "a: str = open('x').read()",
            "Parameter 'a' of n.ipynb: the default must be a literal (got `open('x').read()`).",
        ),
        (
            "a: dict = {}",
            "Parameter 'a' of n.ipynb: the type must be str, int, float, bool, list[str] "
            'or Literal["a", "b"] (got `dict`).',
        ),
        (
            "a: int = '8'",
            "Parameter 'a' must be a whole number (got '8'; see n.ipynb).",
        ),
        (
            "Weeks: int = 8",
            "Parameter 'Weeks' of n.ipynb: a name is small letters, digits and underscores.",
        ),
        ("a: int = 1\na: int = 2", "The parameters cell of n.ipynb declares 'a' twice."),
        ("a: int =", "The parameters cell of n.ipynb is not Python: invalid syntax in line 1."),
    ],
)
def test_anything_but_typed_literals_is_refused(source: str, message: str) -> None:
    with pytest.raises(SpecError) as error:
        parse(source, "n.ipynb")
    assert str(error.value) == message


def test_two_tagged_cells_are_refused() -> None:
    cells = [new_code_cell("a: int = 1", metadata={"tags": ["parameters"]}) for _ in range(2)]
    with pytest.raises(SpecError) as error:
        declared(new_notebook(cells=cells), "n.ipynb")
    assert str(error.value) == "n.ipynb has 2 cells tagged `parameters`; one is allowed."


@pytest.mark.parametrize("text", ["007", "nan", "NO", "", "null", "a=b", '"; import os #'])
def test_a_text_parameter_takes_a_text_as_it_stands(text: str) -> None:
    assert converted(one("a: str = 'x'"), text, "n.ipynb") == text


@pytest.mark.parametrize(
    ("line", "text", "value"),
    [
        ("a: int = 1", "007", 7),
        ("a: int = 1", "-3", -3),
        ("a: float = 1.0", "1e-3", 0.001),
        ("a: float = 1.0", "2", 2.0),
        ("a: bool = False", "Yes", True),
        ("a: bool = True", "0", False),
        ("a: list[str] = []", "oil, gas", ["oil", "gas"]),
        ('a: Literal["D", "W"] = "D"', "W", "W"),
    ],
)
def test_a_text_becomes_the_declared_type(line: str, text: str, value: object) -> None:
    found = converted(one(line), text, "n.ipynb")
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("line", "text", "message"),
    [
        ("a: int = 1", "1.5", "Parameter 'a' must be a whole number (got '1.5'; see n.ipynb)."),
        ("a: int = 1", "1_000", "Parameter 'a' must be a whole number (got '1_000'; see n.ipynb)."),
        ("a: float = 1.0", "nan", "Parameter 'a' must be a number (got 'nan'; see n.ipynb)."),
        ("a: float = 1.0", "1e999", "Parameter 'a' must be a number (got inf; see n.ipynb)."),
        ("a: float = 1.0", "1.2.3", "Parameter 'a' must be a number (got '1.2.3'; see n.ipynb)."),
        (
            "a: bool = True",
            "maybe",
            "Parameter 'a' must be true or false (got 'maybe'; see n.ipynb).",
        ),
        (
            'a: Literal["D", "W"] = "D"',
            "Y",
            "Parameter 'a' must be one of 'D', 'W' (got 'Y'; see n.ipynb).",
        ),
    ],
)
def test_a_text_of_another_type_is_refused(line: str, text: str, message: str) -> None:
    with pytest.raises(SpecError) as error:
        converted(one(line), text, "n.ipynb")
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("line", "value", "message"),
    [
        ("a: int = 1", True, "Parameter 'a' must be a whole number (got True; see n.ipynb)."),
        ("a: int = 1", 1.0, "Parameter 'a' must be a whole number (got 1.0; see n.ipynb)."),
        ("a: str = ''", 7, "Parameter 'a' must be a text (got 7; see n.ipynb)."),
        ("a: bool = True", 1, "Parameter 'a' must be true or false (got 1; see n.ipynb)."),
        (
            "a: list[str] = []",
            "oil",
            "Parameter 'a' must be a list of texts (got 'oil'; see n.ipynb).",
        ),
    ],
)
def test_a_value_of_another_type_is_refused(line: str, value: object, message: str) -> None:
    with pytest.raises(SpecError) as error:
        checked(one(line), value, "n.ipynb")
    assert str(error.value) == message


def test_a_whole_number_serves_as_a_float() -> None:
    found = checked(one("a: float = 0.5"), 1, "n.ipynb")
    assert (found, type(found)) == (1.0, float)


def test_an_unknown_name_is_told_what_exists() -> None:
    with pytest.raises(SpecError) as error:
        named(parse("weeks: int = 8\ntopic: str = ''", "n"), "week", "n.ipynb")
    assert str(error.value) == (
        "n.ipynb declares no parameter 'week'; it has 'weeks', 'topic'. Did you mean 'weeks'?"
    )


def test_only_paths_are_made_absolute(tmp_path) -> None:
    path, text = one('events: str = ""  # path: days'), one('topic: str = ""')
    assert absolute(path, "../a/b.csv", tmp_path / "c") == str(tmp_path / "a" / "b.csv")
    assert absolute(path, "", tmp_path) == ""
    assert absolute(path, "s3://bucket/a", tmp_path) == "s3://bucket/a"
    assert absolute(text, "../a", tmp_path) == "../a"
