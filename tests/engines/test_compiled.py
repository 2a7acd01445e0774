"""One function made of a plan: what it is made of, and how far it goes."""

import ast
import datetime
import functools
import io
import keyword
import pathlib
import re
import subprocess
import sys
import threading
import tokenize
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.agreement import unequal
from conformance.corpus import CASES, HEADER, compiled
from engines.submitting import submissions_to
from engines.test_agreement import FILES, fixed
from engines.test_agreement import compiled as ruleset_of
from engines.test_durable import miniature, unit
from parrules.engines.compiled.engine import CompiledEngine
from parrules.engines.compiled.function import Writer
from parrules.engines.compiled.reading import reading_function
from parrules.engines.compiled.source import Source
from parrules.engines.compiled.tables import TableDecider
from parrules.errors import EngineError, FactError
from parrules.facts import Submission
from parrules.loading import parse_ruleset, read_ruleset
from parrules.ruleset import Ruleset
from parrules.scoring.border import Border
from parrules.scoring.evaluator import Evaluator
from parrules.scoring.layout import Layout

WORDS = {"bit_length", "append", "total"} | {
    "base",
    "bonus",
    "penalty",
    "adjustments",
    "verdicts",
    "grade",
    "complete",
    "earned",
    "applicable",
}
"""What is named in the functions beside names made for them."""

OWN_NAME = re.compile(r"[a-zA-Z][0-9]+|score|read|values|facts|z")
HOSTILE = pathlib.Path(__file__).parents[1] / "data" / "hostile.toml"


def made(text: str) -> Ruleset:
    """Return the ruleset of *text*."""
    loaded = parse_ruleset(HEADER + text, "compiled.toml")
    assert loaded.scheme is not None
    assert [] == [str(p) for p in loaded.problems if p.severity == "error"]

    return Ruleset(loaded.scheme)


def hostile() -> Ruleset:
    """Return a ruleset whose texts would do harm if they became code."""
    scheme = read_ruleset(HOSTILE).scheme
    assert scheme is not None

    return Ruleset(scheme)


def sources(ruleset: Ruleset) -> Iterator[str]:
    """Yield all that is generated of a ruleset."""
    evaluator = Evaluator(Layout(ruleset.plan))
    tables = TableDecider(evaluator.layout).tables
    yield Writer(evaluator, tables).source().text("score", "values")
    found: list[Source] = []
    original = Source.function

    def noted(source: Source, name: str, parameter: str) -> Any:  # noqa: ANN401  # a function
        found.append(source)
        return original(source, name, parameter)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Source, "function", noted)
        reading_function(ruleset.plan, Border(ruleset.plan))
    for source in found:
        yield source.text("read", "facts")


def strangers(text: str) -> list[str]:
    """Return the words of generated text that are no names of ours."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    kinds = (tokenize.NAME, tokenize.STRING, tokenize.COMMENT)

    return [
        token.string
        for token in tokens
        if token.type in kinds
        and not keyword.iskeyword(token.string)
        and token.string not in WORDS
        and not OWN_NAME.fullmatch(token.string)
    ]


@functools.cache
def all_rulesets() -> tuple[Ruleset, ...]:
    """Return the bundled rulesets, and a hostile one."""
    return (*(ruleset_of(name) for name in FILES), hostile())


# -- what it is made of -------------------------------------------------------


def test_nothing_that_an_author_writes_reaches_the_compiler() -> None:
    """What is generated holds names made here and whole numbers, no text."""
    found = [
        stranger
        for ruleset in all_rulesets()
        for text in sources(ruleset)
        for stranger in strangers(text)
    ]

    assert [] == found


def test_every_case_of_the_corpus_is_generated_without_a_text() -> None:
    """No pattern of any form writes a constant that is not a number."""
    constants = {
        type(node.value)
        for case in CASES
        for text in sources(compiled(case.values[0]["ruleset"]))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant)
    }

    assert {int, bool, type(None)} == constants


def test_generated_code_finds_no_builtins() -> None:
    """A name that is not made here means nothing there."""
    source = Source()
    source.line("return open")

    with pytest.raises(NameError):
        source.function("score", "values")([])


def test_hostile_texts_are_scored_like_others() -> None:
    """They are constants, compared and shown as they are."""
    ruleset = hostile()
    facts = {"1.1": 'a"]; import os; b["', "named": "\\", "listed": ["1.1"]}

    assert [] == unequal(ruleset, Submission(facts=facts))
    assert "1.2#eval" == ruleset.evaluate(facts, engine="compiled")["1.2"].rule


def test_who_does_not_ask_for_it_does_not_import_it() -> None:
    """Generating code costs nothing to those who use durable."""
    code = """
