"""Rankings and comparisons as JSON: all that reports and programs read.

Numbers that count are texts, as in a breakdown; what has no end as a
decimal is a quotient such as ``"200/3"``.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

import attrs

from parrules.breakdown.texts import titled
from parrules.cohort.changes import BlockChange, Change, UnitChange
from parrules.cohort.comparing import Comparison
from parrules.cohort.frameworks import Framework, areas_of
from parrules.cohort.losses import Loss, losses_of
from parrules.cohort.ranks import Block, Cohort, Ranked
from parrules.cohort.spread import Spread
from parrules.model import CHANNEL, FACT, Ranking, Title
from parrules.points import plain, published

Json = dict[str, Any]
RANKING: Final = "parrules/ranking/1"
COMPARISON: Final = "parrules/comparison/1"
TOP: Final = 5
"""Leaves in each list of gains, losses and lost points."""


class _Writer:
    """Writes what is said of one edition."""

    def __init__(self, scheme: Framework) -> None:
        self.scheme = scheme
        self._titles: Mapping[str, Title] = {
            node.code: node.title for node in scheme.nodes()
        }
        self._grades = {grade.id: grade.title for grade in scheme.grades}
        self._channels = {
            channel.id: channel.title for channel in scheme.channels
        }

    def head(self) -> Json:
        scheme = self.scheme
        return {
            "kind": scheme.kind,
            "id": scheme.id,
            "edition": scheme.edition,
            "status": scheme.status,
            **titled(scheme.title),
            "maximum": None
            if scheme.maximum is None
            else plain(scheme.maximum),
            "relative": scheme.is_relative,
            "decimals": scheme.decimals,
        }

    def amount(self, exact: Fraction | None) -> Json | None:
        """Write an amount as published, rounded once, and exactly."""
        if exact is None:
            return None

        return {
            "published": published(
                exact.numerator,
                exact.denominator,
                self.scheme.decimals,
                self.scheme.rounding,
            ),
            "exact": plain(exact),
        }

    def title(self, code: str) -> dict[str, str]:
        return titled(self._titles.get(code, Title()))

    def channel(self, name: str) -> dict[str, str]:
        return titled(self._channels[name])

    def compared(self, name: str) -> Json:
        """Write what units are compared by; what needs none has no title."""
        facts = {
            f"{FACT}{fact.name}": fact.title for fact in self.scheme.facts
        }
        channels = {
            f"{CHANNEL}{key}": title for key, title in self._channels.items()
        }
        titles = {**self._titles, **facts, **channels}

        return {"name": name, **titled(titles.get(name, Title()))}

    def grade(self, grade: str | None) -> Json | None:
        if grade is None:
            return None

        return {"id": grade, **titled(self._grades[grade])}

    def part(self, each: Ranked, name: str) -> Json:
        """Write what a unit has of an area or a channel."""
        is_channel = name.startswith(CHANNEL)
        key = name.removeprefix(CHANNEL)

        return {
            "id" if is_channel else "code": key,
            **(self.channel(key) if is_channel else self.title(key)),
            "points": _text(each.standing.amount(name)),
            "maximum": _text(each.standing.maximum(name)),
            "rank": each.ranks.get(name),
        }


# -- rankings ----------------------------------------------------------------


def ranking_document(
    cohort: Cohort, comparison: Comparison | None = None
) -> Json:
    """Return a ranking as JSON, by schema version 1.

    Args:
        cohort: The units.
        comparison: With the year before, where there is one.
    """
    writer = _Writer(cohort.scheme)
    ranking = cohort.scheme.ranking or Ranking()
    blocks = (
        {each.name: each for each in comparison.blocks} if comparison else {}
    )
    names = dict.fromkeys((*(each.name for each in cohort.blocks), *blocks))

    return {
        "schema": RANKING,
        "ruleset": writer.head(),
        "since": _Writer(comparison.before).head() if comparison else None,
        "within": ranking.within,
        "ties": ranking.ties,
        "order": [writer.compared(name) for name in ranking.order],
        "grades": [
            {"id": grade.id, **titled(grade.title)}
            for grade in cohort.scheme.grades
        ],
        "blocks": [
            _block(cohort.block(name), writer, blocks.get(name))
            for name in names
        ],
    }


def _block(block: Block, writer: _Writer, change: BlockChange | None) -> Json:
    changes = (
        {each.standing.unit: each for each in change.units} if change else {}
    )
    lost = losses_of(
        writer.scheme, [each.standing for each in block.units], TOP
    )

    return {
        "name": block.name,
        "size": len(block.units),
        "spread": _spread(block.spread, writer),
        "units": [
            _unit(each, writer, changes.get(each.unit)) for each in block
        ],
        "missing": [
            _missing(each, writer)
            for each in (change.units if change else ())
            if each.presence == "missing"
        ],
        "lost": [_loss(each, writer) for each in lost],
        "last_year": _block_change(change, writer) if change else None,
    }


def _unit(each: Ranked, writer: _Writer, change: UnitChange | None) -> Json:
    standing, placement = each.standing, each.placement
    scheme = writer.scheme

    return {
        "unit": standing.unit,
        "name": standing.name,
        "rank": each.rank,
        "shares_with": list(each.shares_with),
        "decided_by": each.decided_by,
        "unranked": each.unranked,
        "complete": standing.is_complete,
        "absent": list(standing.absent),
        "reasons": dict(standing.reasons),
        "treated": [
            {"code": code, "changes": list(changes)}
            for code, changes in standing.treated.items()
        ],
        "outlier": each.is_outlier,
        "total": writer.amount(standing.amount("total")),
        "grade": writer.grade(placement.grade),
        "reached": writer.grade(standing.grade),
        "demotions": [
            {
                name: plain(value) if name == "share" else value
                for name, value in attrs.asdict(demotion).items()
            }
            for demotion in placement.demotions
        ],
        "areas": [writer.part(each, area.code) for area in areas_of(scheme)],
        "channels": [
            writer.part(each, f"{CHANNEL}{channel.id}")
            for channel in scheme.channels
        ],
        "lost": [
            _loss(one, writer) for one in losses_of(scheme, [standing], TOP)
        ],
        "last_year": _unit_change(change, writer) if change else None,
    }


def _spread(spread: Spread | None, writer: _Writer) -> Json | None:
    if spread is None:
        return None

    return {
        name: value if name == "count" else writer.amount(value)
        for name, value in attrs.asdict(spread).items()
    }


def _loss(loss: Loss, writer: _Writer) -> Json:
    return {
        "code": loss.code,
        **writer.title(loss.code),
        "points": plain(loss.points),
        "maximum": plain(loss.maximum),
        "lost": plain(loss.lost),
        "counted": plain(loss.counted),
        "units": loss.units,
        "of": loss.of,
    }


def _missing(each: UnitChange, writer: _Writer) -> Json:
    assert each.before is not None

    return {
        "unit": each.standing.unit,
        "name": each.standing.name,
        "rank": each.before.rank,
        "of": each.size_before,
        "total": writer.amount(each.before.standing.amount("total")),
    }


def _unit_change(each: UnitChange, writer: _Writer) -> Json:
    before = each.before
    gains, losses = each.extremes(TOP)

    return {
        "presence": each.presence,
        "block": each.block_before,
        "rank": before and before.rank,
        "of": each.size_before,
        "total": writer.amount(each.total_before),
        "grade": before and before.placement.grade,
        "points": writer.amount(each.points),
        "beside_rows": writer.amount(each.beside_rows),
        "by_weights": writer.amount(each.by_weights),
        "share": _text(each.share),
        "places": each.places,
        "gains": _changes(gains, writer),
        "losses": _changes(losses, writer),
    }


def _block_change(each: BlockChange, writer: _Writer) -> Json:
    gains, losses = each.extremes(TOP)

    return {
        "compared": each.compared,
        "mean_before": writer.amount(each.mean_before),
        "mean_after": writer.amount(each.mean_after),
        "points": writer.amount(each.points),
        "points_of_same": writer.amount(each.points_of_same),
        "beside_rows": writer.amount(each.beside_rows),
        "by_weights": writer.amount(each.by_weights),
        "gains": _changes(gains, writer),
        "losses": _changes(losses, writer),
    }


# -- comparisons -------------------------------------------------------------


def comparison_document(comparison: Comparison) -> Json:
    """Return a comparison as JSON, every node of every unit in it."""
    writer = _Writer(comparison.after)
    older = _Writer(comparison.before)

    return {
        "schema": COMPARISON,
        "before": older.head(),
        "after": writer.head(),
        "links": [
            {
                "kind": link.kind,
                "before": [
                    {"code": code, **older.title(code)} for code in link.before
                ],
                "after": [
                    {"code": code, **writer.title(code)} for code in link.after
                ],
            }
            for link in comparison.links
            if link.kind != "kept"
        ],
        "blocks": [
            {
                "name": block.name,
                **_block_change(block, writer),
                "changes": _changes(block.changes, writer, older),
                "units": [
                    _compared(each, writer, older) for each in block.units
                ],
            }
            for block in comparison.blocks
        ],
    }


def _compared(each: UnitChange, writer: _Writer, older: _Writer) -> Json:
    after = each.after

    return {
        "unit": each.standing.unit,
        "name": each.standing.name,
        "rank": after and after.rank,
        "of": each.size_after,
        "total": writer.amount(each.total_after),
        "grade": after and after.placement.grade,
        "last_year": _unit_change(each, writer),
        "channels": [
            {
                "id": name,
                **writer.channel(name),
                **_figures(change),
            }
            for name, change in each.channels.items()
        ],
        "changes": _changes(each.changes, writer, older),
    }


def _changes(
    changes: Iterable[Change], writer: _Writer, older: _Writer | None = None
) -> list[Json]:
    return [_change(each, writer, older) for each in changes]


def _change(each: Change, writer: _Writer, older: _Writer | None) -> Json:
    """Write one node; the title is this edition's, else the older one's."""
    titles = writer if each.after or older is None else older
    codes = each.after or each.before

    return {
        "kind": each.kind,
        "before": list(each.before),
        "after": list(each.after),
        **titles.title(codes[0]),
        "leaf": each.is_leaf,
        "units": each.units,
        **_figures(each),
    }


def _figures(each: Change) -> Json:
    before, after = each.share_before, each.share_after
    share = None if before is None or after is None else after - before

    return {
        "points_before": _text(each.points_before),
        "maximum_before": _text(each.maximum_before),
        "points_after": _text(each.points_after),
        "maximum_after": _text(each.maximum_after),
        "points": _text(each.points),
        "share_before": _text(before),
        "share_after": _text(after),
        "share": _text(share),
        "gain": _text(each.gain),
        "counted": _text(each.counted),
        "weight_before": _text(each.weight_before) if each.before else None,
        "weight_after": _text(each.weight) if each.after else None,
    }


def _text(amount: Fraction | None) -> str | None:
    return None if amount is None else plain(amount)
