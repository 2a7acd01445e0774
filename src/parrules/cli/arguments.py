"""What commands are given: a type for each argument and option."""

import enum
import re
from decimal import Decimal
from typing import Annotated, Any

import typer

_PERCENT = re.compile(r"(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?)")


class Lang(str, enum.Enum):
    """A language of messages and reports."""

    VI = "vi"
    EN = "en"


class Format(str, enum.Enum):
    """For whom to write."""

    TEXT = "text"
    JSON = "json"


class Detail(str, enum.Enum):
    """How much of each unit a table says."""

    TOTALS = "totals"
    POINTS = "points"
    FULL = "full"


class TableFormat(str, enum.Enum):
    """For whom to write what has a row for each unit."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def _percent(text: str) -> Decimal:
    """Read a percentage, such as ``90`` or ``68.4``.

    Raises:
        ValueError: It is none.
    """
    if not _PERCENT.fullmatch(text):
        raise ValueError(text)

    return Decimal(text)


_LANG = typer.Option("--lang", metavar="vi|en", show_choices=False)
_FORMAT = typer.Option("--format", metavar="text|json", show_choices=False)
_OUTPUT = typer.Option("-o", "--output", metavar="FILE")
_ENGINE = typer.Option("--engine", metavar="durable|compiled")
Language = Annotated[Lang | None, _LANG]
Ruleset = Annotated[str, typer.Argument(metavar="RULESET")]
Rulesets = Annotated[list[str], typer.Argument(metavar="RULESET...")]
Facts = Annotated[str, typer.Argument(metavar="FACTS")]
Code = Annotated[str, typer.Argument(metavar="CODE")]
Formats = Annotated[Format | None, _FORMAT]
Output = Annotated[str | None, _OUTPUT]
InFull = Annotated[bool, typer.Option("--all")]
Covering = Annotated[bool, typer.Option("--coverage")]
Mutating = Annotated[bool, typer.Option("--mutate")]
Lcov = Annotated[str | None, typer.Option("--lcov", metavar="FILE")]
_LIMIT: Any = {"metavar": "0…100", "parser": _percent}
FailUnder = Annotated[Decimal | None, typer.Option("--fail-under", **_LIMIT)]
FailUnderMutation = Annotated[
    Decimal | None, typer.Option("--fail-under-mutation", **_LIMIT)
]
_TABLE_FORMAT = typer.Option(
    "--format", metavar="text|json|csv|html", show_choices=False
)
TableFormats = Annotated[TableFormat | None, _TABLE_FORMAT]
RulesetOrAssessment = Annotated[
    str, typer.Argument(metavar="RULESET|ASSESSMENT")
]
ManyFacts = Annotated[list[str] | None, typer.Argument(metavar="FACTS...")]
Years = Annotated[
    list[str] | None, typer.Argument(metavar="RULESET LAST_YEAR THIS_YEAR")
]
BlockBy = Annotated[str | None, typer.Option("--block-by", metavar="KEY")]
LastYear = Annotated[
    list[str] | None, typer.Option("--last-year", metavar="FACTS")
]
Older = Annotated[str | None, typer.Option("--older", metavar="RULESET")]
Published = Annotated[str | None, typer.Option("--published", metavar="FILE")]
OneUnit = Annotated[str | None, typer.Option("--unit", metavar="UNIT")]
Strict = Annotated[bool, typer.Option("--strict")]
Examples = Annotated[str | None, typer.Option("--examples", metavar="FILE")]
Engine = Annotated[str, _ENGINE]
Index = Annotated[str, typer.Argument(metavar="INDEX")]
Units = Annotated[str, typer.Argument(metavar="UNITS")]
Year = Annotated[int | None, typer.Option("--year", metavar="YEAR")]
Earlier = Annotated[
    list[str] | None, typer.Option("--earlier", metavar="FILE")
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT")]
Questionnaire = Annotated[str, typer.Argument(metavar="QUESTIONNAIRE")]
Answers = Annotated[str | None, typer.Argument(metavar="ANSWERS")]
FrameFile = Annotated[str | None, typer.Option("--frame", metavar="FILE")]
Period = Annotated[str, typer.Option("--period", metavar="PERIOD")]
FactsOutput = Annotated[
    str | None, typer.Option("-o", "--facts", metavar="FILE")
]
TableInput = Annotated[str, typer.Argument(metavar="INPUT")]
TableOutput = Annotated[str, _OUTPUT]
_DETAIL = typer.Option(
    "--detail", metavar="totals|points|full", show_choices=False
)
Details = Annotated[Detail, _DETAIL]
Long = Annotated[bool, typer.Option("--long")]
UnitColumn = Annotated[str, typer.Option("--unit", metavar="COLUMN")]
Carry = Annotated[list[str] | None, typer.Option("--carry", metavar="COLUMN")]
Refused = Annotated[str | None, typer.Option("--refused", metavar="FILE")]
Uncertain = Annotated[str, typer.Option("--uncertain", metavar="FILE")]
Draws = Annotated[int, typer.Option("--draws", metavar="N")]
Seed = Annotated[int, typer.Option("--seed", metavar="N")]
Level = Annotated[int, typer.Option("--level", metavar="N")]
