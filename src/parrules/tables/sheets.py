"""Spreadsheets as tables of texts, cell by cell as they stand.

A column is never taken for numbers because it begins with some: each cell
is read by what its fact declares, as in CSV, and none is dropped.
"""

from typing import Any, Final

from parrules.tables.frames import Frame
from parrules.tables.packages import required

_ERRORS: Final = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
"""What is shown of the errors of formulas, which no fact can be."""

_MIDNIGHT: Final = "^([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00$"


def read_spreadsheet(path: str) -> Frame:
    """Return the first sheet; its rows count from the one below the header.

    Raises:
        ExtraError: PAR913, what reads spreadsheets is absent.
    """
    polars, reader = required("polars"), required("fastexcel")
    required("pyarrow")
    sheet = reader.read_excel(path).load_sheet(0, dtypes="string")
    cells, errors = sheet.to_arrow_with_errors()
    frame = polars.DataFrame(cells)
    if errors is not None:
        frame = _with_errors(frame, errors.errors)
    texts = polars.col(polars.String)
    # A day is a time at midnight there.
    days = texts.str.replace(_MIDNIGHT, "${1}").replace("", None)

    return frame.with_columns(days).lazy()


def _with_errors(frame: Frame, errors: Any) -> Frame:  # noqa: ANN401  # fastexcel's
    """Return the frame with the errors of formulas in their cells."""
    polars = required("polars")
    columns = {name: frame[name].to_list() for name in frame.columns}
    for error in errors:
        row, column = error.offset_position
        columns[frame.columns[column]][row] = _shown(error.detail)

    return polars.DataFrame(
        columns, schema=dict.fromkeys(frame.columns, polars.String)
    )


def _shown(detail: str) -> str:
    """Return an error as a spreadsheet shows it."""
    name = detail.partition("Error(")[2].partition(")")[0]

    return _ERRORS.get(name, f"#{detail}")
