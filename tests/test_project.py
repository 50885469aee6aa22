"""The house: its floors, its face, its papers. Broken rules are named by file and line."""

import ast
import importlib
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import analysis

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "analysis"
LINES = 300  # of a module: above, it is two

# Imports go to lower floors only; what stands on one floor does not import its neighbours.
FLOORS: list[set[str]] = [
    {"arrow", "columns", "errors", "html"},
    {"stats", "periods"},
    {"text"},
    {"corpus", "lexicons"},
    {"measures"},
    {"trends", "cluster"},
    {"studies"},
    {"charts"},
    {"reporting"},
    {"explore"},
    {"cli"},
    {"__main__"},
    {"__init__"},
]
# These may import inside functions.
LAZY = {"analysis", "analysis.reporting", "analysis.cli", "analysis.cluster.clients"}
ONLY_IN = {
    "matplotlib": "charts", "papermill": "reporting", "nbconvert": "reporting",
    "nbclient": "reporting", "ipywidgets": "explore", "deltalake": "corpus",
    "dask": "cluster", "distributed": "cluster",
}  # fmt: skip
FACE = [
    "Corpus", "Lexicon", "Tokens", "brief", "bursts", "changes", "charts", "cluster",
    "collocations", "concordance", "dispersion", "doubts", "frequency", "indices", "keyness",
    "lexicons", "movers", "network", "outside", "reading", "reporting", "robust", "stats", "terms",
    "tone", "trends", "why", "wordshift",
]  # fmt: skip
HEAVY = ["pandas", "numpy", "scipy", "matplotlib", "nltk", "IPython", "papermill", "nbconvert"]

# Public functions without an example, and why one would not help.
FILES = "it reads files, which an example does not have"
KERNEL = "it runs a notebook in a kernel"
CORPUS = "an example would only count a corpus of three; the class and its tests show it"
LONG = "its table needs more documents than an example can hold; the notebooks show it"
SHOWN = "what it gives is HTML for a page"
NO_EXAMPLE = {
    **dict.fromkeys(["Corpus.read", "brief.collect", "brief.marks"], FILES),
    **dict.fromkeys(
        [f"Corpus.{name}" for name in (
            "between", "where", "matching", "without", "group_stories", "stories", "profile",
            "freshness",
        )],
        CORPUS,
    ),
    "Lexicon.cut": "the class shows it",
    **dict.fromkeys(["brief.latest", "brief.presence", "brief.topic_of"], "one call of another"),
    **dict.fromkeys(
        ["brief.dumbbell", "brief.sources", "brief.strips",
         "doubts.table", "doubts.late_arrivals", "outside.granger", "outside.relate",
         "reading.articles", "tone.contributions", "trends.seasonal"],
        LONG,
    ),
    **dict.fromkeys(["reporting.assignments", "reporting.render"], KERNEL),
    **dict.fromkeys(["reporting.evidence", "reporting.heading", "reporting.results"], SHOWN),
    "reporting.finding": "it records and shows nothing",
}  # fmt: skip


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def for_types_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def statements(node: ast.AST, *, inside: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    """Every import, and whether it stands inside a function; those for types only left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, inside
        elif not (isinstance(child, ast.stmt) and for_types_only(child)):
            nested = inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from statements(child, inside=nested)


def imported(node: ast.stmt) -> list[str]:
    """The modules that an import statement names, ours down to the module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert isinstance(node, ast.ImportFrom)
    home = node.module or ""
    inner = [f"{home}.{alias.name}" for alias in node.names]
    return [name if name in MODULES else home for name in inner]


def imports(name: str) -> list[str]:
    return [found for node, _ in statements(tree(name)) for found in imported(node)]


def ours(name: str) -> bool:
    return name == "analysis" or name.startswith("analysis.")


def room(name: str) -> str:
    """The folder or module of the first level that a module belongs to."""
    return name.split(".")[1] if "." in name else "__init__"


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room(name) in rooms)


def test_every_module_stands_on_a_floor() -> None:
    rooms = set().union(*FLOORS)
    assert {name for name in MODULES if room(name) not in rooms} == set()


def test_imports_only_go_down() -> None:
    up = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imports(name)
        if ours(other) and room(other) != room(name) and floor(other) >= floor(name)
    ]
    assert up == []


