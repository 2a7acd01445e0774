"""What table scoring has to reach, beside what it did."""

from collections.abc import Iterator, Mapping

from peers.bench import FULL, POINTS, TOTALS, Bench
from peers.contenders import OURS, OURS_PANDAS, POLARS
from peers.loops import ZEN_EXPRESSIONS, ZEN_TABLES
from peers.printing import Found, judged

TOO_MUCH = 1.25
"""How much faster than its size a cost may grow and still be linear."""


def judge(bench: Bench) -> list[bool]:
    """Print the targets of all that was measured, and which are met."""
    print(f"\n{'':62}{'measured':>12}{'target':>14}")
    if OURS not in bench.present:
        print("nothing to judge: no right `evaluate_table` was there")
        return []

    return [
        *_speeds(bench),
        *_zen(bench),
        *_growth(bench.by_units, "units"),
        *_growth(bench.by_leaves, "leaves"),
        *_bounds(bench),
    ]


def _seconds(bench: Bench, name: str, detail: str) -> float | None:
    found: float | None = bench.scored.get((name, detail), {}).get("seconds")

    return found


def _speeds(bench: Bench) -> Iterator[bool]:
    pairs = [
        (f"{detail}: speed against hand-written Polars", OURS, detail, POLARS)
        for detail in (TOTALS, POINTS)
    ]
    least = {TOTALS: 0.9, POINTS: 0.9, FULL: 0.3}
    pairs.append(
        ("full: speed against hand-written Polars", OURS, FULL, POLARS)
    )
    for name, ours, detail, other in pairs:
        mine = _seconds(bench, ours, detail)
        theirs = _seconds(bench, other, TOTALS if detail == TOTALS else POINTS)
        if mine is not None and theirs is not None:
            yield judged(name, theirs / mine, "{:.2f}×", least=least[detail])
    mine = _seconds(bench, OURS_PANDAS, POINTS)
    theirs = _seconds(bench, OURS, POINTS)
    if mine is not None and theirs is not None:
        yield judged(
            "points: a pandas frame against one of Polars",
            theirs / mine,
            "{:.2f}×",
            least=0.5,
        )


def _zen(bench: Bench) -> Iterator[bool]:
    best = [
        bench.each[name]
        for name in (ZEN_TABLES, ZEN_EXPRESSIONS)
        if name in bench.each
    ]
    for detail, least in ((TOTALS, 300), (POINTS, 300), (FULL, 100)):
        mine = _seconds(bench, OURS, detail)
        if mine is not None and best:
            yield judged(
                f"{detail}: speed against zen-engine's best loop",
                min(best) * bench.extent.units / mine,
                "{:,.0f}×",
                least=least,
            )


def _growth(
    found: Mapping[int, Mapping[str, Found]], what: str
) -> Iterator[bool]:
    """Hold the cost of the last size to that of the last but one."""
    if len(found) > 1:
        less, more = sorted(found)[-2:]
        before = found[less].get(OURS, {}).get("seconds")
        after = found[more].get(OURS, {}).get("seconds")
        if before and after:
            yield judged(
                f"{less:,} to {more:,} {what}: cost grows by",
                after / before,
                "{:.1f}×",
                most=TOO_MUCH * more / less,
            )


def _bounds(bench: Bench) -> Iterator[bool]:
    peak = bench.files.get(OURS, {}).get("peak")
    if peak is not None:
        yield judged(
            f"{bench.extent.file_units:,} units, Parquet to Parquet, peak",
            peak / 2**20,
            "{:,.0f} MiB",
            most=2048,
        )
    ten = bench.ten.get((OURS, POINTS), {}).get("seconds")
    if ten is not None:
        yield judged("ten units in a frame", ten * 1e3, "{:.1f} ms", most=60)
