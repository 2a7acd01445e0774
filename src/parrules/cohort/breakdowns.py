"""What is compared of a unit, taken from its breakdown."""

import functools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from parrules.breakdown.views import Breakdown
from parrules.cohort.grading import is_named_unranked, key_of
from parrules.cohort.standings import Standing
from parrules.cohort.unheld import dropped_of
from parrules.model import CHANNEL, FACT, Ranking, Scheme
from parrules.usage import hold_text, look_for

_SUMS = ("base", "bonus", "penalty")


def standing_of(
    breakdown: Breakdown,
    scheme: Scheme,
    *,
    unit: str = "",
    block: str = "",
    facts: Mapping[str, Fraction | None] | None = None,
) -> Standing:
    """Return what is compared of one unit.

    Args:
        breakdown: Of a submission to *scheme*.
        scheme: Its ``[ranking]`` says which units are ranked, and in which
            blocks.
        unit: Its name among all units; else the ``id`` or ``name`` of the
            unit in the submission.
        block: Its block; else what the submission says of the unit under
            the name that ``within`` gives.
        facts: Values by name of the facts that decide between equals;
            `parrules.Ruleset.standing` knows them.
    """
    look_for("summary", "breakdown", breakdown, "Breakdown")
    look_for("ranking", "scheme", scheme, "Scheme")
    hold_text("unit", unit)
    hold_text("block", block)
    ranking = scheme.ranking or Ranking()
    summary = breakdown.summary
    known: Mapping[str, str] = summary["unit"]
    sums = dict(_sums(summary))
    parts = dict(_parts(breakdown, scheme, summary))
    values = {
        f"{FACT}{name}": each
        for name, each in (facts or {}).items()
        if each is not None
    }

    return Standing(
        unit=unit or known.get("id") or known.get("name", ""),
        name=known.get("name", ""),
        block=block or known.get(key_of(ranking.within or ""), ""),
        grade=breakdown.grade,
        total=breakdown.total_exact,
        amounts={
            **sums,
            **{name: earned for name, (earned, _) in parts.items()},
            **values,
        },
        maxima={
            "total": scheme.maximum,
            **{name: maximum for name, (_, maximum) in parts.items()},
        },
        dropped=dropped_of(breakdown, scheme),
        period=summary["period"],
        is_ranked=not is_named_unranked(ranking, known),
        is_complete=breakdown.complete,
    )


def _sums(
    summary: Mapping[str, Mapping[str, Mapping[str, str]]],
) -> Iterator[tuple[str, Fraction]]:
    for name in _SUMS:
        part = summary[name]
        exact = part["exact"] if part else {"numerator": 0, "denominator": 1}
        yield (
            name,
            Fraction(int(exact["numerator"]), int(exact["denominator"])),
        )


def _parts(
    breakdown: Breakdown,
    scheme: Scheme,
    summary: Mapping[str, list[Mapping[str, str]]],
) -> Iterator[tuple[str, tuple[Fraction, Fraction]]]:
    """Yield points and applicable maximum of nodes and channels by name."""
    for node in scheme.nodes():
        found = breakdown[node.code]
        yield node.code, (_exact(found.points), _exact(found.applicable))
    for channel in summary["channels"]:
        yield (
            f"{CHANNEL}{channel['id']}",
            (_exact(channel["points"]), _exact(channel["applicable"])),
        )


@functools.lru_cache(maxsize=4096)
def _exact(points: Decimal | str) -> Fraction:
    """Return *points*, of which units mostly have the same few."""
    return Fraction(points)
