"""What all proofs about one ruleset stand on."""

from collections.abc import Mapping

from parrules.checking.acknowledging import reason_of
from parrules.errors import Path
from parrules.model import Criterion
from parrules.plan.logic import ALWAYS, Clauses
from parrules.plan.nodes import Node, Plan
from parrules.proving.claims import Answer, Claim, Kind, Witness
from parrules.proving.regions import TooManyError, joined, without
from parrules.proving.scales import Scales
from parrules.proving.solving import Solver
from parrules.proving.witnesses import Bench, Test
from parrules.proving.worlds import Search, World, Worlds
from parrules.ruleset import Ruleset
from parrules.scoring.layout import Layout

Rows = tuple[tuple[tuple[Clauses, Clauses], ...], Clauses]
"""For each row where it decides and where it is unknown; then the rest."""


class Grounds:
    """A ruleset with all that looks for facts."""

    def __init__(self, ruleset: Ruleset) -> None:
        """Prepare proofs about *ruleset*."""
        self.ruleset = ruleset
        self.plan: Plan = ruleset.plan
        self.scales = Scales(self.plan)
        self.solver = Solver()
        self.worlds = Worlds(self.scales, Layout(self.plan), self.solver)
        self.solver.worlds = self.worlds
        self.bench = Bench(ruleset, self.worlds)
        self._rows: dict[int, Rows | None] = {}

    # -- regions -------------------------------------------------------------

    def rows(self, decision: int) -> Rows | None:
        """Return where each row of a decision is the first that holds.

        Returns:
            `None` where that takes too many parts to say.
        """
        if decision not in self._rows:
            try:
                self._rows[decision] = self._found_rows(decision)
            except TooManyError:
                self._rows[decision] = None

        return self._rows[decision]

    def _found_rows(self, decision: int) -> Rows:
        scales = self.scales
        rest: Clauses = ALWAYS
        found: list[tuple[Clauses, Clauses]] = []
        for row in self.plan.decisions[decision].rows:
            true, unknown = scales.opened(row.true), scales.opened(row.unknown)
            found.append((joined(rest, true), joined(rest, unknown)))
            rest = without(rest, (*true, *unknown), scales.whole)

        return tuple(found), rest

    def find(self, region: Clauses, *, known: bool = False) -> Search:
        """Return facts in *region*, if there are any."""
        return self.worlds.find(region, known=known)

    def find_shown(
        self,
        region: Clauses,
        holds: Test,
        *codes: str,
        known: bool = False,
    ) -> tuple[Witness | None, Search]:
        """Return facts in *region* that do what they were found for.

        Returns:
            The facts, or `None` and why there are none.
        """
        found = self.find(region, known=known)
        if found.world is None:
            return None, found
        witness = self.bench.shown(found.world, holds, *codes)
        if witness is None:
            return None, Search(reason="not_reproduced")

        return witness, found

    def world_in(self, region: Clauses) -> World | None:
        """Return facts in *region*; `None` if none were found."""
        return self.find(region).world

    # -- claims --------------------------------------------------------------

    def claim(
        self,
        kind: Kind,
        about: str,
        answer: Answer,
        detail: str,
        *,
        node: Criterion | None = None,
        code: str | None = None,
        path: Path = (),
        arguments: Mapping[str, str] | None = None,
        witness: Witness | None = None,
        raised: Witness | None = None,
    ) -> Claim:
        """Return a claim, acknowledged where ``known`` says so."""
        acknowledged = None
        if answer == "broken" and code is not None:
            acknowledged = reason_of(code, node, self.plan.scheme)

        return Claim(
            kind=kind,
            about=about,
            answer=answer,
            detail=detail,
            arguments=arguments or {},
            witness=witness,
            raised=raised,
            code=code,
            acknowledged=acknowledged,
            path=path or (() if node is None else node.path),
        )

    def leaves(self) -> tuple[Node, ...]:
        """Return all leaves, in file order."""
        return tuple(node for node in self.plan.nodes if node.is_leaf)


TOO_MANY = Search(reason="too_many")
