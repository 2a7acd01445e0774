"""The commands, their arguments, and help in the reader's language."""

import enum
import functools
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

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


def _commands() -> Any:  # noqa: ANN401  # a module
    """Return the module of the commands, which loads the whole library."""
    # Help and usage errors come without waiting for it.
    from parrules.cli import commands  # noqa: PLC0415

    return commands


def _words(context: Context, lang: Lang | None = None) -> CommandWords:
    """Return the words of the option, else those chosen before."""
    if lang is not None:
        return CommandWords(lang.value)
    found = context.find_root().obj

    return found if isinstance(found, CommandWords) else CommandWords("vi")


def _explain_help(command: Any, context: Context, words: CommandWords) -> None:  # noqa: ANN401  # of any Typer
    """Put what the option ``--help`` does into words."""
    option = command.get_help_option(context)
    option.help = words.help("help")
    option.rich_help_panel = words.help("panel_options")


def _explain_itself(command: Any, words: CommandWords) -> None:  # noqa: ANN401  # of any Typer
    """Put the help on *command* and its parameters into words."""
    name = command.name or "parrules"
    examples = words.help(f"{name}_examples").replace("\n", "\n  ")
    parts = (
        words.help(name).replace("\n\n", "\n\n\b\n"),
        f"\b\n{words.help('panel_examples')}:\n  {examples}",
        words.help(f"{name}_end"),
    )
    command.help = "\n\n".join(part for part in parts if part)
    command.short_help = words.help(name).partition("\n")[0]
    for parameter in command.params:
        is_option = parameter.param_type_name == "option"
        panel = "panel_options" if is_option else "panel_arguments"
        parameter.rich_help_panel = words.help(panel)
        several = "rulesets_argument" if parameter.nargs == -1 else ""
        parameter.help = words.help(several or parameter.name or "")


class _Command(TyperCommand):
    """A command that explains itself in the reader's language."""

    def format_help(self, ctx: Context, formatter: Any) -> None:  # noqa: ANN401  # of any Typer
        """Write the help."""
        words = _words(ctx)
        _explain_itself(self, words)
        _explain_help(self, ctx, words)
        super().format_help(ctx, formatter)


class _Group(TyperGroup):
    """The command ``parrules``; it explains its commands, too."""

    def format_help(self, ctx: Context, formatter: Any) -> None:  # noqa: ANN401  # of any Typer
        """Write the help."""
        words = _words(ctx)
        self.name = "parrules"
        _explain_itself(self, words)
        _explain_help(self, ctx, words)
        commands: list[Any] = list(self.commands.values())
        for command in commands:
            _explain_itself(command, words)
            command.rich_help_panel = words.help("panel_commands")
            command.help = words.help(command.name or "")
        super().format_help(ctx, formatter)

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the commands in the order in which they are declared."""
        del ctx

        return list(self.commands)


_LANG = typer.Option("--lang", metavar="vi|en", show_choices=False)
_FORMAT = typer.Option("--format", metavar="text|json", show_choices=False)
_OUTPUT = typer.Option("-o", "--output", metavar="FILE")
Language = Annotated[Lang | None, _LANG]
Ruleset = Annotated[str, typer.Argument(metavar="RULESET")]
Rulesets = Annotated[list[str], typer.Argument(metavar="RULESET...")]
Facts = Annotated[str, typer.Argument(metavar="FACTS")]
Code = Annotated[str, typer.Argument(metavar="CODE")]
Formats = Annotated[Format, _FORMAT]
Output = Annotated[str | None, _OUTPUT]


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
        ("check", _check),
        ("test", _test),
        ("show", _show),
        ("rulesets", _rulesets),
    ):
        app.command(name, cls=_Command)(function)

    return app


def _version(wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    if wanted:
        from importlib import metadata  # noqa: PLC0415  # slow, and rare

        typer.echo(f"parrules {metadata.version('parrules')}")
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
        typer.echo(context.get_help(), nl=False)
        raise typer.Exit(2)


def _score(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    facts: Facts,
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    words = _words(context, lang)
    code = _commands().score(
        ruleset, facts, words, as_json=format is Format.JSON, output=output
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


def _check(
    context: typer.Context,
    ruleset: Rulesets,
    format: Formats = Format.TEXT,  # noqa: A002  # the option's name
    lang: Language = None,
) -> None:
    words = _words(context, lang)
    code = _commands().check(ruleset, words, as_json=format is Format.JSON)
    raise typer.Exit(code)


def _test(
    context: typer.Context, ruleset: Rulesets, lang: Language = None
) -> None:
    raise typer.Exit(_commands().test(ruleset, _words(context, lang)))


def _show(
    context: typer.Context, ruleset: Ruleset, lang: Language = None
) -> None:
    raise typer.Exit(_commands().show(ruleset, _words(context, lang)))


def _rulesets(context: typer.Context, lang: Language = None) -> None:
    raise typer.Exit(_commands().rulesets(_words(context, lang)))
