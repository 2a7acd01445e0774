"""Modules and functions stay small enough to be read at once."""

import ast
import pathlib

import pytest

from cli.commands import ROOT

LINES = 400
"""Of a module."""

OF_CODE = 45
"""Of a function, its docstring left out."""

MODULES = sorted((ROOT / "src").rglob("*.py"))


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines *function* has beside its docstring."""
    first = function.body[0]
    has_text = isinstance(first, ast.Expr) and isinstance(
        first.value, ast.Constant
    )
    start = first.end_lineno if has_text else function.lineno

    return (function.end_lineno or 0) - (start or 0)


@pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: str(path.relative_to(ROOT / "src"))
)
def test_module_and_its_functions_are_short(module: pathlib.Path) -> None:
    """No module has over 400 lines, no function over 45 of code."""
    text = module.read_text(encoding="utf-8")
    long = [
        f"{node.name}: {code_lines(node)}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and code_lines(node) > OF_CODE
    ]
    if text.count("\n") > LINES:
        long.append(f"{module.name}: {text.count(chr(10))}")

    assert [] == long
