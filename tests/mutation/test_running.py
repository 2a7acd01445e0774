"""Mutants, tried on the examples of their ruleset."""

import functools
import pathlib
from collections.abc import Iterator

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engines.strategies import rulesets, submissions
from engines.submitting import Facts
from parrules.checking.expectations import submission_of
from parrules.engines import ENGINES
from parrules.errors import FactError, RulesetError
from parrules.examples import run_examples
from parrules.library import load
from parrules.loading import parse_ruleset
from parrules.model import Example, Expectation, Scheme
from parrules.mutation import Mutation, Trial, run_mutants, running
from parrules.ruleset import Ruleset

TESTS = pathlib.Path(__file__).parents[1]
FILES = (
    TESTS / "data" / "miniature.toml",
    TESTS / "reporting" / "small.toml",
    TESTS / "coverage" / "every.toml",
)
EVERY = FILES[2]
NAMES = [path.stem for path in FILES]
drawn = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=2,
    # Shrinking a ruleset takes minutes; what fails is printed whole.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@functools.cache
def tried(path: pathlib.Path) -> Mutation:
    """Return the trials of a file, which are run once."""
    return run_mutants(load(path))


def fates(mutation: Mutation) -> list[tuple[str, str | None]]:
    """Return what became of each mutant, and who noticed."""
    return [(each.fate, each.example) for each in mutation.trials]


def alike(fate: str, name: str | None) -> tuple[str, str | None]:
    """Return a fate as it is where nodes are not compared."""
    return ("survived" if fate == "equivalent" else fate), name


def noticing(trial: Trial) -> list[str]:
    """Return the examples that fail in a mutant, scored as any ruleset."""
    results = run_examples(Ruleset(trial.mutant.scheme))

    return [each.name for each in results if not each.passed]


def disagreements(trials: list[Trial]) -> Iterator[str]:
    """Yield the mutants whose fate is not what the examples say."""
    for trial in trials:
        try:
            names = noticing(trial)
        except RulesetError:
            # More than durable-rules holds.
            continue
        first = names[0] if names else None
        expected = {True: ("killed",), False: ("survived", "equivalent")}
        if trial.fate not in expected[bool(names)] or trial.example != first:
            yield f"{trial.fate}: {trial.mutant}"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_mutant_is_killed_where_an_expectation_fails(
    path: pathlib.Path,
) -> None:
    """Survivors give all examples what they expect; the killed do not."""
    mutation = tried(path)

    assert mutation.killed
    assert mutation.survivors
    assert [] == list(disagreements(list(mutation.trials)))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_any_engine_finds_the_same(path: pathlib.Path, engine: str) -> None:
    """The quick way and every engine, ruleset by ruleset, are equal."""
    slow = run_mutants(load(path), engine=engine)

    assert fates(tried(path)) == fates(slow)


def expecting(
    scheme: Scheme, several: list[tuple[Facts, tuple[str, ...]]]
) -> Ruleset:
    """Return a ruleset with examples that expect what comes out."""
    ruleset = Ruleset(scheme)
    examples = []
    for number, (facts, proven) in enumerate(several):
        example = Example(name=str(number), facts=facts, evidence=proven)
        try:
            breakdown = ruleset.evaluate(submission_of(example))
        except FactError:
            continue
        total = breakdown.total
        examples.append(
            attrs.evolve(
                example,
                totals={} if total is None else {"total": total},
                grade=breakdown.grade,
                complete=breakdown.complete,
                nodes=tuple(
                    Expectation(
                        code=node.code, points=node.points, status=node.status
                    )
                    for node in list(breakdown.values())[number::3]
                ),
            )
        )

    return Ruleset(attrs.evolve(scheme, examples=tuple(examples)))


@drawn
@given(
    text=rulesets(),
    several=st.lists(submissions(), min_size=3, max_size=3),
)
def test_fates_of_mutants_of_any_ruleset_are_what_examples_say(
    text: str, several: list[tuple[Facts, tuple[str, ...]]]
) -> None:
    """Of rulesets without sense, too; one mutant of twelve is looked at."""
    scheme = parse_ruleset(text, "random.toml").scheme
    assert scheme is not None
    try:
        ruleset = expecting(scheme, several)
    except RulesetError:
        return
    trials = run_mutants(ruleset).trials

    assert [] == list(disagreements(list(trials[::12])))


def test_what_changes_no_points_is_not_counted() -> None:
    """Whether 0 points come of a row or of none is the same to everybody."""
    mutation = tried(FILES[0])
    alike = [
        each.mutant.after
        for each in mutation.trials
        if each.fate == "equivalent"
    ]

    assert ["above = 0", "from = 1"] == alike
    assert mutation.counted == len(mutation.trials) - 2


def test_an_example_that_fails_notices_nothing() -> None:
    """It fails as it is, so it proves nothing."""
    ruleset = load(FILES[0])
    wrong = tuple(
        attrs.evolve(each, grade="weak") for each in ruleset.scheme.examples
    )
    scheme = attrs.evolve(ruleset.scheme, examples=wrong)

    assert 0 == run_mutants(Ruleset(scheme)).killed


def test_without_examples_everything_survives() -> None:
    """Nobody looks."""
    scheme = attrs.evolve(load(EVERY).scheme, examples=())
    mutation = run_mutants(Ruleset(scheme))

    assert (0, "0.0") == (mutation.killed, mutation.percent)
    assert mutation.is_below(1)
    assert {None} == {each.place for each in mutation.trials}


def test_a_survivor_stands_where_the_file_says_it() -> None:
    """The place is that of what was changed, within an expression too."""
    lines = EVERY.read_text("utf-8").split("\n")
    found = {
        f"{each.mutant.before} → {each.mutant.after}": each.place
        for each in tried(EVERY).trials
    }

    for change, text in (
        ("issued <= due → issued < due", "issued <= due"),
        ("models >= quota → models > quota", "models >= quota"),
        ("from = 8 → above = 8", "8"),
        ("at_most = 1.5 → at_most = 1.4", "1.5"),
        ('treat = "zero" → treat = "full"', 'zero"'),
    ):
        place = found[change]
        assert place is not None
        assert place.line is not None
        assert place.column is not None
        assert lines[place.line - 1][place.column - 1 :].startswith(text)


def test_progress_is_told_after_each_mutant() -> None:
    """So that somebody who waits knows how long."""
    told: list[tuple[int, int]] = []
    mutation = run_mutants(
        load(FILES[1]), progress=lambda *pair: told.append(pair)
    )
    count = len(mutation.trials)

    assert [(number, count) for number in range(1, count + 1)] == told


def test_mutants_that_do_not_fit_together_are_tried_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that is too complex does not spoil the others."""
    monkeypatch.setattr(running, "understudies", lambda *_: None)
    alone = fates(run_mutants(load(EVERY)))
    together = fates(tried(EVERY))

    assert [alike(*each) for each in together] == [
        alike(*each) for each in alone
    ]


def test_a_mutant_that_cannot_be_compiled_is_not_viable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is not counted: nobody could use it."""
    monkeypatch.setattr(running, "understudies", lambda *_: None)
    monkeypatch.setattr(running, "compile_plan", lambda *_: (None, ()))
    mutation = run_mutants(load(EVERY))

    assert len(mutation.trials) == mutation.count("not_viable")
    assert (0, "100.0") == (mutation.counted, mutation.percent)
