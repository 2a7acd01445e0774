"""Code run in a process of its own: what can crash must not crash us."""

import os
import pathlib
import subprocess
import sys

TESTS = pathlib.Path(__file__).parents[1]
SOURCE = TESTS.parent / "src"
HEADER = """\
language = 1
[ruleset]
id = "test/limits"
edition = "1"
status = "template"
title = "Limits"
maximum = 100
"""
SCORING = f"""
import json, sys
from parrules.errors import RulesetError
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

text, facts = json.load(sys.stdin)
loaded = parse_ruleset({HEADER!r} + text, "limits.toml")
assert not loaded.problems, loaded.problems[0]
try:
    breakdown = Ruleset(loaded.scheme).evaluate(facts)
    print(breakdown.total)
except RulesetError as error:
    print(*sorted({{problem.code for problem in error.problems}}))
"""


def run(code: str, data: str = "") -> str:
    """Return what *code* prints; a crash or a hang fails the test."""
    paths = os.pathsep.join([str(SOURCE), str(TESTS)])
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=data,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stderr

    return done.stdout.strip()