def test_a_type_only_import_goes_down_too() -> None:
    up = [
        f"{name} imports {other}"
        for name in MODULES
        for part in ast.walk(tree(name))
        if isinstance(part, ast.If) and for_types_only(part)
        for node in part.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for other in imported(node)
        if ours(other) and room(other) != room(name) and floor(other) >= floor(name)
    ]
    assert up == []


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: {other for other in imports(name) if ours(other)} for name in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(MODULES)


def test_no_import_is_relative_or_starred() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name in MODULES
        for node, _ in statements(tree(name))
        if isinstance(node, ast.ImportFrom) and (node.level or node.names[0].name == "*")
    ]
    assert found == []


def test_no_import_stands_inside_a_function_but_in_the_lazy_faces() -> None:
    hidden = [
        f"{name}:{node.lineno}"
        for name in MODULES
        for node, inside in statements(tree(name))
        if inside and name not in LAZY
    ]
    called = [
        f"{name}:{node.lineno}"
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"import_module", "__import__"}
        and name not in LAZY
    ]
    assert hidden + called == []


def test_each_engine_is_known_in_one_folder() -> None:
    strays = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imports(name)
        if ONLY_IN.get(other.partition(".")[0], room(name)) != room(name)
    ]
    assert strays == []
    assert not any("pyplot" in other for name in MODULES for other in imports(name))
    known = {other.partition(".")[0] for name in MODULES for other in imports(name)}
    assert {"matplotlib", "papermill", "nbconvert"} <= known


def test_no_module_has_more_than_300_lines() -> None:
    sizes = {name: len(path.read_text().splitlines()) for name, path in MODULES.items()}
    assert {name: size for name, size in sizes.items() if size > LINES} == {}


def test_the_face_is_exactly_what_it_says() -> None:
    assert sorted(analysis.__all__) == FACE
    assert dir(analysis) == sorted([*FACE, "__version__"])
    for name in FACE:
        assert getattr(analysis, name) is not None
    with pytest.raises(AttributeError) as error:
        _ = analysis.sentiment
    assert str(error.value) == (
        f"module 'analysis' has no name 'sentiment'; it has {', '.join(analysis.__all__)}"
    )
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert analysis.__version__ == said


@pytest.mark.parametrize("package", ["analysis", "analysis.reporting"])
def test_a_lazy_face_names_for_types_what_it_loads(package: str) -> None:
    node = next(part for part in tree(package).body if for_types_only(part))
    assert isinstance(node, ast.If)
    names = {alias.name for part in node.body for alias in getattr(part, "names", ())}
    assert names == set(importlib.import_module(package).__all__)


