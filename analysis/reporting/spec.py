"""Report specs: one small TOML file a report, and what it comes to for one run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.errors import SpecError, listed
from analysis.reporting import notebook as notebooks
from analysis.reporting import parameters as declarations
from analysis.reporting.parameters import Parameter, Value

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")  # a report's name is a folder's name
KEYS = ("title", "notebook", "corpus", "period", "parameters")
PERIOD_KEYS = ("since", "until")
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")  # 2019, 2019-06 or 2019-06-03, as `between` takes


@dataclass(frozen=True)
class Job:
    """One run to be: the notebook, what it declares and the values that were given."""

    name: str
    title: str  # empty: the notebook's own heading
    notebook: Path
    node: NotebookNode
    declared: tuple[Parameter, ...]
    given: dict[str, Value] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Value]:
        """Every declared parameter with the value of this run."""
        return {p.name: self.given.get(p.name, p.default) for p in self.declared}

    @property
    def period(self) -> str:
        """The folder name of the period: both ends, one end, or `all`."""
        since, until = (str(self.values.get(key, "")) for key in PERIOD_KEYS)
        if since and until:
            return f"{since}_{until}"
        return f"from-{since}" if since else f"to-{until}" if until else "all"


def plan(
    spec_or_notebook: str | Path,
    parameters: Mapping[str, object] | None = None,
    corpus: str | Path | None = None,
) -> Job:
    """The run that a spec or a notebook, with the parameters given now, comes to.

    Paths given now are relative to the working directory, those of the spec to its folder. Raises
    SpecError for whatever cannot be used, before anything runs.
    """
    job = _job(Path(spec_or_notebook))
    now = dict(parameters or {})
    if corpus is not None:
        now["corpus"] = str(corpus)
    given = job.given | _typed(job, now, Path.cwd(), job.notebook.name)
    job = Job(job.name, job.title, job.notebook, job.node, job.declared, given)
    _check_corpus(job)
    _check_period(job)
    return job


def assignments(spec_or_notebook: str | Path, pairs: Iterable[str]) -> dict[str, Value]:
    """The values of `name=value` texts, each read as its parameter's declared type."""
    job = _job(Path(spec_or_notebook))
    values = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise SpecError(f"A parameter is set as name=value (got {pair!r}).")
        parameter = declarations.named(job.declared, name.strip(), job.notebook.name)
        values[parameter.name] = declarations.converted(parameter, text, job.notebook.name)
    return values


def _job(path: Path) -> Job:
    if path.suffix not in {".toml", ".ipynb"}:
        raise SpecError(f"A report is a .toml spec or an .ipynb notebook (got {str(path)!r}).")
    if not path.is_file():
        raise SpecError(f"There is no file {str(path)!r}{_near(path)}")
    return (
        _from_spec(path.absolute()) if path.suffix == ".toml" else _from_notebook(path.absolute())
    )


def _from_notebook(path: Path) -> Job:
    name = re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_") or "notebook"
    node = notebooks.read(path)
    return Job(name, "", path, node, declarations.declared(node, path.name))


def _from_spec(path: Path) -> Job:
    if not NAME.fullmatch(path.stem):
        raise SpecError(
            f"A spec's file name is the report's name: small letters, digits, - and _ "
            f"(got {path.name!r})."
        )
    content = _read_toml(path)
    title, notebook, corpus = (_text(content, key, path) for key in KEYS[:3])
    target = path.parent / notebook
    if target.suffix != ".ipynb" or not target.is_file():
        raise SpecError(f"{path.name}: there is no notebook {notebook!r}{_near(target)}")
    node = notebooks.read(target)
    declared = declarations.declared(node, target.name)
    job = Job(path.stem, title, target.resolve(), node, declared)
    period = {key: _day(value) for key, value in _section(content, "period", path).items()}
    raw = {**_section(content, "parameters", path), **period, "corpus": corpus}
    where = f"{target.name} (used by {path.name})"
    return Job(*_head(job), _typed(job, raw, path.parent, where))


def _head(job: Job) -> tuple[str, str, Path, NotebookNode, tuple[Parameter, ...]]:
    return job.name, job.title, job.notebook, job.node, job.declared


def _typed(job: Job, raw: Mapping[str, object], base: Path, where: str) -> dict[str, Value]:
    typed = {}
    for name, value in raw.items():
        parameter = declarations.named(job.declared, name, where)
        plain = str(value) if isinstance(value, Path) else value
        typed[name] = declarations.absolute(
            parameter, declarations.checked(parameter, plain, where), base
        )
    return typed


def _read_toml(path: Path) -> dict[str, Any]:  # Any: what TOML holds
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SpecError(f"{path.name} is not TOML: {error}.") from None
    _only(content, KEYS, path.name)
    return content


def _section(content: Mapping[str, Any], key: str, path: Path) -> dict[str, Any]:  # Any: TOML
    section = content.get(key, {})
    if not isinstance(section, dict):
        raise SpecError(f"{path.name}: `{key}` is a table, [{key}] (got {section!r}).")
    if key == "period":
        _only(section, PERIOD_KEYS, f"[period] of {path.name}")
    return section


def _only(found: Iterable[str], allowed: tuple[str, ...], where: str) -> None:
    unknown = [key for key in found if key not in allowed]
    if unknown:
        near = get_close_matches(unknown[0], allowed, n=1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        raise SpecError(
            f"{where} has keys that mean nothing here: {listed(unknown)}; "
            f"those that do are {listed(allowed)}.{guess}"
        )


def _text(content: Mapping[str, object], key: str, path: Path) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value.strip():
        found = "it is missing" if value is None else f"got {value!r}"
        raise SpecError(f'{path.name}: `{key}` must be a text, as in {key} = "..." ({found}).')
    return value


def _day(value: object) -> object:
    return (
        value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value
    )


def _check_corpus(job: Job) -> None:
    corpus = job.given.get("corpus")
    if not isinstance(corpus, str) or "://" in corpus:
        return
    path = Path(corpus)
    try:
        found = path.exists() or any(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
    except (OSError, ValueError, NotImplementedError):
        found = False
    if not found:
        raise SpecError(f"There is no corpus at {corpus!r}{_near(path)}")


def _check_period(job: Job) -> None:
    ends = []
    for key in PERIOD_KEYS:
        value = job.values.get(key, "")
        if value in ("", None):
            continue
        if not isinstance(value, str) or not DAY.fullmatch(value) or not _is_day(value):
            raise SpecError(f"`{key}` must be a day, as in 2019-06-03 or 2019-06 (got {value!r}).")
        ends.append(value)
    if len(ends) == 2 and ends[0][: len(ends[1])] > ends[1]:
        raise SpecError(f"`since` ({ends[0]}) comes after `until` ({ends[1]}).")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _near(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"; there is no folder {str(folder)!r} either."
    names = sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
    alike = [name for name in names if Path(name).suffix == path.suffix]
    near = get_close_matches(path.name, alike or names, n=1)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return f"; its folder has {listed(alike or names)}.{guess}"
