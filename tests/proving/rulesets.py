"""Small rulesets for the tests of `parrules.proving`, and their proofs."""

import functools

from parrules.loading import parse_ruleset
from parrules.proving.claims import Claim, Proof
from parrules.proving.prover import prove
from parrules.ruleset import Ruleset

HEAD = """
language = 1
[ruleset]
id = "test"
edition = "1"
status = "template"
title = "Thử"
source = "Quyết định 1"
maximum = 10
"""


def compiled(text: str) -> Ruleset:
    """Return the ruleset of *text*, whatever the checks find in it.

    The heading is put before it.
    """
    loaded = parse_ruleset(HEAD + text, "test.toml")
    assert not loaded.problems, "\n".join(map(str, loaded.problems))
    assert loaded.scheme is not None

    return Ruleset(loaded.scheme)


def leaf(row: str, facts: str = "", rest: str = "") -> str:
    """Return the text of a ruleset with one leaf of 10 points, ``1.1``."""
    return f"""
{rest}
[fact]
{facts}
[criteria]
"1" = {{ maximum = 10 }}
"1.1" = {{ maximum = 10, {row} }}
"""


@functools.cache
def proved(text: str) -> Proof:
    """Return the proof of a ruleset."""
    return prove(compiled(text))


def claim_of(text: str, identity: str) -> Claim:
    """Return one claim about a ruleset."""
    return proved(text)[identity]
