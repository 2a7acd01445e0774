"""What is wrong with a command line, in words of the chosen language."""

import re
from collections.abc import Iterable
from typing import Any, Final

import typer

from parrules.cli.words import CommandWords

_EXTRA: Final = re.compile(
    r"extra arguments?(?:\(s\))? \((?P<names>.*)\)$", re.DOTALL
)
_VALUE: Final = re.compile("'(?P<value>[^']*)' is not one of")
_COMMAND: Final = re.compile("No such command '(?P<name>[^']*)'")
# Typer does not name the base of its usage errors.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def usage_text(error: Any, words: CommandWords) -> str:  # noqa: ANN401  # of any Typer
    """Write what *error* says, and where help is."""
    lines = [f"parrules: {words('usage_error')}: {_what(error, words)}"]
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "parrules"
    lines.append(f"  {words('try_help', command=command)}")

    return "\n".join(lines)


def _what(error: Any, words: CommandWords) -> str:  # noqa: ANN401  # of any Typer
    """Return the message of the kinds of error that occur."""
    kind = type(error).__name__
    if kind == "MissingParameter":
        return words("missing_argument", name=_name(error))
    if kind == "NoSuchOption":
        return words("no_option", name=error.option_name)
    if kind == "BadOptionUsage":
        return words("no_value", name=error.option_name)
    if kind == "BadParameter" and error.param is not None:
        metavar = str(error.param.metavar or "")
        allowed = metavar.replace("|", " | ")
        refused = _VALUE.search(str(error.message))
        value = refused["value"] if refused else ""
        fix = _likely(value, metavar.split("|"), words)
        return words("bad_value", name=_name(error), allowed=allowed) + fix
    message = str(error.format_message()).rstrip(".")
    extra = _EXTRA.search(message)
    if extra is not None:
        return words("too_much", name=extra["names"])
    command = _COMMAND.match(message)
    if command is None:
        return message
    fix = _likely(command["name"], error.ctx.command.commands, words)

    return words("no_command", name=command["name"]) + fix


def _likely(name: str, names: Iterable[str], words: CommandWords) -> str:
    """Return which of *names* was probably meant, to be added."""
    from parrules.errors import near_key  # noqa: PLC0415  # slow

    likely = near_key(name, names) if name else ""

    return f"; {words('near', name=likely)}" if likely else ""


def _name(error: Any) -> str:  # noqa: ANN401  # of any Typer
    """Return what a reader of the help calls the parameter."""
    parameter = error.param
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])

    return str(parameter.metavar or parameter.name).upper()
