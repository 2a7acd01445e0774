"""What is claimed of a ruleset, and what became of each claim."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal

import attrs

from parrules.errors import Language, Path, Problem
from parrules.usage import no_such

SCHEMA: Final = "parrules/proof/1"

Answer = Literal["proved", "broken", "undecided"]
ANSWERS: tuple[Answer, ...] = ("proved", "broken", "undecided")
Kind = Literal["bounds", "reached", "gap", "overlap", "direction", "size"]
KINDS: tuple[Kind, ...] = (
    "bounds",
    "reached",
    "gap",
    "overlap",
    "direction",
    "size",
)


@attrs.frozen(kw_only=True)
class Witness:
    """Facts that show something, as `Ruleset.evaluate` takes them.

    Attributes:
        facts: Values by name, answers by code; what is left out is missing.
        evidence: Names of the facts that have a document.
        points: What the nodes that matter earned, by code, as texts.
        rules: The rules of those nodes.
        total: As published, or exact where two would be published alike;
            `None` where there is none.
        grade: Its id, if there is one.
        complete: Whether nothing was missing.
    """

    facts: Mapping[str, object]
    evidence: tuple[str, ...] = ()
    points: Mapping[str, str] = attrs.field(factory=dict)
    rules: Mapping[str, str] = attrs.field(factory=dict)
    total: str | None = None
    grade: str | None = None
    complete: bool = False


@attrs.frozen(kw_only=True)
class Claim:
    """One sentence about all facts, and its answer.

    Attributes:
        kind: Which sentence it is.
        about: A code, a rule id, ``total`` or ``direction:fact:code``.
        answer: Proved, broken, or not decided.
        detail: Why, as a key of ``words.toml``.
        arguments: What the sentences mention.
        witness: Facts that break it, or that reach a row; none where no
            facts can, or where it holds by construction.
        raised: Of a direction: the same facts with more of one. Of a total:
            facts by which it leaves its bounds on the other side.
        code: The problem that the checker reports for the same thing.
        acknowledged: The author's reason, where ``known`` accepts it.
        path: Where what it is about stands in the file.
    """

    kind: Kind
    about: str
    answer: Answer
    detail: str = ""
    arguments: Mapping[str, str] = attrs.field(factory=dict)
    witness: Witness | None = None
    raised: Witness | None = None
    code: str | None = None
    acknowledged: str | None = None
    path: Path = ()

    @property
    def id(self) -> str:
        """The kind and what it is about: ``gap:1.1.2``."""
        return f"{self.kind}:{self.about}"

    @property
    def is_bad(self) -> bool:
        """Tell whether it is broken and nobody has acknowledged that."""
        return self.answer == "broken" and self.acknowledged is None

    def text(self, language: Language = "en") -> str:
        """Return the claim as a sentence."""
        # Templates are read only when a claim is shown.
        from parrules.proving.words import claim_text  # noqa: PLC0415

        return claim_text(self, language)

    def why(self, language: Language = "en") -> str:
        """Return why the answer is what it is, as a sentence."""
        from parrules.proving.words import detail_text  # noqa: PLC0415

        return detail_text(self, language)


@attrs.frozen(kw_only=True)
class Proof:
    """All claims about one ruleset, in file order within each kind.

    Attributes:
        ruleset: Its ``id@edition``.
        digest: SHA-256 of its ``bytes`` and of its ``meaning``.
        problems: PAR912 where the solver was needed and is not installed;
            PAR228, PAR229 and PAR906 for what is broken and no check
            reports: a total, a direction, a number beyond 64 bits.
    """

    ruleset: str
    digest: Mapping[str, str | None]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def proved(self) -> tuple[Claim, ...]:
        """Claims that hold for all facts."""
        return self._with("proved")

    @property
    def broken(self) -> tuple[Claim, ...]:
        """Claims that some facts break, acknowledged ones included."""
        return self._with("broken")

    @property
    def undecided(self) -> tuple[Claim, ...]:
        """Claims of which neither is known."""
        return self._with("undecided")

    @property
    def holds(self) -> bool:
        """Tell whether nothing is broken that nobody has acknowledged."""
        return not any(claim.is_bad for claim in self.claims)

    def counts(self) -> Mapping[Kind, Mapping[Answer, int]]:
        """Return how many claims of each kind have each answer."""
        found = Counter((each.kind, each.answer) for each in self.claims)

        return {
            kind: {answer: found[kind, answer] for answer in ANSWERS}
            for kind in KINDS
        }

    def _with(self, answer: Answer) -> tuple[Claim, ...]:
        return tuple(each for each in self.claims if each.answer == answer)

    def __getitem__(self, identity: str) -> Claim:
        """Return the claim with an id, ``gap:1.1.2``.

        Raises:
            UsageError: PAR922, there is none; it is a `KeyError`, too.
        """
        for claim in self.claims:
            if claim.id == identity:
                return claim
        raise no_such(identity, "claims", (each.id for each in self.claims))
