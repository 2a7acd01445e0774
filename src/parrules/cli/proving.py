"""How the command ``prove`` shows what holds for all facts."""

from collections import Counter
from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from parrules.cli.output import say, say_coloured, say_lines
from parrules.cli.words import CommandWords
from parrules.proving.claims import KINDS, Claim, Proof
from parrules.proving.words import words_of
from parrules.proving.writing import claim_toml

FINE, BAD = 0, 1
_COLOURS = {
    "proved": "green",
    "broken": "red",
    "acknowledged": "cyan",
    "undecided": "yellow",
}


def code_of(proof: Proof, *, is_strict: bool) -> int:
    """Return 1 where something is broken, or open if that counts."""
    is_open = is_strict and bool(proof.undecided)

    return FINE if proof.holds and not is_open else BAD


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
