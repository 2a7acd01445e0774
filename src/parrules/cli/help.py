"""Help on a command, all of it in the language of the reader."""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from parrules.cli.words import CommandWords

Command = Any  # Typer's, or Click's in older versions of it


def help_on(
    command: Command, path: str, options: Iterable[Any], words: CommandWords
) -> RenderableType:
    """Return the help on *command*, for Rich to print.

    Args:
        command: With its parameters, and its commands if it has any.
        path: What is typed to run it.
        options: Beside those of *command*: the one that shows help.
        words: Of the reader's language.
    """
    name = command.name or "parrules"
    commands = list(getattr(command, "commands", {}).values())
    arguments = [each for each in command.params if _is_argument(each)]
    other = [each for each in command.params if not _is_argument(each)]
    parts = [
        _usage(path, arguments, words, has_commands=bool(commands)),
        *(Text(part) for part in words.help(name).split("\n\n")),
        _examples(words.help(f"{name}_examples"), words),
        Text(words.help(f"{name}_end")),
    ]

    return Group(
        *_spaced(part for part in parts if part),
        *_panel("arguments", [_argument(e, words) for e in arguments], words),
        *_panel(
            "options", [_option(e, words) for e in (*other, *options)], words
        ),
        *_panel(
            "commands", [_command(each, words) for each in commands], words
        ),
    )


def _spaced(parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    for part in parts:
        yield Padding(part, (0, 1))
        yield Text()


def _usage(
    path: str,
    arguments: Iterable[Any],
    words: CommandWords,
    *,
    has_commands: bool,
) -> Text:
    typed = [f"[{words.help('usage_options')}]"]
    if has_commands:
        typed.append(words.help("usage_command"))
    typed += [str(each.metavar) for each in arguments]

    return Text.assemble(
        (f"{words.help('usage')}: ", "yellow"),
        (path, "bold"),
        f" {' '.join(typed)}",
    )


def _examples(examples: str, words: CommandWords) -> RenderableType:
    heading = Text(f"{words.help('panel_examples')}:")
    # The sign tells where a command begins that takes two lines.
    lines = Table.grid(padding=(0, 1))
    for each in examples.split("\n"):
        lines.add_row(Text(" $", "bright_black"), Text(each))

    return Group(heading, lines)


def _panel(
    name: str, rows: list[tuple[Text, ...]], words: CommandWords
) -> Iterator[Panel]:
    if not rows:
        return
    table = Table.grid(padding=(0, 2), expand=True)
    # What is typed is never cut; what it does wraps beside it.
    for _ in rows[0][1:]:
        table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for row in rows:
        table.add_row(*row)
    title = words.help(f"panel_{name}")
    yield Panel(table, title=title, title_align="left", border_style="dim")


def _argument(parameter: Any, words: CommandWords) -> tuple[Text, ...]:  # noqa: ANN401  # of any Typer
    is_several = parameter.nargs == -1 and parameter.name == "ruleset"
    name = "rulesets_argument" if is_several else parameter.name

    return Text(str(parameter.metavar), "bold cyan"), _says(
        parameter, name, words
    )


def _says(parameter: Any, name: str, words: CommandWords) -> Text:  # noqa: ANN401  # of any Typer
    says = Text(words.help(name))
    if parameter.required:
        says.append(f" [{words.help('required')}]", "red")

    return says


def _option(parameter: Any, words: CommandWords) -> tuple[Text, ...]:  # noqa: ANN401  # of any Typer
    names = sorted(parameter.opts, key=lambda name: name.startswith("--"))
    typed = Text(", ".join(names), "bold cyan")
    if parameter.metavar:
        typed.append(f" {parameter.metavar}", "not bold yellow")
    name = parameter.name
    if parameter.required:
        # What has to be written is nowhere else to be seen.
        name = f"{name}_required"
    says = _says(parameter, name, words)
    default = getattr(parameter.default, "value", None)
    if default is not None:
        text = words.help("default").format(value=default)
        says.append(f" [{text}]", "bright_black")

    return typed, says


def _command(command: Command, words: CommandWords) -> tuple[Text, ...]:
    says = words.help(command.name or "").partition("\n")[0]

    return Text(command.name or "", "bold cyan"), Text(says)


def _is_argument(parameter: Any) -> bool:  # noqa: ANN401  # of any Typer
    return bool(parameter.param_type_name == "argument")
