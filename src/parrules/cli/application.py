"""The commands, their arguments, and help in the reader's language."""

import enum
import functools
import re
from decimal import Decimal
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from parrules.cli.output import say, say_coloured
from parrules.cli.words import CommandWords

Context = Any  # Typer's, or Click's in older versions of it


class Lang(str, enum.Enum):
    """A language of messages and reports."""

    VI = "vi"
    EN = "en"


class Format(str, enum.Enum):
    """For whom to write."""

    TEXT = "text"
    JSON = "json"


class Detail(str, enum.Enum):
    """How much of each unit a table says."""

    TOTALS = "totals"
    POINTS = "points"
    FULL = "full"


def _commands() -> Any:  # noqa: ANN401  # a module
    """Return the module of the commands, which loads the whole library."""
    # Help and usage errors come without waiting for it.
    from parrules.cli import commands  # noqa: PLC0415

    return commands


def _comparing() -> Any:  # noqa: ANN401  # a module
    """Return the module of the commands about many units."""
    from parrules.cli import comparing  # noqa: PLC0415  # as above

    return comparing


def _words(context: Context, lang: Lang | None = None) -> CommandWords:
    """Return the words of the option, else those chosen before."""
    if lang is not None:
        return CommandWords(lang.value)
    found = context.find_root().obj

    return found if isinstance(found, CommandWords) else CommandWords("vi")


def _show_help(command: Any, context: Context) -> None:  # noqa: ANN401  # of any Typer
    """Write the help on *command*, of which Typer has parts in English."""
    # Rich is imported only where something coloured is printed.
    from parrules.cli.help import help_on  # noqa: PLC0415

    options = [command.get_help_option(context)]
    path = context.command_path
    say_coloured(help_on(command, path, options, _words(context)))


