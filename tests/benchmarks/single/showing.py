"""The table of figures beside targets, and the machine they are of."""

import importlib.metadata
import os
import pathlib
import platform

from units import BUNDLED

from single.timing import REPEATS


def describe() -> None:
    """Print what the numbers were measured on."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in ("durable-rules", "zen-engine", "attrs")
    )
    print(f"{platform.platform()}, {processor()}, {os.cpu_count()} cores")
    print(f"CPython {platform.python_version()}, {versions}")
    print(f"medians of {REPEATS} repeats in turns; {BUNDLED}\n")
    print(f"{'':58}{'measured':>12}{'target':>12}")


def processor() -> str:
    """Return the name of the processor, as far as it is known."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line for line in lines if line.startswith("model name"))

    return next(names, ":").partition(":")[2].strip() or platform.machine()


def show(name: str, measured: str, target: str, *, met: bool) -> bool:
    """Print one line of the table and pass *met* on."""
    print(f"{name:58}{measured:>12}{target:>12}{'' if met else '  missed'}")

    return met


def show_times(name: str, ours: float, theirs: float, least: float) -> bool:
    """Print how many times faster we are, beside the least it may be."""
    times = theirs / ours

    return show(name, f"{times:.2f}×", f"≥ {least:g}×", met=times >= least)


def show_ratio(name: str, left: float, right: float, most: float) -> bool:
    """Print a ratio beside the most that it may be."""
    ratio = left / right

    return show(name, f"{ratio:.2f}×", f"≤ {most}×", met=ratio <= most)