import sys, parrules
parrules.load("vn/brvt/police-service@2024").evaluate({})
print([name for name in sys.modules if "compiled" in name])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert "[]" == done.stdout.strip()


# -- equality -----------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
@settings(fixed, max_examples=30)
@given(data=st.data())
def test_outcomes_of_real_rulesets_are_equal(
    name: str, data: st.DataObject
) -> None:
    """Half of the facts are on a boundary, some are withheld."""
    ruleset = ruleset_of(name)
    facts, _ = data.draw(submissions_to(ruleset.scheme))

    assert [] == unequal(ruleset, Submission(facts=facts))


def test_a_usual_unit_is_scored_by_the_function_alone() -> None:
    """Nothing of table III is left to the evaluator."""
    ruleset = ruleset_of("vn/brvt/police-district@2024")
    engine = CompiledEngine(
        Evaluator(Layout(ruleset.plan)), Border(ruleset.plan)
    )
    left = [
        each.name
        for each in ruleset.scheme.examples
        if (values := engine.glance(dict(each.facts))) is not None
        and engine._score(values) is None  # noqa: SLF001  # the function
    ]

    assert [] == left


def test_documents_differ_in_the_name_of_the_engine_alone() -> None:
    """A reader need not know what scored."""
    ruleset = miniature()
    for number in range(20):
        durable = ruleset.evaluate(unit(number)).to_dict()
        other = ruleset.evaluate(unit(number), engine="compiled").to_dict()

        assert "compiled" == other["engine"]
        assert {**durable, "engine": ""} == {**other, "engine": ""}


def test_a_ruleset_that_refuses_what_is_missing_refuses_it_here_too() -> None:
    """S16.2 holds on every engine."""
    ruleset = made(
        """
[policy]
missing = "refuse"
[fact]
done = { type = "count" }
[criteria]
"1" = { maximum = 10, measure = "done", tiers = [[1, 10], [0, 0]] }
"""
    )
    with pytest.raises(FactError) as caught:
        ruleset.evaluate({}, engine="compiled")

    assert ["PAR309"] == [each.code for each in caught.value.problems]


@pytest.mark.parametrize(
    ("asked", "near"),
    [("compild", "compiled"), ("durabel", "durable"), ("zen", "")],
)
def test_an_engine_that_does_not_exist_names_the_nearest(
    asked: str, near: str
) -> None:
    """PAR910 looks at all engines there are."""
    with pytest.raises(EngineError) as caught:
        miniature().evaluate({}, engine=asked)

    assert [near] == [p.arguments["near"] for p in caught.value.problems]


# -- how far it goes ----------------------------------------------------------


