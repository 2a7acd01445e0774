"""A submission as an ``[[example]]`` that can be pasted into its ruleset."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from parrules.facts import Submission
from parrules.loading.writing import key_text, quoted
from parrules.plan.nodes import Plan
from parrules.points import plain


def example(
    plan: Plan,
    name: str,
    submission: Submission,
    expect: Mapping[str, object],
) -> str:
    """Return *submission* as TOML, with what is to come out.

    Args:
        plan: Of the ruleset; facts about the unit that it declares become
            facts of the example.
        name: Of the example.
        submission: Holds what the plan accepts.
        expect: As the ruleset format says: ``total``, ``problems``, codes.
    """
    declared = {source.name for source in plan.inputs}
    facts: dict[str, object] = {
        f"unit.{key}": text
        for key, text in submission.unit.items()
        if f"unit.{key}" in declared
    }
    facts.update(submission.facts)
    documents = submission.evidence
    evidence = [name for each in documents for name in each.supports]
    lines = [
        "[[example]]",
        f"name = {written(name)}",
        f"facts = {written(facts)}",
    ]
    if evidence:
        lines.append(f"evidence = {written(evidence)}")
    lines.append(f"expect = {written(expect)}")

    return "\n".join(lines) + "\n"


def written(value: object) -> str:
    """Return *value* as TOML writes it in one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | Decimal | Fraction):
        return plain(Fraction(value))
    if isinstance(value, Mapping):
        pairs = (
            f"{key_text(str(key))} = {written(of)}"
            for key, of in value.items()
        )
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(written, value))}]"

    return quoted(str(value))
