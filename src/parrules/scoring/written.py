"""How a value is written that was written otherwise: what a remedy shows."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

from parrules.errors import Language
from parrules.facts import NEVER
from parrules.model import Choices, Title
from parrules.plan.nodes import Input, Plan
from parrules.points import is_bounded, plain
from parrules.scoring.readers import shown

_LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")

_MOST = 200
"""Characters: what is longer was meant as no value at all."""

_MOST_BITS = 1024
"""Of whole numbers; those that have more are beyond all bounds."""

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_BACKWARDS = re.compile(r"(\d{4})[/.-]?(\d{1,2})[/.-]?(\d{1,2})")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_SHORT_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})")
_SPELT_DAY = re.compile(
    r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})", re.IGNORECASE
)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[., ]\d{3})+")
_GROUPED = re.compile(
    r"(?P<whole>[+-]?[1-9]\d{0,2}(?P<sign>[., ])\d{3}(?:(?P=sign)\d{3})*)"
    r"(?!(?P=sign))[.,](?P<rest>\d+)"
)
"""Thousands and decimals, parted by different signs."""

_BLANKS = re.compile(r"\s+")
_UNITS = re.compile(r"([-+\d., ]*\d) ([^\W\d_]+(?: [^\W\d_]+)*)")
_POWERS = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9}
_NOTHING = frozenset(
    (
        *("", "-", "–", "—", "?", "…", "..."),  # noqa: RUF001  # dashes of tables
        *("n/a", "na", "null", "none", "nan"),
        *("chưa có", "chưa rõ", "không có", "không rõ", "không có số liệu"),
    )
)
"""What people and spreadsheets write where they have no value."""

_BESIDE = "'=\uff1d% \u200b"
"""Signs beside numbers, of spreadsheets and of people."""

_SERIAL = re.compile(r"[2-5]\d{4}")
_DAY_0 = datetime.date(1899, 12, 30)
"""From which spreadsheets count days."""
_BETWEEN = re.compile(r"[\s,;|/]+")
_YES = ("true", "yes", "có", "1", "x", "đúng")
_NOT = ("never", "false", "không", "chưa", "no", "none", "-", "–", "—")  # noqa: RUF001  # dashes of tables
"""How people begin to say that something did not happen."""

_DAY_LIKE = "2021-01-20"
_NO = ("false", "no", "không", "0", "sai")


def remedy_of(
    source: Input,
    value: object,
    refused: Mapping[str, str],
    plan: Plan,
    *,
    is_text: bool,
) -> dict[str, str]:
    """Return what else is said of a value that was refused.

    Args:
        source: What the value was given for.
        value: What was refused.
        refused: What is said of it: among what, where it is no option.
        plan: Of the ruleset.
        is_text: It stands in a table of texts, as in CSV.
    """
    if "options" not in refused:
        form = form_of(source, value, is_text=is_text)
        is_nothing = isinstance(value, str) and _is_nothing(value)
        is_never = form.strip('"') == NEVER

        return {"empty" if is_nothing and not is_never else "form": form}
    # Of a tally it is a level that was refused.
    said = value if isinstance(value, str) else refused["value"]
    labels = called(source, plan)

    return _labelled(said[:_MOST], labels) or _chosen(
        source, said[:_MOST], labels, refused
    )


def called(source: Input, plan: Plan) -> dict[str, Title]:
    """Return what reports say for options that have a label."""
    if source.fact is not None:
        titles = source.fact.called
    else:
        form = plan.nodes[source.node].criterion.form
        choices = form.choices if isinstance(form, Choices) else ()
        titles = {each.id: each.label for each in choices}

    return {name: title for name, title in titles.items() if title != Title()}


def _labelled(said: str, labels: Mapping[str, Title]) -> dict[str, str]:
    """Return the option that reports call *said*, if one only is."""
    wanted = _BLANKS.sub(" ", said.strip()).casefold()
    found = [
        option
        for option, title in labels.items()
        if wanted in (title.vi.casefold(), title.en.casefold())
    ]

    return {"near": found[0], "said": said} if len(found) == 1 else {}


def _chosen(
    source: Input,
    said: str,
    labels: Mapping[str, Title],
    refused: Mapping[str, str],
) -> dict[str, str]:
    """Return the option that is meant, else all with their labels."""
    meant = option_meant(source, said)
    if meant:
        is_word = meant.casefold() != said.strip().casefold()
        return {
            "near": meant,
            "meant": meant,
            "said": said if is_word else "",
        }
    if refused.get("near") or not labels:
        return {}

    return {
        f"labels_{language}": ", ".join(
            f"`{option}` ({labels[option].text(language)})"
            if option in labels
            else f"`{option}`"
            for option in source.options
        )
        for language in _LANGUAGES
    }


def _is_nothing(value: str) -> bool:
    """Tell whether *value* says that there is none, or is an error."""
    said = value[:_MOST].strip().casefold()

    return said in _NOTHING or said.startswith("#")


def form_of(source: Input, value: object, *, is_text: bool) -> str:
    """Return *value* as it was probably meant, else what is alike.

    Args:
        source: What the value was given for.
        value: What was refused.
        is_text: It stands in a table of texts, as in CSV.

    Returns:
        What can stand in its place: in TOML, or in a table of texts. Where
        there are two readings, both, with `` | `` between them.
    """
    makers = {
        "flag": _flag,
        "date": _date,
        "tally": _tally,
        "codes": _codes,
        "choice": _option,
        "answer": _option,
    }
    value = shortened(value)
    if isinstance(value, str):
        value = value[:_MOST].strip()

    return makers.get(source.kind, _number)(source, value, is_text)


def _said(value: object) -> str:
    """Return what *value* says if it was meant as a word."""
    return str(value).lower() if type(value) is bool else shown(value).lower()


def shortened(value: Any) -> Any:  # noqa: ANN401  # any object
    """Return a whole number that Python refuses to write as a shorter one.

    Both are beyond all bounds.
    """
    if isinstance(value, list | tuple):
        return [shortened(each) for each in value]
    if type(value) is int and value.bit_length() > _MOST_BITS:
        return 1 << _MOST_BITS if value > 0 else -(1 << _MOST_BITS)

    return value


def _flag(_: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    del is_text
    said = _said(value)
    if said in _YES:
        return "true"

    return "false" if said in _NO else "true | false"


def _number(source: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    del is_text
    places = 0 if source.kind == "count" else source.places
    likely: list[Decimal] = []
    if isinstance(value, str):
        likely = _amounts(_BLANKS.sub(" ", value.strip(_BESIDE)).strip())
    elif type(value) is Decimal and is_bounded(value):
        # TOML takes what says a thousand for one.
        likely = _numbers(str(value))
    fit = [plain(each) for each in likely if _fits(each, places)]

    return " | ".join(dict.fromkeys(fit)) or ("12.5" if places else "8")


def _amounts(text: str) -> list[Decimal]:
    """Return what *text* may say, also with a unit: 12 triệu, 3 hồ sơ."""
    match = _UNITS.fullmatch(text)
    if match is None:
        return _numbers(text)
    first, *_ = match[2].casefold().split(" ")
    found = [each.scaleb(_POWERS.get(first, 0)) for each in _numbers(match[1])]

    return [each for each in found if is_bounded(each)]


def _numbers(text: str) -> list[Decimal]:
    """Return what *text* may say: 1.000 is a thousand, or one."""
    texts = [text.replace(",", ".")]
    if _THOUSANDS.fullmatch(text):
        texts.insert(0, re.sub("[., ]", "", text))
    elif grouped := _GROUPED.fullmatch(text):
        whole = re.sub("[., ]", "", grouped["whole"])
        texts = [f"{whole}.{grouped['rest']}"]
    found = (_number_in(each) for each in texts)

    return [each for each in found if each is not None]


def _number_in(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None

    return number if is_bounded(number) else None


def _fits(number: Decimal, places: int) -> bool:
    steps: Fraction = Fraction(number) * 10**places

    return steps.denominator == 1


def _date(source: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    never = ""
    if source.fact is not None and source.fact.never:
        never = NEVER if is_text else f'"{NEVER}"'
        if _said(value).split(" ")[0] in _NOT:
            return never
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    text = shown(value) if isinstance(value, (str, int)) else ""
    # A cell of a spreadsheet may have a time beside its day.
    text = _TIME.sub("", text)
    readings: list[tuple[str, str, str]] = []
    if match := _DAY.fullmatch(text):
        first, second, year = match.groups()
        # In Việt Nam the day comes first, in some spreadsheets the month.
        readings = [(year, second, first), (year, first, second)]
    elif _SERIAL.fullmatch(text):
        return (_DAY_0 + datetime.timedelta(int(text))).isoformat()
    elif match := _SHORT_DAY.fullmatch(text):
        first, second, year = match.groups()
        readings = [(f"20{year}", second, first), (f"20{year}", first, second)]
    elif match := _SPELT_DAY.fullmatch(_BLANKS.sub(" ", text)):
        first, second, year = match.groups()
        readings = [(year, second, first)]
    elif match := _BACKWARDS.fullmatch(text):
        year, month, day = match.groups()
        readings = [(year, month, day)]
    days = [day for each in readings if (day := _day_of(*each))]

    if days:
        return " | ".join(dict.fromkeys(days))

    return " | ".join(filter(None, (_DAY_LIKE, never)))


def _day_of(year: str, month: str, day: str) -> str:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _tally(source: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    parts: list[object] = []
    if isinstance(value, str):
        parts = list(filter(None, _BETWEEN.split(value.strip("[] "))))
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    counts = [_count(part) for part in parts]
    if "" in counts or len(counts) != len(source.options):
        counts = [str(each) for each in range(1, len(source.options) + 1)]

    return ";".join(counts) if is_text else f"[{', '.join(counts)}]"


def _count(part: object) -> str:
    """Return *part* as a count, empty where it is none."""
    if isinstance(part, bool):
        return ""
    numbers = _numbers(shown(part)[:_MOST])
    if len(numbers) != 1 or not _fits(numbers[0], 0):
        return ""

    return plain(numbers[0])


def _codes(_: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    parts = ["1.1", "2.3"]
    if isinstance(value, str):
        parts = list(filter(None, _BETWEEN.split(value.strip("[] "))))
    quoted = ", ".join(f'"{part}"' for part in parts)

    return ";".join(parts) if is_text else f"[{quoted}]"


def _option(source: Input, value: object, is_text: bool) -> str:  # noqa: FBT001  # as all
    option = source.options[0] if source.options else ""
    option = option_meant(source, value) or option

    return option if is_text else f'"{option}"'


def option_meant(source: Input, value: object) -> str:
    """Return the option that *value* says otherwise, empty for none."""
    said = _said(value).strip()
    for option in source.options:
        if option.casefold() == said.casefold():
            return option
    # As reports print them, and as most tables name them.
    meant = "yes" if said in _YES else "no" if said in _NO else ""

    return meant if meant in source.options else ""
