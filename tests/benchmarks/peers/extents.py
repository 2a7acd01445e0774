"""How much a run measures: all of it, or a little in a minute."""

import attrs


@attrs.frozen(kw_only=True)
class Extent:
    """How much is measured.

    Attributes:
        units: Of the table that targets are about.
        sizes: Of the series over units, all of table III.
        times: How often the largest table stands in the last of the series,
            beneath itself: so it takes no more memory.
        leaves: Of the series over leaves.
        series_units: Of the same.
        file_units: From Parquet to Parquet.
        turns: Of what targets are about.
        few: Turns of the two series.
        limit: Seconds for each loop over units.
    """

    units: int
    sizes: tuple[int, ...]
    times: int
    leaves: tuple[int, ...]
    series_units: int
    file_units: int
    turns: int
    few: int
    limit: float


WHOLE = Extent(
    units=1_000_000,
    sizes=(1_000, 10_000, 100_000),
    times=10,
    leaves=(10, 91, 400),
    series_units=100_000,
    file_units=10_000_000,
    turns=4,
    few=2,
    limit=2,
)
QUICK = Extent(
    units=20_000,
    sizes=(1_000,),
    times=2,
    leaves=(10, 91),
    series_units=5_000,
    file_units=100_000,
    turns=1,
    few=1,
    limit=0.3,
)
