"""The commands of the command line, and those about one ruleset."""

import functools
from typing import Annotated, Any

import typer

from parrules.cli.arguments import (
    Carry,
    Code,
    Covering,
    Detail,
    Details,
    Engine,
    Examples,
    Facts,
    FailUnder,
    FailUnderMutation,
    Format,
    Formats,
    InFull,
    Language,
    Lcov,
    Long,
    Mutating,
    Output,
    Refused,
    Ruleset,
    Rulesets,
    Strict,
    TableInput,
    TableOutput,
    UnitColumn,
)
from parrules.cli.endings import form_of
from parrules.cli.helping import Command, Group, show_help, words_of
from parrules.cli.many import MANY
from parrules.cli.output import say


def _commands() -> Any:  # noqa: ANN401  # a module
    """Return the module of the commands, which loads the whole library."""
    # Help and usage errors come without waiting for it.
    from parrules.cli import commands  # noqa: PLC0415

    return commands


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
        ("rank", MANY["rank"]),
        ("compare", MANY["compare"]),
        ("table", _table),
        ("sensitivity", MANY["sensitivity"]),
        ("check", _check),
        ("test", _test),
        ("prove", _prove),
        ("composite", MANY["composite"]),
        ("survey", MANY["survey"]),
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


def _explain(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    facts: Facts,
    code: Code,
    engine: Engine = "durable",
    lang: Language = None,
) -> None:
    words = words_of(context, lang)
    raise typer.Exit(
        _commands().explain(ruleset, facts, code, words, engine=engine)
    )


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
    in_full: InFull = False,  # noqa: FBT002  # as Typer reads it
    format: Formats = None,  # noqa: A002  # the option's name
    lang: Language = None,
) -> None:
    as_json = format is Format.JSON
    words = words_of(context, lang)
    code = _commands().check(ruleset, words, as_json=as_json, in_full=in_full)
    raise typer.Exit(code)


def _test(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Rulesets,
    coverage: Covering = False,  # noqa: FBT002  # as Typer reads it
    fail_under: FailUnder = None,
    lcov: Lcov = None,
    mutate: Mutating = False,  # noqa: FBT002  # as Typer reads it
    fail_under_mutation: FailUnderMutation = None,
    engine: Engine = "durable",
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
        engine=engine,
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
