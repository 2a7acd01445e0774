"""Strata whose few answers show nothing of how answers differ there.

The variance of a stratum is taken from its own answers: of one answer there
is none, and of a few that agree it is 0, as if all people there were known.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

import attrs

from parrules.errors import Problem
from parrules.survey.counts import Heap
from parrules.survey.model import Measure

FEW: Final = 30
"""Of fewer people who agree, others hardly follow from them (Q7.7)."""


@attrs.frozen(kw_only=True)
class Thin:
    """The strata of one value in which too few answered for an interval.

    Attributes:
        lonely: In which one person answered, and more live.
        agreed: In which fewer than `FEW` answered, all the same, while
            answers of others differ.
    """

    lonely: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


class Estimated(Protocol):
    """What was estimated, as far as it is told of here."""

    @property
    def code(self) -> str:
        """Return the code of the part, or the name of the question."""

    @property
    def thin(self) -> Thin:
        """Return the strata in which too few answered."""


def thin_of(
    strata: Iterable[tuple[str, int, int, Heap]], measure: Measure
) -> Thin:
    """Return in which strata too few answered.

    Args:
        strata: Name, how many live there, how many of them answered, and
            their answers; only strata with answers.
        measure: What the value is.
    """
    known = tuple(strata)
    sampled = [each for each in known if each[2] < each[1]]
    varied = [each[0] for each in known if not _agrees(each[3], measure)]

    return Thin(
        lonely=tuple(name for name, _, people, _ in sampled if people == 1),
        agreed=tuple(
            name
            for name, _, people, _ in sampled
            if varied and name not in varied and 1 < people < FEW
        ),
    )


def thin_strata(
    about: str, estimates: Iterable[Estimated]
) -> Iterator[Problem]:
    """PAR625, PAR626, warnings: an interval is not there, or is too narrow."""
    known = tuple(estimates)
    for arguments in _told(about, known, lambda thin: thin.lonely):
        yield Problem(code="PAR625", severity="warning", arguments=arguments)
    for arguments in _told(about, known, lambda thin: thin.agreed):
        yield Problem(code="PAR626", severity="warning", arguments=arguments)


def _told(
    about: str,
    estimates: Iterable[Estimated],
    strata_of: Callable[[Thin], tuple[str, ...]],
) -> Iterator[dict[str, str]]:
    """Yield what is to be said of strata, once for all parts they are of."""
    parts: dict[tuple[str, ...], list[str]] = {}
    for each in estimates:
        strata = strata_of(each.thin)
        if strata:
            parts.setdefault(strata, []).append(each.code)
    for strata, codes in parts.items():
        yield {
            "about": about,
            "strata": ", ".join(strata),
            "parts": ", ".join(codes),
        }


def _agrees(heap: Heap, measure: Measure) -> bool:
    """Tell whether all answers are worth the same."""
    if measure == "share":
        return heap.top_weight in (0, heap.weight)

    return bool(heap.worth_square * heap.weight == heap.worth**2)
