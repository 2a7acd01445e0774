"""Whether what is declared uncertain goes with a ruleset."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from parrules.errors import Path, Problem, near
from parrules.plan.nodes import Input, Plan
from parrules.points import plain
from parrules.sensitivity.model import (
    Days,
    Doubt,
    Margin,
    Other,
    Resampled,
    Surveyed,
    Uncertainty,
    Weight,
)

FLAGS: Final = ("true", "false")
_HUNDRED = 100
_NUMBERS: Final = ("count", "number", "percent", "judged")
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(_NUMBERS[:3], ("margin", "percent", "survey")),
    "judged": ("margin", "percent"),
    "date": ("days",),
    "flag": ("other",),
    "choice": ("other",),
    "answer": ("other",),
    "tally": ("resample",),
}
"""What may be said of which kind of fact."""


def options_of(source: Input) -> tuple[str, ...]:
    """Return what a flag, a choice or an answer may be, as it is declared."""
    return FLAGS if source.kind == "flag" else source.options


def problems_of(uncertainty: Uncertainty, plan: Plan) -> Iterator[Problem]:
    """Yield all that is wrong with what is declared, in its order."""
    judge = _Judge(uncertainty, plan)
    yield from judge.facts(uncertainty.facts)
    for doubts in uncertainty.units.values():
        yield from judge.facts(doubts)
    yield from judge.weights()
    if not any(
        (
            uncertainty.facts,
            any(uncertainty.units.values()),
            uncertainty.weights,
            uncertainty.areas,
        )
    ):
        yield judge.problem("PAR916", ())


class _Judge:
    def __init__(self, uncertainty: Uncertainty, plan: Plan) -> None:
        self._uncertainty = uncertainty
        self._inputs = {source.name: source for source in plan.inputs}
        self._codes = [
            node.code for node in plan.nodes if node.tree == "criteria"
        ]

    def problem(self, code: str, path: Path, /, **arguments: str) -> Problem:
        return Problem(
            code=code,
            path=path,
            arguments=arguments,
            document=self._uncertainty.document,
        )

    def facts(self, doubts: Mapping[str, Doubt]) -> Iterator[Problem]:
        for name, doubt in doubts.items():
            source = self._inputs.get(name)
            if source is None:
                hint = near(name, self._inputs)
                yield self.problem("PAR301", doubt.path, name=name, near=hint)
            else:
                yield from self._fact(source, doubt)

    def _fact(self, source: Input, doubt: Doubt) -> Iterator[Problem]:
        key, number = _said(doubt)
        allowed = _KINDS.get(source.kind, ())
        if key not in allowed:
            yield self.problem(
                "PAR881",
                doubt.path,
                key=key,
                name=source.name,
                kind=source.kind,
                allowed=" | ".join(allowed) or "0",
            )
        elif isinstance(doubt, Other):
            yield from self._options(source, doubt)
        elif number is not None and number <= 0:
            yield self._limit(doubt.path, key, number, "> 0")

    def _options(self, source: Input, doubt: Other) -> Iterator[Problem]:
        options = options_of(source)
        path = (*doubt.path, "other") if doubt.path else ()
        for option, share in doubt.options.items():
            if option not in options:
                yield self.problem(
                    "PAR308",
                    (*path, option) if path else (),
                    name=source.name,
                    value=option,
                    options=" | ".join(options),
                    near=near(option, options),
                )
            elif share <= 0:
                yield self._limit(path, option, share, "> 0")
        whole = sum(map(Fraction, doubt.options.values()), Fraction(0))
        if whole > 1:
            yield self.problem(
                "PAR917", path, name=source.name, sum=plain(whole)
            )

    def weights(self) -> Iterator[Problem]:
        """Yield what is wrong with weights."""
        uncertainty = self._uncertainty
        for code, weight in uncertainty.weights.items():
            if code not in self._codes:
                yield self.problem(
                    "PAR412",
                    weight.path,
                    key="weight",
                    value=code,
                    near=near(code, self._codes),
                )
            yield from self._weight(weight)
        if uncertainty.areas is not None:
            yield from self._weight(uncertainty.areas)

    def _weight(self, weight: Weight) -> Iterator[Problem]:
        if not 0 < weight.percent < _HUNDRED:
            yield self._limit(
                weight.path, "percent", weight.percent, "> 0, < 100"
            )

    def _limit(
        self, path: Path, key: str, number: Decimal | int, limit: str
    ) -> Problem:
        return self.problem(
            "PAR882",
            path,
            key=key,
            value=plain(Decimal(number)),
            limit=limit,
        )


def _said(doubt: Doubt) -> tuple[str, Decimal | int | None]:
    """Return the key that says how uncertain a fact is, and its number."""
    if isinstance(doubt, Margin):
        if doubt.amount is not None:
            return "margin", doubt.amount
        return "percent", doubt.percent
    if isinstance(doubt, Days):
        return "days", doubt.days
    if isinstance(doubt, Surveyed):
        return "survey", None

    return ("resample" if isinstance(doubt, Resampled) else "other"), None
