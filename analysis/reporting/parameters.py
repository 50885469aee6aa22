"""The typed parameters of a notebook: declared in one cell, never guessed."""

from __future__ import annotations

import ast
import io
import os
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from analysis.errors import SpecError, listed

TAG = "parameters"
CORPUS = "corpus"  # a path by its name: specs and the command line set it
PATH_HELP = "path:"  # a help comment that begins so marks a path
NAME = re.compile(r"[a-z_][a-z0-9_]*")  # a name is pasted into code by papermill
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
BEYOND = (float("inf"), float("-inf"))
SIMPLE = {"str": str, "int": int, "float": float, "bool": bool}

Value: TypeAlias = str | int | float | bool | list[str]


@dataclass(frozen=True)
class Parameter:
    """One declared parameter; `kind` is its annotation, `choices` are those of a Literal."""

    name: str
    kind: str
    default: Value
    help: str = ""
    is_path: bool = False
    choices: tuple[str, ...] = ()


def declared(notebook: Mapping[str, Any], where: str) -> tuple[Parameter, ...]:  # Any: JSON
    """The parameters that a notebook declares in its cell tagged `parameters`.

    Each is a line `name: type = literal  # help` with a type among str, int, float, bool,
    list[str] and Literal["a", "b"]. Raises SpecError for anything else in that cell.
    """
    cells = [
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and TAG in cell.get("metadata", {}).get("tags", [])
    ]
    if len(cells) > 1:
        raise SpecError(f"{where} has {len(cells)} cells tagged `{TAG}`; one is allowed.")
    return parse(cells[0]["source"], where) if cells else ()


def parse(source: str, where: str) -> tuple[Parameter, ...]:
    """The parameters in the text of a cell.

    >>> parse('weeks: int = 8  # how far back', "brief.ipynb")[0].help
    'how far back'
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise SpecError(
            f"The parameters cell of {where} is not Python: {error.msg} in line {error.lineno}."
        ) from None
    helps = _comments(source)
    found = tuple(_parameter(node, helps, source, where) for node in statements)
    names = [parameter.name for parameter in found]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise SpecError(f"The parameters cell of {where} declares {listed(twice)} twice.")
    return found


def checked(parameter: Parameter, value: object, where: str) -> Value:
    """The value if it is of the declared type (a whole number also serves as a float)."""
    if parameter.choices:
        if value not in parameter.choices:
            raise _wrong(parameter, value, f"one of {listed(parameter.choices, shown=20)}", where)
        return str(value)
    if parameter.kind == "list[str]":
        if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
            return list(value)
        raise _wrong(parameter, value, "a list of texts", where)
    kind = SIMPLE[parameter.kind]
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    right = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
    if not (right and isinstance(value, str | int | float)) or value in BEYOND or value != value:
        raise _wrong(parameter, value, _described(parameter), where)
    return value


def converted(parameter: Parameter, text: str, where: str) -> Value:
    """The value that a text on the command line stands for, by the declared type.

    >>> number = parse("n: int = 1; code: str = ''", "a notebook")
    >>> converted(number[0], "007", "--set"), converted(number[1], "007", "--set")
    (7, '007')
    """
    if parameter.kind == "list[str]":
        return [part.strip() for part in text.split(",") if part.strip()]
    if parameter.kind == "bool" and text.lower() in TRUTH:
        return TRUTH[text.lower()]
    if parameter.kind == "int" and re.fullmatch(r"[+-]?[0-9]+", text):
        return int(text)
    if parameter.kind == "float" and re.fullmatch(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?", text):
        try:
            return checked(parameter, float(text), where)
        except ValueError:
            pass
    return checked(parameter, text, where)


def named(parameters: tuple[Parameter, ...], name: str, where: str) -> Parameter:
    """The parameter of that name; SpecError, naming what exists, where there is none."""
    for parameter in parameters:
        if parameter.name == name:
            return parameter
    names = [parameter.name for parameter in parameters]
    near = get_close_matches(str(name), names, n=1)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    raise SpecError(
        f"{where} declares no parameter {name!r}; it has {listed(names, shown=20)}.{guess}"
    )


def absolute(parameter: Parameter, value: Value, base: Path) -> Value:
    """The value, made an absolute path where the parameter holds one and it is not empty."""
    if not parameter.is_path or not isinstance(value, str) or not value or "://" in value:
        return value
    return os.path.normpath(base / Path(value).expanduser())  # `..` out, links kept


def _parameter(node: ast.stmt, helps: dict[int, str], source: str, where: str) -> Parameter:
    if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value):
        code = (ast.get_source_segment(source, node) or "").splitlines()[0][:60]
        raise SpecError(
            f"The parameters cell of {where} may hold only lines such as "
            f"`weeks: int = 8  # help` (found `{code}` in line {node.lineno})."
        )
    name = node.target.id
    if not NAME.fullmatch(name):
        raise SpecError(
            f"Parameter {name!r} of {where}: a name is small letters, digits and underscores."
        )
    kind, choices = _kind(node.annotation, name, where)
    try:
        default = ast.literal_eval(node.value)
    except (ValueError, TypeError):
        raise SpecError(
            f"Parameter {name!r} of {where}: the default must be a literal "
            f"(got `{ast.unparse(node.value)}`)."
        ) from None
    text = helps.get(node.end_lineno or node.lineno, "")
    is_path = kind == "str" and (text.startswith(PATH_HELP) or name == CORPUS)
    text = text.removeprefix(PATH_HELP).strip() if is_path else text
    draft = Parameter(name, kind, "", text, is_path, choices)
    return Parameter(name, kind, checked(draft, default, where), text, is_path, choices)


def _kind(annotation: ast.expr, name: str, where: str) -> tuple[str, tuple[str, ...]]:
    text = ast.unparse(annotation)
    if text in SIMPLE or text == "list[str]":
        return text, ()
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Literal":
        part = annotation.slice
        options = part.elts if isinstance(part, ast.Tuple) else [part]
        words = [option.value for option in options if isinstance(option, ast.Constant)]
        texts = tuple(word for word in words if isinstance(word, str))
        if len(texts) == len(options):
            return "str", texts
    raise SpecError(
        f"Parameter {name!r} of {where}: the type must be str, int, float, bool, list[str] "
        f'or Literal["a", "b"] (got `{text}`).'
    )


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("#").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _described(parameter: Parameter) -> str:
    words = {"str": "a text", "int": "a whole number", "float": "a number", "bool": "true or false"}
    return words[parameter.kind]


def _wrong(parameter: Parameter, value: object, wanted: str, where: str) -> SpecError:
    return SpecError(f"Parameter {parameter.name!r} must be {wanted} (got {value!r}; see {where}).")
