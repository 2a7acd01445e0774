"""The commands of the command line."""

import functools
from typing import Annotated, Any

import typer

from parrules.cli.arguments import (
    Answers,
    BlockBy,
    Carry,
    Code,
    Covering,
    Detail,
    Details,
    Draws,
    Earlier,
    Engine,
    Examples,
    Facts,
    FactsOutput,
    FailUnder,
    FailUnderMutation,
    Format,
    Formats,
    FrameFile,
    Index,
    Language,
    LastYear,
    Lcov,
    Level,
    Long,
    ManyFacts,
    Mutating,
    Older,
    OneUnit,
    Output,
    Period,
    Published,
    Questionnaire,
    Refused,
    Ruleset,
    RulesetOrAssessment,
    Rulesets,
    Seed,
    Strict,
    TableFormats,
    TableInput,
    TableOutput,
    Uncertain,
    Unit,
    UnitColumn,
    Units,
    Year,
    Years,
)
from parrules.cli.endings import ALL, form_of
from parrules.cli.helping import Command, Group, show_help, words_of
from parrules.cli.output import say


def _commands() -> Any:  # noqa: ANN401  # a module
    """Return the module of the commands, which loads the whole library."""
    # Help and usage errors come without waiting for it.
    from parrules.cli import commands  # noqa: PLC0415

    return commands


def _comparing() -> Any:  # noqa: ANN401  # a module
    """Return the module of the commands about many units."""
    from parrules.cli import comparing  # noqa: PLC0415  # as above

    return comparing


@functools.cache
def application() -> typer.Typer:
    """Return the whole command line; it holds nothing between runs."""
    app = typer.Typer(
        cls=Group,
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
        app.command(name, cls=Command)(function)

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
    context.obj = words_of(context, lang)
    if context.invoked_subcommand is None:
        show_help(context.command, context)
        raise typer.Exit(2)


def _score(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    facts: Facts,
    format: Formats = None,  # noqa: A002  # the option's name
    output: Output = None,
    engine: Engine = "durable",
    lang: Language = None,
) -> None:
    words = words_of(context, lang)
    form = form_of(format, output, "score", words, read=(ruleset, facts))
    code = _commands().score(
        ruleset,
        facts,
        words,
        as_json=form == "json",
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
    words = words_of(context, lang)
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
    from parrules.tables.wishes import Wish  # noqa: PLC0415

    wish = Wish(
        detail=detail.value,
        long=long,
        errors="raise" if refused is None else "collect",
        unit=unit_column,
        carry=tuple(carry or ()),
    )
    files = Files(units=table_input, output=output, refused=refused)
    raise typer.Exit(
        score_table(ruleset, files, wish, words_of(context, lang))
    )


def _check(
    context: typer.Context,
    ruleset: Rulesets,
    format: Formats = None,  # noqa: A002  # the option's name
    lang: Language = None,
) -> None:
    words = words_of(context, lang)
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
    format: Formats = None,  # noqa: A002  # the option's name
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
    raise typer.Exit(commands.test(ruleset, words_of(context, lang), wanted))


def _prove(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    strict: Strict = False,  # noqa: FBT002  # as Typer reads it
    examples: Examples = None,
    format: Formats = None,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    words = words_of(context, lang)
    if output is not None:
        # What is proved is told on the screen, or kept for programs.
        form_of(None, output, "prove", words, ("json",), read=(ruleset,))
    code = _commands().prove(
        ruleset,
        words,
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
    format: TableFormats = None,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    words = words_of(context, lang)
    code = _comparing().composite(
        index,
        units,
        words,
        year=year,
        earlier=earlier or (),
        unit=cells_of,
        form=form_of(format, output, "composite", words, ALL),
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
    format: TableFormats = None,  # noqa: A002  # the option's name
    output: Output = None,
    engine: Engine = "compiled",
    lang: Language = None,
) -> None:
    from parrules.cli.ranking import RankWanted  # noqa: PLC0415  # as above

    words = words_of(context, lang)
    wanted = RankWanted(
        format=form_of(
            format,
            output,
            "rank",
            words,
            ALL,
            read=(
                *(ruleset, *(many_facts or ()), *(last_year or ())),
                *(*(earlier or ()), *filter(None, (older, published, frame))),
            ),
        ),
        block_by=block_by,
        last_year=tuple(last_year or ()),
        older=older,
        published=published,
        earlier=tuple(earlier or ()),
        frame=frame,
        period=period,
        engine=engine,
    )
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
    format: TableFormats = None,  # noqa: A002  # the option's name
    output: Output = None,
    engine: Engine = "compiled",
    lang: Language = None,
) -> None:
    from parrules.cli.ranking import RankWanted  # noqa: PLC0415  # as above

    words = words_of(context, lang)
    wanted = RankWanted(
        format=form_of(
            format,
            output,
            "compare",
            words,
            ALL,
            read=(
                *(*(years or ()), *(earlier or ())),
                *filter(None, (older, published, frame)),
            ),
        ),
        unit=unit,
        block_by=block_by,
        older=older,
        published=published,
        earlier=tuple(earlier or ()),
        frame=frame,
        period=period,
        engine=engine,
    )
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
    format: Formats = None,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    # As above.
    from parrules.cli.sensitivity import SensitivityWanted  # noqa: PLC0415

    words = words_of(context, lang)
    wanted = SensitivityWanted(
        uncertain=uncertain,
        draws=draws,
        seed=seed,
        level=level,
        block_by=block_by,
        format=form_of(
            format,
            output,
            "sensitivity",
            words,
            read=(ruleset, *(many_facts or ()), uncertain),
        ),
    )
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
    format: Formats = None,  # noqa: A002  # the option's name
    facts_output: FactsOutput = None,
    lang: Language = None,
) -> None:
    # Other commands do not wait for what only this one needs.
    from parrules.cli import surveying  # noqa: PLC0415

    words = words_of(context, lang)
    if facts_output is not None:
        form_of(None, facts_output, "survey", words, ("toml",))
    wanted = surveying.Wanted(
        questionnaire=questionnaire,
        answers=answers,
        frame=frame,
        output=facts_output,
        period=period,
        as_json=format is Format.JSON,
    )
    raise typer.Exit(surveying.survey(wanted, words))


def _show(
    context: typer.Context, ruleset: Ruleset, lang: Language = None
) -> None:
    raise typer.Exit(_commands().show(ruleset, words_of(context, lang)))


def _rulesets(
    context: typer.Context,
    format: Formats = None,  # noqa: A002  # the option's name
    lang: Language = None,
) -> None:
    words = words_of(context, lang)
    code = _commands().rulesets(words, as_json=format is Format.JSON)
    raise typer.Exit(code)
