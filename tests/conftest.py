"""What holds for all tests: drawn cases are the same in every CI run."""

import os

import pytest
from hypothesis import settings

# Rulesets among the tests are samples, many of them broken on purpose.
collect_ignore_glob = ["*.toml"]

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

_MANY_TIMES = (
    "conformance/test_faults.py",
    "engines/test_agreement.py",
    "engines/test_differential.py",
    "engines/test_silence.py",
    "proving/test_soundness.py",
    "sensitivity/test_scorers.py",
    "tables/test_agreement.py",
    "tables/test_corpus.py",
    "tables/test_properties.py",
)
"""Tests that run for long what others run once: to measure coverage of them
as well takes minutes, and finds no line more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave coverage of what runs many times to the other tests."""
    for item in items:
        if item.path.as_posix().endswith(_MANY_TIMES):
            item.add_marker("no_cover")
