"""Commands that explain themselves, in the language of their reader."""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from parrules.cli.arguments import Lang
from parrules.cli.output import say_coloured
from parrules.cli.usage import UsageError
from parrules.cli.words import CommandWords

Context = Any  # Typer's, or Click's in older versions of it


def words_of(context: Context, lang: Lang | None = None) -> CommandWords:
    """Return the words of the option, else those chosen before."""
    if lang is not None:
        return CommandWords(lang.value)
    found = context.find_root().obj

    return found if isinstance(found, CommandWords) else CommandWords("vi")


def show_help(command: Any, context: Context) -> None:  # noqa: ANN401  # of any Typer
    """Write the help on *command*, of which Typer has parts in English."""
    # Rich is imported only where something coloured is printed.
    from parrules.cli.help import help_on  # noqa: PLC0415

    options = [command.get_help_option(context)]
    path = context.command_path
    say_coloured(help_on(command, path, options, words_of(context)))


def _help_wanted(context: Context, parameter: object, wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    del parameter
    if wanted and not context.resilient_parsing:
        show_help(context.command, context)
        raise typer.Exit


class Command(TyperCommand):
    """A command that explains itself in the reader's language."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read *args*; an error knows the command, whose help it names."""
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            told: Any = error
            told.ctx = told.ctx or ctx
            raise

    def get_help_option(self, ctx: Context) -> Any:  # noqa: ANN401  # of any Typer
        """Return the option that shows our own help."""
        option: Any = super().get_help_option(ctx)
        option.callback = _help_wanted

        return option


class Group(TyperGroup):
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