@pytest.fixture
def _often_switched() -> Iterator[None]:
    """Let threads take turns in the middle of everything."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_often_switched")
def test_threads_give_what_one_gives() -> None:
    """The function holds nothing; each unit's document is its own."""
    ruleset = miniature()
    alone = [
        ruleset.evaluate(unit(i), engine="compiled").to_dict()
        for i in range(300)
    ]
    fresh = miniature()
    found: dict[int, list[object]] = {}

    def score(name: int) -> None:
        order = range(300) if name % 2 else reversed(range(300))
        scored = {
            i: fresh.evaluate(unit(i), engine="compiled").to_dict()
            for i in order
        }
        found[name] = [scored[i] for i in range(300)]

    threads = [threading.Thread(target=score, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [alone] * 4 == [found[each] for each in range(4)]


def wide(count: int) -> tuple[str, Mapping[str, object]]:
    """Return many leaves side by side, and answers to half of them."""
    rows = (
        f'"1.{i}" = {{ maximum = 0.001, answers = "yn" }}'
        for i in range(1, count + 1)
    )
    text = f"""
[answers]
yn = {{ yes = 100, no = 0 }}
[criteria]
"1" = {{ maximum = {Decimal(count) / 1000} }}
"""

    return text + "\n".join(rows), {
        f"1.{i}": "yes" for i in range(1, count, 2)
    }


def deep(levels: int) -> tuple[str, Mapping[str, object]]:
    """Return one leaf so many levels below its area."""
    codes = [".".join("1" * (n + 1)) for n in range(levels)]
    rows = [f'"{code}" = {{ maximum = 1 }}' for code in codes[:-1]]
    leaf = (
        f'"{codes[-1]}" = {{ maximum = 1, measure = "f", '
        f"tiers = [[2, 1], [0, 0]] }}"
    )
    text = '[fact]\nf = { type = "count" }\n[criteria]\n'

    return text + "\n".join([*rows, leaf]), {"f": 2}


def derived(levels: int) -> tuple[str, Mapping[str, object]]:
    """Return a quantity so many derived facts deep."""
    rows = (f'd{n} = "d{n - 1} + 1"' for n in range(1, levels))
    text = """
[fact]
f = { type = "count" }
[criteria]
"1" = { maximum = 1, measure = "d%d", tiers = [[5, 1], [0, 0]] }
[derive]
d0 = "f + 1"
""" % (levels - 1)  # noqa: UP031  # braces are TOML's

    return text + "\n".join(rows), {"f": 3}


def long(count: int) -> tuple[str, Mapping[str, object]]:
    """Return a sum of so many facts, and as many deductions."""
    facts = "\n".join(
        f'f{n} = {{ type = "count", at_most = 100 }}' for n in range(count)
    )
    total = " + ".join(f"f{n}" for n in range(count))
    taken = ", ".join(f'{{ each = "f{n}", per = 0.01 }}' for n in range(count))
    text = f"""
[fact]
{facts}
[criteria]
"1" = {{ maximum = 5, measure = "{total}", tiers = [[5, 5], [0, 0]] }}
"2" = {{ maximum = 5, deductions = [{taken}] }}
"""

    return text, {f"f{n}": n % 2 for n in range(count)}


def tall(count: int) -> tuple[str, Mapping[str, object]]:
    """Return a ladder of so many tiers, and a tally of as many levels."""
    tiers = ", ".join(
        f"[{n}, {Decimal(n) / 100}]" for n in reversed(range(count))
    )
    levels = ", ".join(f'"l{n}"' for n in range(count))
    text = f"""
[fact]
f = {{ type = "count", at_most = 1000 }}
t = {{ type = "tally", levels = [{levels}] }}
[criteria]
"1" = {{ maximum = 2, measure = "f", tiers = [{tiers}] }}
"2" = {{ maximum = 2, measure = "mean(t)", tiers = [[5, 2], [0, 0]] }}
"""

    return text, {"f": 77, "t": [1] * count}


@pytest.mark.parametrize(
    ("text", "facts"),
    [wide(1300), deep(40), derived(49), long(90), tall(180)],
    ids=["wide", "deep", "derived", "long", "tall"],
)
def test_a_ruleset_as_large_as_can_be_loaded_is_compiled(
    text: str, facts: Mapping[str, object]
) -> None:
    """Neither Python's parser nor its stack sets a limit of its own."""
    ruleset = made(text)
    none = Submission(facts={})

    assert [] == unequal(ruleset, Submission(facts=dict(facts)))
    assert [] == unequal(ruleset, none)


def test_an_empty_submission_is_scored_like_any_other() -> None:
    """Everything is missing, and nothing is left out."""
    for name in FILES:
        assert [] == unequal(ruleset_of(name), Submission(facts={}))


def test_facts_that_the_function_cannot_read_are_left_to_the_border() -> None:
    """A date as text is read; what is wrong is reported in full."""
    ruleset = ruleset_of("vn/brvt/police-district@2024")
    days = {
        each.name: "2024-02-01"
        for each in ruleset.scheme.facts
        if each.type == "date"
    }
    real = {name: datetime.date(2024, 2, 1) for name in days}
    with pytest.raises(FactError) as caught:
        ruleset.evaluate(
            {"plan_tasks": True, "petitions": None, "no_such": 1},
            engine="compiled",
        )

    assert [] == unequal(ruleset, Submission(facts=days))
    assert (
        ruleset.evaluate(days, engine="compiled").total
        == ruleset.evaluate(real, engine="compiled").total
    )
    assert ["PAR302", "PAR302", "PAR301"] == [
        each.code for each in caught.value.problems
    ]
