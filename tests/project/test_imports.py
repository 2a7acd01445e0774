"""The floors of the house: a room imports only from rooms below it."""

import ast
import graphlib
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping

import pytest

ROOT = pathlib.Path(__file__).parents[2]
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "parrules"

ROOMS = (
    "records",
    "errors",
    "usage",
    "messages",
    "points",
    "expression",
    "model",
    "facts",
    "plan",
    "outcome",
    "scoring",
    "reporting",
    "breakdown",
    "cohort",
    "loading",
    "survey",
    "checking",
    "engines",
    "tables",
    "ruleset",
    "proving",
    "library",
    "examples",
    "coverage",
    "mutation",
    "testing",
    "composite",
    "assessment",
    "sensitivity",
    "cli",
    "__main__",
)
"""From the ground up; the facade, ``parrules`` itself, stands outside."""

READ_BY_PEOPLE = {
    ("errors", "messages"),
    ("breakdown", "reporting"),
    ("cohort", "reporting"),
}
"""Rooms whose sentences and tables are imported when somebody reads them."""

HEAVY = (
    "attrs",
    "cattrs",
    "durable_rules_engine",
    "hypothesis",
    "duckdb",
    "fastexcel",
    "narwhals",
    "pandas",
    "numpy",
    "polars",
    "pyarrow",
    "pyspark",
    "rich",
    "scipy",
    "statsmodels",
    "tomli",
    "tree_sitter",
    "tree_sitter_toml",
    "typer",
    "z3",
)
FOR_PEOPLE = (
    "hypothesis",
    "narwhals",
    "polars",
    "parrules.breakdown.shape",
    "parrules.checking.sketching",
    "parrules.cli",
    "parrules.messages",
    "parrules.plan.phrases",
    "parrules.proving",
    "parrules.reporting",
    "parrules.tables",
    "rich",
    "tree_sitter",
    "tree_sitter_toml",
    "typer",
)

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(
        ".__init__"
    ): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
INNER = tuple(name for name in MODULES if name != "parrules")


def room_of(module: str) -> str:
    """Return the room of a module: ``plan`` of ``parrules.plan.nodes``."""
    return module.split(".")[1]


def tree_of(module: str) -> ast.Module:
    """Return the syntax tree of *module*."""
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imported_by(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Yield the modules of this package that import statements name."""
    for node in nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            inner = (f"{node.module}.{alias.name}" for alias in node.names)
            names = [
                name if name in MODULES else str(node.module) for name in inner
            ]
        else:
            continue
        yield from (name for name in names if name.startswith("parrules"))


def inside_functions(tree: ast.Module) -> set[ast.AST]:
    """Return all nodes that run only when a function is called."""
    return {
        below
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for below in ast.walk(node)
    }


def imported_at_once(module: str) -> set[str]:
    """Return what a module imports when it is imported."""
    tree = tree_of(module)
    later = inside_functions(tree)

    return set(
        imported_by(node for node in ast.walk(tree) if node not in later)
    )


def imported_later(module: str) -> set[str]:
    """Return what functions of a module import."""
    return set(imported_by(iter(inside_functions(tree_of(module)))))


def called(module: str) -> set[str]:
    """Return the plain names of the functions that a module calls."""
    return {
        node.func.id
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def caught(module: str) -> Iterator[str]:
    """Yield the names of the errors that a module catches; "" for all."""
    for node in ast.walk(tree_of(module)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        types = (
            node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        )
        yield from (
            "" if each is None else ast.unparse(each) for each in types
        )


def imported_after(program: str) -> set[str]:
    """Return the modules that a new Python holds after *program*."""
    shown = "\nimport sys; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program + shown],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    return set(result.stdout.split())


def test_every_room_has_its_floor() -> None:
    """No room stands outside the list, and the list names no other."""
    rooms = {room_of(module) for module in INNER}

    assert set(ROOMS) == rooms


def test_the_documentation_lists_the_floors() -> None:
    """Readers see the rooms in the order that is held here."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\|[^|]*\| `(\w+)` \|", page, re.MULTILINE)

    assert list(ROOMS[:-1]) == listed


@pytest.mark.parametrize("module", INNER)
def test_a_room_imports_only_from_below(module: str) -> None:
    """Imports at the top of a module go down, or stay in its room."""
    floor = ROOMS.index(room_of(module))
    above = {
        name
        for name in imported_at_once(module)
        if name == "parrules" or ROOMS.index(room_of(name)) > floor
    }

    assert set() == above


@pytest.mark.parametrize("module", INNER)
def test_functions_import_only_what_people_read(module: str) -> None:
    """What is imported later is the heavy, lower, or meant for people."""
    floor = ROOMS.index(room_of(module))
    strange = {
        name
        for name in imported_later(module)
        if ROOMS.index(room_of(name)) > floor
        and (room_of(module), room_of(name)) not in READ_BY_PEOPLE
    }

    assert set() == strange


def test_no_module_imports_itself_by_way_of_others() -> None:
    """The graph of imports has no cycle, within rooms neither."""
    graph: Mapping[str, set[str]] = {
        module: imported_at_once(module) - {module} for module in INNER
    }

    order = tuple(graphlib.TopologicalSorter(graph).static_order())

    assert set(INNER) <= set(order)


def test_importing_the_package_imports_nothing_heavy() -> None:
    """The facade imports names when they are used."""
    modules = imported_after("import parrules")

    assert set() == modules & {"attr", *HEAVY}
    assert {"parrules"} == {m for m in modules if m.startswith("parrules")}


def test_scoring_imports_nothing_that_people_read() -> None:
    """A service that scores pays for no sentences and no tables."""
    modules = imported_after(
        "import parrules\n"
        "ruleset = parrules.load('vn/brvt/police-district@2024')\n"
        "print(ruleset.evaluate({}).total)"
    )

    assert {"durable_rules_engine"} <= modules
    assert set() == modules & set(FOR_PEOPLE)


def test_durable_rules_has_one_door() -> None:
    """Only one room names the C module, which is unsafe when used freely."""
    naming = {
        room_of(module)
        for module, path in MODULES.items()
        if "durable_rules_engine" in path.read_text(encoding="utf-8")
    }

    assert {"engines"} == naming


@pytest.mark.parametrize("module", MODULES)
def test_no_floats_and_no_code_from_text(module: str) -> None:
    """Points are exact, and no text of a file is ever run.

    One module runs what the library itself has written; that it holds no
    text of a file is proved in ``tests/engines/test_compiled.py``.
    """
    refused = {"float", "eval", "exec", "compile"}
    if module == "parrules.engines.compiled.source":
        refused -= {"exec", "compile"}

    assert set() == called(module) & refused


@pytest.mark.parametrize("module", MODULES)
def test_no_error_is_caught_blindly(module: str) -> None:
    """What is caught has a name: a defect of ours must not look like one."""
    assert set() == set(caught(module)) & {"", "Exception"}
