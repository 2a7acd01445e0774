"""Coverage in the LCOV format, which editors and services read.

A line is one on which a branch begins; it counts the examples that reached
any branch on it.  Branches of a line are numbered from 0 in one block.
"""

from collections.abc import Iterator

from parrules.coverage.measuring import Coverage, Reached
from parrules.usage import look_for


def lcov_text(coverage: Coverage, file: str, name: str = "examples") -> str:
    """Write *coverage* as one record of an LCOV tracefile.

    Args:
        coverage: Of a ruleset that was read from a file.
        file: Its path, as ``SF`` names it.
        name: Of the test, as ``TN`` names it.
    """
    look_for("branches", "coverage", coverage, "Coverage")
    lines: dict[int, list[Reached]] = {}
    for each in coverage.branches:
        place = each.place
        if place is not None and place.line is not None:
            lines.setdefault(place.line, []).append(each)
    counts = {line: _examples(found) for line, found in lines.items()}
    record = [
        f"TN:{_in_a_line(name)}",
        f"SF:{_in_a_line(file)}",
        *(
            text
            for line in sorted(lines)
            for text in _branches(line, lines[line])
        ),
        f"BRF:{sum(map(len, lines.values()))}",
        f"BRH:{sum(_hit(found) for found in lines.values())}",
        *(f"DA:{line},{counts[line]}" for line in sorted(lines)),
        f"LF:{len(lines)}",
        f"LH:{sum(bool(count) for count in counts.values())}",
        "end_of_record",
    ]

    return "\n".join(record) + "\n"


def _in_a_line(name: str) -> str:
    """Write what would end a line, or cannot be shown, as ``%0A`` is.

    The format has no escapes, and a name must not become lines of its own.
    """
    return "".join(
        char
        if char.isprintable()
        else "".join(f"%{byte:02X}" for byte in _bytes(char))
        for char in name
    )


def _bytes(char: str) -> bytes:
    is_byte = "\udc80" <= char <= "\udcff"

    return char.encode(
        "utf-8", "surrogateescape" if is_byte else "surrogatepass"
    )


def _examples(found: list[Reached]) -> int:
    return len({name for each in found for name in each.examples})


def _hit(found: list[Reached]) -> int:
    return sum(bool(each.examples) for each in found)


def _branches(line: int, found: list[Reached]) -> Iterator[str]:
    reached = _examples(found)
    for number, each in enumerate(found):
        # A dash: nothing on the line was ever evaluated.
        taken = str(len(each.examples)) if reached else "-"
        yield f"BRDA:{line},0,{number},{taken}"