def _help_wanted(context: Context, parameter: object, wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    del parameter
    if wanted and not context.resilient_parsing:
        _show_help(context.command, context)
        raise typer.Exit


class _Command(TyperCommand):
    """A command that explains itself in the reader's language."""

    def get_help_option(self, ctx: Context) -> Any:  # noqa: ANN401  # of any Typer
        """Return the option that shows our own help."""
        option: Any = super().get_help_option(ctx)
        option.callback = _help_wanted

        return option


class _Group(TyperGroup):
    """The command ``parrules``; it explains its commands, too."""

    def get_help_option(self, ctx: Context) -> Any:  # noqa: ANN401  # of any Typer
        """Return the option that shows our own help."""
        option: Any = super().get_help_option(ctx)
        option.callback = _help_wanted

        return option

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the commands in the order in which they are declared."""
        del ctx

        return list(self.commands)


class TableFormat(str, enum.Enum):
    """For whom to write what has a row for each unit."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


_LANG = typer.Option("--lang", metavar="vi|en", show_choices=False)
_FORMAT = typer.Option("--format", metavar="text|json", show_choices=False)
_OUTPUT = typer.Option("-o", "--output", metavar="FILE")
_ENGINE = typer.Option("--engine", metavar="durable|compiled")
Language = Annotated[Lang | None, _LANG]
Ruleset = Annotated[str, typer.Argument(metavar="RULESET")]
Rulesets = Annotated[list[str], typer.Argument(metavar="RULESET...")]
Facts = Annotated[str, typer.Argument(metavar="FACTS")]
Code = Annotated[str, typer.Argument(metavar="CODE")]
Formats = Annotated[Format, _FORMAT]
Output = Annotated[str | None, _OUTPUT]
Covering = Annotated[bool, typer.Option("--coverage")]
Mutating = Annotated[bool, typer.Option("--mutate")]
Lcov = Annotated[str | None, typer.Option("--lcov", metavar="FILE")]


def _percent(text: str) -> Decimal:
    """Read a percentage, such as ``90`` or ``68.4``.

    Raises:
        ValueError: It is none.
    """
    if not _PERCENT.fullmatch(text):
        raise ValueError(text)

    return Decimal(text)


_PERCENT = re.compile(r"(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?)")
_LIMIT: Any = {"metavar": "0…100", "parser": _percent}
FailUnder = Annotated[Decimal | None, typer.Option("--fail-under", **_LIMIT)]
FailUnderMutation = Annotated[
    Decimal | None, typer.Option("--fail-under-mutation", **_LIMIT)
]
_TABLE_FORMAT = typer.Option(
    "--format", metavar="text|json|csv|html", show_choices=False
)
TableFormats = Annotated[TableFormat, _TABLE_FORMAT]
RulesetOrAssessment = Annotated[
    str, typer.Argument(metavar="RULESET|ASSESSMENT")
]
ManyFacts = Annotated[list[str] | None, typer.Argument(metavar="FACTS...")]
Years = Annotated[
    list[str] | None, typer.Argument(metavar="RULESET LAST_YEAR THIS_YEAR")
]
BlockBy = Annotated[str | None, typer.Option("--block-by", metavar="KEY")]
LastYear = Annotated[
    list[str] | None, typer.Option("--last-year", metavar="FACTS")
]
Older = Annotated[str | None, typer.Option("--older", metavar="RULESET")]
Published = Annotated[str | None, typer.Option("--published", metavar="FILE")]
OneUnit = Annotated[str | None, typer.Option("--unit", metavar="UNIT")]
Strict = Annotated[bool, typer.Option("--strict")]
Examples = Annotated[str | None, typer.Option("--examples", metavar="FILE")]
Engine = Annotated[str, _ENGINE]
Index = Annotated[str, typer.Argument(metavar="INDEX")]
Units = Annotated[str, typer.Argument(metavar="UNITS")]
Year = Annotated[int | None, typer.Option("--year", metavar="YEAR")]
Earlier = Annotated[
    list[str] | None, typer.Option("--earlier", metavar="FILE")
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT")]
Questionnaire = Annotated[str, typer.Argument(metavar="QUESTIONNAIRE")]
Answers = Annotated[str | None, typer.Argument(metavar="ANSWERS")]
FrameFile = Annotated[str | None, typer.Option("--frame", metavar="FILE")]
Period = Annotated[str, typer.Option("--period", metavar="PERIOD")]
FactsOutput = Annotated[
    str | None, typer.Option("-o", "--facts", metavar="FILE")
]
TableInput = Annotated[str, typer.Argument(metavar="INPUT")]
TableOutput = Annotated[str, _OUTPUT]
_DETAIL = typer.Option(
    "--detail", metavar="totals|points|full", show_choices=False
)
Details = Annotated[Detail, _DETAIL]
Long = Annotated[bool, typer.Option("--long")]
UnitColumn = Annotated[str, typer.Option("--unit", metavar="COLUMN")]
Carry = Annotated[list[str] | None, typer.Option("--carry", metavar="COLUMN")]
Refused = Annotated[str | None, typer.Option("--refused", metavar="FILE")]


Uncertain = Annotated[str, typer.Option("--uncertain", metavar="FILE")]
Draws = Annotated[int, typer.Option("--draws", metavar="N")]
Seed = Annotated[int, typer.Option("--seed", metavar="N")]
Level = Annotated[int, typer.Option("--level", metavar="N")]


@functools.cache
def application() -> typer.Typer:
    """Return the whole command line; it holds nothing between runs."""
    app = typer.Typer(
        cls=_Group,
        add_completion=False,
        invoke_without_command=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_parrules)
    for name, function in (
        ("score", _score),
        ("explain", _explain),
        ("rank", _rank),
        ("compare", _compare),
        ("table", _table),
        ("sensitivity", _sensitivity),
        ("check", _check),
        ("test", _test),
        ("prove", _prove),
        ("composite", _composite),
        ("survey", _survey),
        ("show", _show),
        ("rulesets", _rulesets),
    ):
        app.command(name, cls=_Command)(function)

    return app


def _version(wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    if wanted:
        from importlib import metadata  # noqa: PLC0415  # slow, and rare

        say(f"parrules {metadata.version('parrules')}")
        raise typer.Exit


def _parrules(
    context: typer.Context,
    lang: Language = None,
    version: Annotated[  # noqa: FBT002  # as Typer reads it
        bool, typer.Option("--version", callback=_version, is_eager=True)
    ] = False,
) -> None:
    del version
    context.obj = _words(context, lang)
    if context.invoked_subcommand is None:
        _show_help(context.command, context)
        raise typer.Exit(2)


def _score(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    facts: Facts,
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    output: Output = None,
    engine: Engine = "durable",
    lang: Language = None,
) -> None:
    words = _words(context, lang)
    code = _commands().score(
        ruleset,
        facts,
        words,
        as_json=format is Format.JSON,
        output=output,
        engine=engine,
    )
    raise typer.Exit(code)


def _explain(
    context: typer.Context,
    ruleset: Ruleset,
    facts: Facts,
    code: Code,
    lang: Language = None,
) -> None:
    words = _words(context, lang)
    raise typer.Exit(_commands().explain(ruleset, facts, code, words))


def _table(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    table_input: TableInput,
    output: TableOutput,
    detail: Details = Detail.TOTALS,
    long: Long = False,  # noqa: FBT002  # as Typer reads it
    unit_column: UnitColumn = "unit.id",
    carry: Carry = None,
    refused: Refused = None,
    lang: Language = None,
) -> None:
    # Other commands do not wait for what only this one needs.
    from parrules.cli.tabling import Files, score_table  # noqa: PLC0415
    from parrules.tables.evaluating import Wish  # noqa: PLC0415

    wish = Wish(
        detail=detail.value,
        long=long,
        errors="raise" if refused is None else "collect",
        unit=unit_column,
        carry=tuple(carry or ()),
    )
    files = Files(units=table_input, output=output, refused=refused)
    raise typer.Exit(score_table(ruleset, files, wish, _words(context, lang)))


def _check(
    context: typer.Context,
    ruleset: Rulesets,
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    lang: Language = None,
) -> None:
    words = _words(context, lang)
    code = _commands().check(ruleset, words, as_json=format is Format.JSON)
    raise typer.Exit(code)


def _test(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Rulesets,
    coverage: Covering = False,  # noqa: FBT002  # as Typer reads it
    fail_under: FailUnder = None,
    lcov: Lcov = None,
    mutate: Mutating = False,  # noqa: FBT002  # as Typer reads it
    fail_under_mutation: FailUnderMutation = None,
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    lang: Language = None,
) -> None:
    commands = _commands()
    wanted = commands.Wanted(
        coverage=coverage,
        fail_under=fail_under,
        lcov=lcov,
        mutate=mutate or fail_under_mutation is not None,
        fail_under_mutation=fail_under_mutation,
        as_json=format is Format.JSON,
    )
    raise typer.Exit(commands.test(ruleset, _words(context, lang), wanted))


def _prove(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    strict: Strict = False,  # noqa: FBT002  # as Typer reads it
    examples: Examples = None,
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    code = _commands().prove(
        ruleset,
        _words(context, lang),
        as_json=format is Format.JSON,
        is_strict=strict,
        output=output,
        examples=examples,
    )
    raise typer.Exit(code)


def _composite(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    index: Index,
    units: Units,
    year: Year = None,
    earlier: Earlier = None,
    cells_of: Unit = None,
    format: TableFormats = TableFormat.TEXT,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    code = _comparing().composite(
        index,
        units,
        _words(context, lang),
        year=year,
        earlier=earlier or (),
        unit=cells_of,
        form=format.value,
        output=output,
    )
    raise typer.Exit(code)


def _rank(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: RulesetOrAssessment,
    many_facts: ManyFacts = None,
    block_by: BlockBy = None,
    last_year: LastYear = None,
    older: Older = None,
    published: Published = None,
    earlier: Earlier = None,
    frame: FrameFile = None,
    period: Period = "",
    format: TableFormats = TableFormat.TEXT,  # noqa: A002  # the option's name
    output: Output = None,
    engine: Engine = "compiled",
    lang: Language = None,
) -> None:
    from parrules.cli.ranking import RankWanted  # noqa: PLC0415  # as above

    wanted = RankWanted(
        format=format.value,
        block_by=block_by,
        last_year=tuple(last_year or ()),
        older=older,
        published=published,
        earlier=tuple(earlier or ()),
        frame=frame,
        period=period,
        engine=engine,
    )
    words = _words(context, lang)
    facts = many_facts or []
    code = _comparing().rank(ruleset, facts, words, wanted, output=output)
    raise typer.Exit(code)


def _compare(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    years: Years = None,
    unit: OneUnit = None,
    block_by: BlockBy = None,
    older: Older = None,
    published: Published = None,
    earlier: Earlier = None,
    frame: FrameFile = None,
    period: Period = "",
    format: TableFormats = TableFormat.TEXT,  # noqa: A002  # the option's name
    output: Output = None,
    engine: Engine = "compiled",
    lang: Language = None,
) -> None:
    from parrules.cli.ranking import RankWanted  # noqa: PLC0415  # as above

    wanted = RankWanted(
        format=format.value,
        unit=unit,
        block_by=block_by,
        older=older,
        published=published,
        earlier=tuple(earlier or ()),
        frame=frame,
        period=period,
        engine=engine,
    )
    words = _words(context, lang)
    code = _comparing().compare(years or [], words, wanted, output=output)
    raise typer.Exit(code)


def _sensitivity(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    many_facts: ManyFacts,
    uncertain: Uncertain,
    draws: Draws = 1024,
    seed: Seed = 0,
    level: Level = 1,
    block_by: BlockBy = None,
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    # As above.
    from parrules.cli.sensitivity import SensitivityWanted  # noqa: PLC0415

    wanted = SensitivityWanted(
        uncertain=uncertain,
        draws=draws,
        seed=seed,
        level=level,
        block_by=block_by,
        format=format.value,
    )
    words = _words(context, lang)
    code = _comparing().sensitivity(
        ruleset, many_facts, words, wanted, output=output
    )
    raise typer.Exit(code)


def _survey(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    questionnaire: Questionnaire,
    answers: Answers = None,
    frame: FrameFile = None,
    period: Period = "",
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    facts_output: FactsOutput = None,
    lang: Language = None,
) -> None:
    # Other commands do not wait for what only this one needs.
    from parrules.cli import surveying  # noqa: PLC0415

    wanted = surveying.Wanted(
        questionnaire=questionnaire,
        answers=answers,
        frame=frame,
        output=facts_output,
        period=period,
        as_json=format is Format.JSON,
    )
    raise typer.Exit(surveying.survey(wanted, _words(context, lang)))


def _show(
    context: typer.Context, ruleset: Ruleset, lang: Language = None
) -> None:
    raise typer.Exit(_commands().show(ruleset, _words(context, lang)))


def _rulesets(
    context: typer.Context,
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    lang: Language = None,
) -> None:
    words = _words(context, lang)
    code = _commands().rulesets(words, as_json=format is Format.JSON)
    raise typer.Exit(code)
