"""What draws tell as JSON: all that reports and programs read.

Amounts are texts, as in a breakdown, and exact.  What is an estimate stands
under ``statistics``, as binary numbers.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from parrules.breakdown.texts import titled
from parrules.model import Scheme, Title
from parrules.points import plain, published
from parrules.sensitivity.reads import Group
from parrules.sensitivity.results import (
    BlockSensitivity,
    Index,
    Sensitivity,
    UnitSensitivity,
)

Json = dict[str, Any]
SENSITIVITY: Final = "parrules/sensitivity/1"


def sensitivity_document(found: Sensitivity) -> Json:
    """Return *found* as JSON, by schema version 1."""
    scheme = found.scheme

    return {
        "schema": SENSITIVITY,
        "ruleset": {
            "id": scheme.id,
            "edition": scheme.edition,
            "status": scheme.status,
            **titled(scheme.title),
            "maximum": plain(scheme.maximum),
            "decimals": scheme.decimals,
        },
        "draws": found.draws,
        "seed": found.seed,
        "method": found.method,
        "level": found.level,
        "groups": [_group(each, scheme) for each in found.groups],
        "blocks": [_block(each, found) for each in found.blocks],
        "problems": [
            {
                "code": each.code,
                "severity": each.severity,
                "arguments": dict(each.arguments),
            }
            for each in found.problems
        ],
    }


def _group(group: Group, scheme: Scheme) -> Json:
    nodes = {node.code: node.title for node in scheme.nodes()}
    facts = {fact.name: fact.title for fact in scheme.facts}
    titles = {**nodes, **facts}

    return {
        "criteria": [
            {"code": code, **titled(nodes[code])} for code in group.codes
        ],
        "facts": [
            {"name": name, **titled(titles.get(name, Title()))}
            for name in group.facts
        ],
        "weights": [
            {"code": code, **titled(nodes[code])} for code in group.weights
        ],
    }


def _block(block: BlockSensitivity, found: Sensitivity) -> Json:
    return {
        "name": block.name,
        "size": sum(each.baseline.rank is not None for each in block.units),
        "statistics": {
            "shift": block.shift,
            "indices": _indices(block.indices),
        },
        "units": [_unit(each, found) for each in block.units],
    }


def _unit(each: UnitSensitivity, found: Sensitivity) -> Json:
    standing = each.baseline.standing

    return {
        "unit": standing.unit,
        "name": standing.name,
        "rank": each.baseline.rank,
        "total": _amount(standing.amount("total"), found.scheme),
        "drawn": list(each.drawn),
        "best": each.best,
        "worst": each.worst,
        "likely": None if each.likely is None else list(each.likely),
        "quantiles": {
            str(percent): _amount(total, found.scheme)
            for percent, total in each.quantiles.items()
        },
        "statistics": {
            "ranked": each.ranked,
            "changed": each.changed,
            "ranks": {
                str(place): share for place, share in each.ranks.items()
            },
            "above": dict(each.above),
            "indices": _indices(each.indices),
        },
    }


def _amount(exact: Fraction | None, scheme: Scheme) -> Json | None:
    """Write an amount as published, rounded once, and exactly."""
    if exact is None:
        return None

    return {
        "published": published(
            exact.numerator,
            exact.denominator,
            scheme.decimals,
            scheme.rounding,
        ),
        "exact": plain(exact),
    }


def _indices(indices: Sequence[Index | None]) -> list[Json | None]:
    """Write indices in the order of ``groups``."""
    return [None if each is None else attrs.asdict(each) for each in indices]
