"""Where commands write: screen, files, and a sign of life when it is slow."""

import contextlib
import json
import os
import pathlib
import shutil
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_PATIENCE = 1.0
"""Seconds after which somebody who waits is told what goes on."""


def prepare_streams() -> None:
    """Let what an old terminal cannot show become a question mark."""
    for stream in (sys.stdout, sys.stderr):
        # Tests and notebooks put streams there that cannot be told.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(text: str) -> None:
    """Write *text* to the standard output, with one line end after it."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def complain(text: str) -> None:
    """Write *text* to the standard error stream."""
    sys.stderr.write(text.rstrip("\n") + "\n")


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a person sees *stream*, with colours."""
    return stream.isatty()


def console(stream: TextIO) -> "Console":
    """Return what prints colours to *stream*, if it shows them."""
    # Rich is imported only where something coloured is printed.
    from rich.console import Console  # noqa: PLC0415

    return Console(file=stream, highlight=False, soft_wrap=False)


def json_text(document: Any, stream: TextIO | None = None) -> str:  # noqa: ANN401  # JSON
    """Write *document* as JSON that *stream* can hold."""
    encoding = "utf-8" if stream is None else (stream.encoding or "utf-8")
    is_narrow = encoding.lower().replace("-", "") not in ("utf8", "utf16")

    return json.dumps(document, ensure_ascii=is_narrow, indent=2)


def write_file(path: pathlib.Path, text: str) -> None:
    """Write *text* to *path*, whole or not at all.

    Raises:
        OSError: It cannot be written; what stood there stands there still.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        # A device, a pipe: there is nothing to put in its place.
        path.write_text(text, "utf-8")
        return
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
def patience(message: str) -> Iterator[None]:
    """Show *message* on a terminal while what is done takes long."""
    if not is_terminal(sys.stderr):
        yield
        return
    done = threading.Event()

    def watch() -> None:
        if not done.wait(_PATIENCE):
            with console(sys.stderr).status(message):
                done.wait()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
