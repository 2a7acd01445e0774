"""Where commands write: screen, files, and a sign of life when it is slow."""

import contextlib
import io
import json
import os
import pathlib
import re
import shutil
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_PATIENCE = 1.0
"""Seconds after which somebody who waits is told what goes on."""

_REFRESH = 0.2
"""Seconds after which what is told is told anew."""

_NARROW, _WIDE = 40, 100
"""Columns: below, words would be broken; above, lines are hard to read."""

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
"""What moves the cursor, or turns the direction of writing: a title may hold
it, and could make a terminal show what nobody wrote."""

FINE, BAD, BROKEN = 0, 1, 2
"""Exit codes: all is well; the answer is bad; there is none."""


class UnwrittenError(Exception):
    """What had to be said could not be: nobody, or nothing, takes it.

    It is no `OSError`, which Typer would make an exit code of its own of.
    """

    def __init__(self, name: str, error: Exception | None = None) -> None:
        """Tell the stream's *name*, and what went wrong if it is open."""
        super().__init__(name)
        self.name = name
        self.error = error
        self.has_no_reader = isinstance(error, BrokenPipeError)


def prepare_streams() -> None:
    """Let what an old terminal cannot show become a question mark."""
    for stream in (sys.stdout, sys.stderr):
        # Tests and notebooks put streams there that cannot be told.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(text: str) -> None:
    """Write *text* to the standard output, with one line end after it.

    Raises:
        UnwrittenError: It cannot be written.
    """
    _write("stdout", _lines(_UNSEEN.sub("", text)))


def complain(text: str) -> None:
    """Write *text* to the standard error stream.

    Raises:
        UnwrittenError: It cannot be written.
    """
    _write("stderr", _lines(_UNSEEN.sub("", text)))


def _lines(text: str) -> str:
    return text.rstrip("\n") + "\n"


def finish() -> None:
    """Write what waits to be written.

    Raises:
        UnwrittenError: It cannot be written.
    """
    for name in ("stdout", "stderr"):
        # A closed stream on which nothing was said is no trouble.
        if getattr(sys, name) is not None:
            _write(name, None)


def silence(name: str) -> None:
    """Let nothing more be written to a stream that cannot be written to.

    Python would try once more when it ends, and complain.
    """
    stream: TextIO | None = getattr(sys, name)
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _write(name: str, text: str | None) -> None:
    """Write *text*, or, if there is none, what waits to be written."""
    # A stream that was closed when Python began is `None`.
    stream: TextIO | None = getattr(sys, name)
    if stream is None:
        raise UnwrittenError(name)
    try:
        # To write nothing is a failure, too, where there is no room.
        if text is None:
            stream.flush()
        else:
            stream.write(text)
    except (OSError, ValueError) as error:
        raise UnwrittenError(name, error) from error


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a person sees *stream*, with colours."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False  # it has been closed


def console(stream: TextIO | None) -> "Console":
    """Return what prints colours to *stream*, if it shows them."""
    # Rich is imported only where something coloured is printed.
    from rich.console import Console  # noqa: PLC0415

    # Left to itself, Rich takes 80 columns for every plain terminal.
    size = shutil.get_terminal_size()

    return Console(
        file=stream,
        highlight=False,
        soft_wrap=False,
        width=size.columns,
        height=size.lines,
    )


def say_coloured(*renderables: object) -> None:
    """Write what Rich can print to the standard output.

    Raises:
        UnwrittenError: It cannot be written.
    """
    # Rich would leave the process when nobody reads.
    draft = _Draft(sys.stdout)
    console(draft).print(*renderables)
    # Colours move the cursor, too; the parts of a page have been cleaned.
    _write("stdout", _lines(draft.getvalue()))


def say_lines(text: str, indent: int = 4) -> None:
    """Write *text*; on a screen, break what is too long for a line of it.

    Raises:
        UnwrittenError: It cannot be written.
    """
    width = columns()
    for line in text.rstrip("\n").split("\n"):
        if width is None or len(line) <= width:
            say(line)
            continue
        margin = " " * (len(line) - len(line.lstrip()))
        wrapped = textwrap.wrap(
            line.lstrip(),
            width,
            initial_indent=margin,
            subsequent_indent=margin + " " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        say("\n".join(wrapped))


class _Draft(io.StringIO):
    """What is to be written to a stream, and looks like it to Rich."""

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._is_terminal = is_terminal(stream)
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Return that of the stream: it tells which lines can be drawn."""
        return self._encoding

    def isatty(self) -> bool:
        """Tell whether the stream is a terminal."""
        return self._is_terminal


def columns() -> int | None:
    """Return how wide lines may be, if a person reads them on a screen."""
    if not is_terminal(sys.stdout):
        return None

    return min(max(console(sys.stdout).width, _NARROW), _WIDE)


def json_text(
    document: Any,  # noqa: ANN401  # JSON
    stream: TextIO | None = None,
    indent: int | None = 2,
) -> str:
    """Write *document* as JSON that *stream* can hold and a terminal show."""
    encoding = "utf-8" if stream is None else (stream.encoding or "utf-8")
    is_narrow = encoding.lower().replace("-", "") not in ("utf8", "utf16")
    text = json.dumps(document, ensure_ascii=is_narrow, indent=indent)

    # Outside of a text, JSON has none of it.
    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def write_file(path: pathlib.Path, text: str) -> None:
    """Write *text* to *path*, whole or not at all.

    Raises:
        OSError: It cannot be written; what stood there stands there still.
    """
    if path.exists() and not path.is_file():
        # A device, a pipe: there is nothing to put in its place, and what it
        # leads to, as `/dev/stdout` does, may have no name.
        path.write_text(text, "utf-8")
        return
    path = path.resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def patience(message: str | Callable[[], str]) -> Iterator[None]:
    """Show *message* on a terminal while what is done takes long."""
    if not is_terminal(sys.stderr):
        yield
        return
    done = threading.Event()

    def text() -> str:
        return message if isinstance(message, str) else message()

    def watch() -> None:
        if done.wait(_PATIENCE):
            return
        # Nobody waits any longer at a terminal that is gone.
        with (
            contextlib.suppress(OSError, ValueError),
            console(sys.stderr).status(text()) as status,
        ):
            while not done.wait(_REFRESH):
                status.update(text())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
