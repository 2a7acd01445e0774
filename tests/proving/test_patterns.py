"""Every pattern of docs/patterns.md, proved: what is broken, and by what."""

import functools
import pathlib
from collections.abc import Mapping

import pytest
import tomli

from conformance.corpus import FOLDER, HEADER, made
from parrules.examples import run_examples
from parrules.library import load, rulesets
from parrules.loading import parse_ruleset
from parrules.proving.claims import Proof
from parrules.proving.prover import prove
from parrules.proving.writing import examples_toml
from parrules.ruleset import Ruleset

PATTERNS: Mapping[str, str] = tomli.loads(
    (FOLDER / "patterns.toml").read_text("utf-8")
)["ruleset"]
BUNDLED = {each.name: each.path for each in rulesets()}
BROKEN = {
    "P5": ["gap:1"],
    "P27": ["bounds:total"],
    "P28": ["bounds:total"],
    "P30": ["bounds:total"],
    "P34": ["bounds:total"],
}
"""A table that is silent on what is late; totals that nothing ends."""

DEFECTIVE = [name for name in BUNDLED if name.startswith("vn/brvt/")]
"""Real tables, whose defects are acknowledged; templates have none."""


def text_of(name: str) -> str:
    """Return the text of a pattern or a bundled ruleset."""
    if name in BUNDLED:
        return pathlib.Path(BUNDLED[name]).read_text("utf-8")
    text = PATTERNS[name]

    return text if "[ruleset]" in text else HEADER + text


@functools.cache
def proof_of(name: str) -> Proof:
    """Return the proof of a pattern or a bundled ruleset."""
    return prove(load(name) if name in BUNDLED else made(PATTERNS[name]))


@pytest.mark.parametrize("name", [*PATTERNS, *BUNDLED])
def test_nothing_is_left_open(name: str) -> None:
    """All claims are decided."""
    assert [] == [claim.id for claim in proof_of(name).undecided]


@pytest.mark.parametrize("name", [*PATTERNS, *BUNDLED])
def test_what_is_broken_is_known(name: str) -> None:
    """Nothing else is, but for what the author has acknowledged."""
    broken = [claim.id for claim in proof_of(name).claims if claim.is_bad]
    known = [claim.id for claim in proof_of(name).broken]
    expected = BROKEN.get(name, [])

    assert expected in (broken, known)


@pytest.mark.parametrize("name", [*BROKEN, *DEFECTIVE])
def test_facts_that_break_it_can_be_pasted(name: str) -> None:
    """As examples of the ruleset they come to what they say."""
    written = examples_toml(proof_of(name), "vi")
    loaded = parse_ruleset(f"{text_of(name)}\n{written}", "pasted.toml")
    assert loaded.scheme is not None
    results = run_examples(Ruleset(loaded.scheme))

    assert "[[example]]" in written
    assert [] == [each for each in results if each.differences]
