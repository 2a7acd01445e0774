"""What the command ``prove`` does, and how it shows what holds."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.table import Table
from rich.text import Text

from parrules.cli.output import (
    BAD,
    FINE,
    json_text,
    patience,
    say,
    say_coloured,
    say_lines,
)
from parrules.cli.words import CommandWords
from parrules.errors import Problem
from parrules.library import load
from parrules.proving.claims import KINDS, Claim, Proof
from parrules.proving.prover import prove
from parrules.proving.words import words_of
from parrules.proving.writing import (
    claim_toml,
    examples_toml,
    proof_document,
    refusal_document,
)

_COLOURS = {
    "proved": "green",
    "broken": "red",
    "acknowledged": "cyan",
    "undecided": "yellow",
}


class Proved:
    """One ruleset: its proof, or why there is none.

    Attributes:
        proof: `None` where the ruleset was refused.
        problems: Of the ruleset or of the proof.
    """

    def __init__(self, name: str, words: CommandWords) -> None:
        """Prove nothing yet."""
        self._name = name
        self._words = words
        self.proof: Proof | None = None
        self.problems: Sequence[Problem] = ()

    def run(self) -> None:
        """Load the ruleset, and prove it.

        Raises:
            RulesetError: With everything that is wrong with it.
        """
        with patience(self._words("loading", name=self._name)):
            ruleset = load(self._name)
        with patience(self._words("proving", name=self._name)):
            self.proof = prove(ruleset)
        self.problems = self.proof.problems

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Take over why the ruleset cannot be proved."""
        self.problems = problems

    def code(self, *, is_strict: bool) -> int:
        """Return 1 where something is broken, or open if that counts."""
        assert self.proof is not None, "it was run"
        is_open = is_strict and bool(self.proof.undecided)

        return FINE if self.proof.holds and not is_open else BAD

    def examples(self) -> str:
        """Return the facts that break something, as examples."""
        assert self.proof is not None, "it was run"

        return examples_toml(self.proof, self._words.language)

    def json(self, stream: TextIO | None = None) -> str:
        """Return the document for a file, or without its end for *stream*."""
        document = (
            refusal_document(self._name, self.problems)
            if self.proof is None
            else proof_document(self.proof)
        )

        return json_text(document, stream) + ("" if stream else "\n")

    def show(self, *, as_json: bool) -> None:
        """Show the document, or else the proof if there is one."""
        if as_json:
            say(self.json(sys.stdout))
        elif self.proof is not None:
            show_proof(self.proof, self._words)


def show_proof(proof: Proof, words: CommandWords) -> None:
    """Show how many claims hold, then each that does not."""
    answers = words_of(words.language, "answer")
    say_coloured(_counts(proof, words))
    for claim in proof.broken:
        is_accepted = claim.acknowledged is not None
        head = answers["acknowledged" if is_accepted else "broken"]
        _show_claim(head, claim, words)
        if claim.acknowledged is not None:
            say_lines(f"    {words('reason')}: {claim.acknowledged}")
        elif claim.code is not None:
            hint = words_of(words.language, "answer")["known"]
            say_lines(f"    {hint.format(code=claim.code)}")
        _show_example(claim, words)
    for claim in proof.undecided:
        _show_claim(answers["undecided"], claim, words)
    say_lines(f"\n{_verdict(proof, words)}")


def _show_claim(head: str, claim: Claim, words: CommandWords) -> None:
    say_lines(f"\n{head}  {claim.text(words.language)}")
    say_lines(f"    {claim.why(words.language)}")


def _show_example(claim: Claim, words: CommandWords) -> None:
    # It is to be pasted, so that no line of it is broken.
    for line in claim_toml(claim, words.language).splitlines():
        say(f"    {line}".rstrip())


def _counts(proof: Proof, words: CommandWords) -> Table:
    """Return how many claims of each kind have each answer."""
    kinds = words_of(words.language, "kind")
    answers = words_of(words.language, "answer")
    table = Table.grid(padding=(0, 2))
    for kind in KINDS:
        found = Counter(
            "acknowledged" if each.acknowledged else each.answer
            for each in proof.claims
            if each.kind == kind
        )
        texts = [
            Text(f"{found[answer]} {answers[answer].lower()}", colour)
            for answer, colour in _COLOURS.items()
            if found[answer]
        ]
        table.add_row(kinds[kind], *(texts or [Text("-", "dim")]))

    return table


def _verdict(proof: Proof, words: CommandWords) -> str:
    return words(
        "proof",
        name=proof.ruleset,
        proved=len(proof.proved),
        broken=_count(proof.broken, is_accepted=False),
        acknowledged=_count(proof.broken, is_accepted=True),
        undecided=len(proof.undecided),
    )


def _count(claims: Iterable[Claim], *, is_accepted: bool) -> int:
    return sum(
        (claim.acknowledged is not None) is is_accepted for claim in claims
    )