def test_importing_loads_nothing_heavy_until_a_name_is_used() -> None:
    code = (
        "import sys, json; before = set(sys.modules); import analysis;"
        f" heavy = {HEAVY!r};"
        " first = [name for name in heavy if name in sys.modules]; new = set(sys.modules) - before;"
        " analysis.Corpus; then = [name for name in heavy if name in sys.modules];"
        " print(json.dumps([first, len(new), then]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    first, n_new, then = json.loads(ran.stdout)
    assert first == []
    assert n_new < 40
    assert "pandas" in then
    assert "matplotlib" not in then


def public() -> Iterator[tuple[str, FunctionType]]:
    """The functions and methods that a notebook can reach through the face."""
    for name in analysis.__all__:
        thing = getattr(analysis, name)
        if isinstance(thing, type):
            yield from methods(f"analysis.{name}", thing)
        elif isinstance(thing, ModuleType):
            for inner in getattr(thing, "__all__", None) or dir(thing):
                held = getattr(thing, inner)
                own = getattr(held, "__module__", "").startswith(thing.__name__)
                if own and isinstance(held, FunctionType) and not inner.startswith("_"):
                    yield f"analysis.{name}.{inner}", held


def methods(name: str, kind: type) -> Iterator[tuple[str, FunctionType]]:
    for inner, held in vars(kind).items():
        function = getattr(held, "__func__", held)
        if isinstance(function, FunctionType) and not inner.startswith("_"):
            yield f"{name}.{inner}", function


PUBLIC = dict(public())


def test_every_public_function_says_what_comes_back() -> None:
    mute = [name for name, function in PUBLIC.items() if not inspect.getdoc(function)]
    assert mute == []
    ends = {
        name: (inspect.getdoc(function) or "").partition("\n")[0]
        for name, function in PUBLIC.items()
    }
    assert {name for name, line in ends.items() if not line.endswith((".", ".)"))} == set()
    assert len(PUBLIC) > 30


def test_every_public_function_has_an_example_or_a_reason() -> None:
    without = {
        name.removeprefix("analysis.")
        for name, function in PUBLIC.items()
        if ">>>" not in (inspect.getdoc(function) or "")
    }
    assert without - set(NO_EXAMPLE) == set()
    assert set(NO_EXAMPLE) - without == set(), "these have an example now: leave them out here"


def project() -> dict[str, object]:
    said: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return said


def wanted() -> list[Requirement]:
    about = project()
    extra = about["optional-dependencies"]
    assert isinstance(extra, dict)
    listed = [*about["dependencies"], *extra["dev"]]  # type: ignore[misc]
    return [Requirement(line) for line in listed]


def locked() -> dict[str, list[tuple[Requirement, int]]]:
    """The entries of requirements.lock by name, each with its number of hashes."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, list[tuple[Requirement, int]]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            entry, *hashes = line.split(" --hash=")
            pinned = Requirement(entry.strip())
            found.setdefault(canonicalize_name(pinned.name), []).append((pinned, len(hashes)))
    return found


PYTHONS = ["3.11", "3.12", "3.13"]


def test_everything_locked_is_pinned_and_hashed() -> None:
    loose = [
        str(pin)
        for pins in locked().values()
        for pin, n_hashes in pins
        if not n_hashes or [part.operator for part in pin.specifier] != ["=="]
    ]
    assert loose == []


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_gives_every_dependency_a_version_that_fits(python: str) -> None:
    lock = locked()
    where = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
    }
    misfits = []
    for asked in wanted():
        pins = [
            pin
            for pin, _ in lock.get(canonicalize_name(asked.name), [])
            if pin.marker is None or pin.marker.evaluate(where)
        ]
        versions = [Version(next(iter(pin.specifier)).version) for pin in pins]
        if len(versions) != 1 or versions[0] not in asked.specifier:
            misfits.append(f"{asked} (locked: {', '.join(map(str, versions)) or 'nothing'})")
    assert misfits == []


def test_what_builds_the_package_is_locked_too() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert {Requirement(line).name for line in said} <= {asked.name for asked in wanted()}


def test_the_conda_environment_holds_python_pip_and_the_lock() -> None:
    said = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert said == {
        "name": "pressgauge",
        "channels": ["conda-forge"],
        "dependencies": [
            f"python {project()['requires-python']}",
            "pip",
            {"pip": ["--require-hashes", "-r requirements.lock"]},
        ],
    }


def test_the_pythons_named_are_those_that_are_required() -> None:
    about = project()
    classifiers = about["classifiers"]
    assert isinstance(classifiers, list)
    named = [line.rpartition(" ")[2] for line in classifiers if "Python :: 3." in line]
    asked = Requirement(f"python{about['requires-python']}").specifier
    fits = [f"3.{minor}" for minor in range(8, 20) if f"3.{minor}" in asked]
    assert named == PYTHONS == fits


def kept() -> Iterator[tuple[Path, str]]:
    """The text of every file that belongs to the project."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what belongs to the project is unknown")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


# Put together here, so that this file does not hold what it looks for.
REGISTRY = re.compile(
    "|".join(["pypi" + r"\.", "python" + "hosted", "/sim" + "ple/", "npm" + "js"])
)
HERE = [str(path) for path in (ROOT, Path.home()) if len(path.parts) > 1]
MACHINE = re.compile("|".join(rf"(?<![\w.]){re.escape(path)}(?![\w-])" for path in HERE))


@pytest.mark.parametrize(("what", "pattern"), [("registry", REGISTRY), ("machine", MACHINE)])
def test_no_file_names_a_registry_or_this_machine(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in kept()
        for match in pattern.finditer(text)
    ]
    assert found == [], what


def test_the_pages_name_only_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == targets
    named = {
        (path.name, target)
        for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "data" / "README.md"]
        if path.exists()
        for target in re.findall(r"(?:`|^)make ([a-z][a-z-]+)", path.read_text(), re.MULTILINE)
    }
    assert {pair for pair in named if pair[1] not in targets} == set()
