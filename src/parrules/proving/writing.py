"""A proof as JSON, and its facts as examples for a ruleset."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from parrules.errors import Language, Problem
from parrules.loading.writing import key_text, quoted, value_text
from parrules.messages import LANGUAGES, sentences
from parrules.points import plain
from parrules.proving.claims import (
    ANSWERS,
    KINDS,
    SCHEMA,
    Claim,
    Proof,
    Witness,
)
from parrules.proving.words import claim_text, detail_text

Json = dict[str, Any]


def proof_document(proof: Proof) -> Json:
    """Return *proof* as JSON of the schema ``parrules/proof/1``."""
    return {
        "schema": SCHEMA,
        "ruleset": proof.ruleset,
        "digest": dict(proof.digest),
        "holds": proof.holds,
        "counts": {
            kind: dict(counts) for kind, counts in proof.counts().items()
        },
        "claims": [_claim(claim) for claim in proof.claims],
        "problems": [_problem(problem) for problem in proof.problems],
    }


def refusal_document(name: str, problems: Iterable[Problem]) -> Json:
    """Return the document for a ruleset that cannot be proved.

    Args:
        name: As it was asked for.
        problems: Why it was refused.
    """
    return {
        "schema": SCHEMA,
        "ruleset": name,
        "digest": {"bytes": None, "meaning": None},
        "holds": False,
        "counts": {kind: dict.fromkeys(ANSWERS, 0) for kind in KINDS},
        "claims": [],
        "problems": [_problem(problem) for problem in problems],
    }


def _problem(problem: Problem) -> Json:
    place = problem.place
    said = {each: sentences(problem, each) for each in LANGUAGES}

    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "path": list(problem.path),
        **{
            part: {each: said[each][part] for each in LANGUAGES}
            for part in ("what", "why", "fix")
        },
    }


def _claim(claim: Claim) -> Json:
    return {
        "id": claim.id,
        "kind": claim.kind,
        "about": claim.about,
        "answer": claim.answer,
        "acknowledged": claim.acknowledged,
        "code": claim.code,
        "path": list(claim.path),
        "claim": {each: claim_text(claim, each) for each in LANGUAGES},
        "detail": claim.detail,
        "why": {each: detail_text(claim, each) for each in LANGUAGES},
        "facts": _facts(claim.witness),
        "raised": _facts(claim.raised),
    }


def _facts(witness: Witness | None) -> Json | None:
    if witness is None:
        return None

    return {
        "facts": {
            name: _as_json(value) for name, value in witness.facts.items()
        },
        "evidence": list(witness.evidence),
        "points": dict(witness.points),
        "total": witness.total,
    }


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime.date):
        return value.isoformat()

    return value


# -- examples ----------------------------------------------------------------


def examples_toml(proof: Proof, language: Language) -> str:
    """Return the facts of all broken claims, ready to paste into a ruleset.

    What is expected is what came out: whoever mends the ruleset changes it
    to what should.
    """
    broken = (claim_toml(claim, language) for claim in proof.broken)

    return "\n".join(text for text in broken if text)


def claim_toml(claim: Claim, language: Language) -> str:
    """Return the facts of one claim as examples; empty where it has none."""
    name = f"{claim.about}: {detail_text(claim, language)}"
    first, second = claim.witness, claim.raised
    grades = {each.grade for each in (first, second) if each is not None}
    parts = []
    for witness, mark in ((first, ""), (second, " (+)")):
        if witness is not None:
            grade = witness.grade if len(grades) > 1 else None
            parts.append("\n".join(_example(f"{name}{mark}", witness, grade)))

    return "\n\n".join(parts) + "\n" if parts else ""


def _example(name: str, witness: Witness, grade: str | None) -> Iterator[str]:
    yield "[[example]]"
    yield f"name     = {quoted(name)}"
    yield f"facts    = {_table(witness.facts)}"
    if witness.evidence:
        yield f"evidence = {value_text(list(witness.evidence))}"
    yield f"expect   = {_expected(witness, grade)}"


def _expected(witness: Witness, grade: str | None) -> str:
    parts = []
    if witness.total is not None:
        parts.append(f"total = {witness.total}")
    if grade is not None:
        parts.append(f"grade = {quoted(grade)}")
    for code, points in witness.points.items():
        row = f"points = {points}"
        if code in witness.rules:
            row += f", rule = {quoted(witness.rules[code])}"
        parts.append(f"{quoted(code)} = {{ {row} }}")
    if not parts:
        parts.append(f"complete = {value_text(witness.complete)}")

    return f"{{ {', '.join(parts)} }}"


def _table(facts: Mapping[str, object]) -> str:
    rows = (
        f"{key_text(name)} = {value_text(value)}"
        for name, value in facts.items()
    )

    return f"{{ {', '.join(rows)} }}" if facts else "{}"
