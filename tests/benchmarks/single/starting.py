"""What a process pays before it has scored its first unit."""

from units import BUNDLED, EXAMPLE

from single.showing import show, show_ratio
from single.timing import medians, printed_by, run, time_of

COLD_MOST = 250
"""Milliseconds that a cold process may take above bare Python."""

ATTRS_THEN = 35
"""Milliseconds that ``import attrs`` took where that was set.

What a process that starts cold takes differs between machines as that
import does, so both are compared.
"""


def measure_import() -> list[bool]:
    """Compare ``import parrules`` with ``import attrs``, in new processes."""
    program = (
        "import time; start = time.perf_counter(); import {}; "
        "print(time.perf_counter() - start)"
    )
    ours, theirs = medians(
        lambda: printed_by(program.format("parrules")),
        lambda: printed_by(program.format("attrs")),
    )
    print(f"import parrules {ours * 1e3:.2f} ms, attrs {theirs * 1e3:.2f} ms")

    return [show_ratio("import parrules : import attrs", ours, theirs, 1.5)]


def measure_cold() -> list[bool]:
    """Time a process that does everything once, above bare Python.

    In milliseconds, and in imports of attrs: a slower machine may miss the
    one and meet the other, and the line of each says so.
    """
    program = (
        "import parrules; "
        f"ruleset = parrules.load({BUNDLED!r}); "
        "facts = next(each.facts for each in ruleset.scheme.examples "
        f"if each.name == {EXAMPLE!r}); "
        "breakdown = ruleset.evaluate(facts); "
        "assert breakdown.total"
    )
    cold, bare, attrs = medians(
        lambda: time_of(lambda: run(program)),
        lambda: time_of(lambda: run("pass")),
        lambda: time_of(lambda: run("import attrs")),
    )
    above, imported = (cold - bare) * 1e3, (attrs - bare) * 1e3
    print(
        f"cold process {cold * 1e3:.0f} ms, bare Python {bare * 1e3:.0f} ms, "
        f"one that imports attrs {attrs * 1e3:.0f} ms"
    )
    print(
        f"{COLD_MOST} ms were set where that import took {ATTRS_THEN} ms: "
        f"{COLD_MOST / ATTRS_THEN:.1f} of them; here it takes "
        f"{imported:.0f} ms"
    )

    return [
        show(
            "load, check, compile, score once; above bare Python",
            f"{above:.0f} ms",
            f"≤ {COLD_MOST} ms",
            met=above <= COLD_MOST,
        ),
        show_ratio(
            "the same : import attrs, above bare Python",
            above,
            imported,
            round(COLD_MOST / ATTRS_THEN, 1),
        ),
    ]
