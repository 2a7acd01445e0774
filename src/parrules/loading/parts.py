"""The smaller tables of a ruleset → the model."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parrules.errors import Path, near
from parrules.loading.expressions import Expressions, Names
from parrules.loading.structure import KEY, Reader
from parrules.loading.wire import (
    AnswerTable,
    ChangesTable,
    ChannelTable,
    GradeTable,
    KnockOutTable,
    PolicyTable,
    QuotaTable,
    RankingTable,
    TotalTable,
)
from parrules.model import (
    Changes,
    Channel,
    Choice,
    Grade,
    KnockOut,
    Policy,
    Quota,
    Ranking,
    Title,
    Total,
)


def policy_of(reader: Reader, table: Mapping[str, Any]) -> Policy:
    """Read ``[policy]``."""
    row = reader.row(PolicyTable, table, ("policy",))

    return Policy(
        missing=row.missing or "zero",
        unevidenced=row.unevidenced or "explain",
    )


def channels_of(
    reader: Reader, table: Mapping[str, Any], names: Names
) -> tuple[Channel, ...]:
    """Read ``[channel]``; what says that one was held is a flag."""
    channels: list[Channel] = []
    for name, value in table.items():
        path = ("channel", name)
        row = reader.row(ChannelTable, value, path)
        if row.held is not None:
            _require(reader, names, "flag", row.held, (*path, "held"))
        if reader.is_nfc(name, path):
            channels.append(
                Channel(
                    id=reader.name(name, path),
                    maximum=row.maximum,
                    title=row.title or Title(),
                    held=row.held,
                    path=path,
                )
            )

    return tuple(channels)


def answers_of(
    reader: Reader, table: Mapping[str, Any]
) -> dict[str, tuple[Choice, ...]]:
    """Read ``[answers]``: sets of ids, each with a percent and a label."""
    return {
        reader.name(name, ("answers", name)): _answer_set(
            reader, value, ("answers", name)
        )
        for name, value in table.items()
        if reader.is_nfc(name, ("answers", name))
    }


def _answer_set(
    reader: Reader, value: object, path: Path
) -> tuple[Choice, ...]:
    if not isinstance(value, dict):
        reader.wrong(value, "table", path)
        return ()
    if not value:
        reader.problem("PAR128", path, value=f"{path[-1]} = {{}}")
    choices: list[Choice] = []
    for key, entry in value.items():
        where = (*path, key)
        answer = _answer(reader, reader.name(key, where), entry, where)
        if answer is not None and reader.is_nfc(key, where):
            choices.append(answer)

    return tuple(choices)


def _answer(
    reader: Reader, id_: str, entry: object, path: Path
) -> Choice | None:
    """Read a percent, or a table that may say more."""
    if type(entry) is int or type(entry) is Decimal:
        return Choice(id=id_, share=Decimal(entry), path=path)
    if not isinstance(entry, dict):
        reader.wrong(entry, "number | table", path)
        return None
    row = reader.row(AnswerTable, entry, path)
    reader.one_of(row, path, "share", "not_applicable")
    if row.share is None and row.not_applicable is None:
        return None

    return Choice(
        id=id_,
        share=row.share,
        treatment=row.not_applicable,
        label=row.label or Title(),
        path=path,
    )


def total_of(reader: Reader, table: Mapping[str, Any]) -> Total:
    """Read ``[total]``."""
    row = reader.row(TotalTable, table, ("total",))

    return Total(
        at_least=row.at_least,
        at_most=row.at_most,
        rescale=row.rescale,
        path=("total",),
    )


def knock_outs_of(
    reader: Reader, tables: tuple[Any, ...], names: Names
) -> tuple[KnockOut, ...]:
    """Read each ``[[knock_out]]``; its condition knows facts alone."""
    expressions = Expressions(reader, names.environment())
    found: list[KnockOut] = []
    for row, path in reader.rows(KnockOutTable, tables, ("knock_out",)):
        when = expressions.flag(row.when, (*path, "when"))
        named = row.criteria if isinstance(row.criteria, str) else None
        codes = row.criteria if isinstance(row.criteria, tuple) else ()
        if named is not None and named not in names.facts:
            _reached(reader, names, named, (*path, "criteria"))
        elif named is not None:
            _require(reader, names, "codes", named, (*path, "criteria"))
        if row.criteria == ():
            reader.problem(
                "PAR128", (*path, "criteria"), value="criteria = []"
            )
        if when is not None:
            found.append(
                KnockOut(
                    criteria=tuple(code.strip() for code in codes),
                    fact=named,
                    when=when,
                    label=row.label or Title(),
                    id=row.id,
                    path=path,
                )
            )

    return tuple(found)


def _reached(reader: Reader, names: Names, name: str, path: Path) -> None:
    """Report that *name*, which is no fact, is to be reached."""
    if name not in names.nodes:
        _require(reader, names, "codes", name, path)
        return
    reader.problem(
        "PAR105",
        path,
        value=name,
        found="string",
        expected="array",
        bare=f'["{name}"]',
    )


def _require(
    reader: Reader, names: Names, kind: str, name: str, path: Path
) -> None:
    """Report that *name* is no fact of type *kind*."""
    alike = [each for each in names.facts if names.facts[each].kind == kind]
    found = names.facts.get(name)
    if found is None:
        # The opposite of a name is not meant to be that name.
        opposite = name.removeprefix("not ").strip()
        condition = ""
        if opposite in alike and opposite != name:
            condition = f'not_{opposite} = "not {opposite}"'
        meant = opposite if condition else near(name, alike)
        reader.problem(
            "PAR503", path, name=name, near=meant, condition=condition
        )
    elif found.kind not in (kind, "unknown"):
        reader.problem(
            "PAR504",
            path,
            found=found.dimension or found.kind,
            expected=kind,
        )


def grades_of(
    reader: Reader, tables: tuple[Any, ...], names: Names
) -> tuple[Grade, ...]:
    """Read each ``[[grade]]``; its gate knows the outcomes of the nodes."""
    expressions = Expressions(reader, names.environment(with_nodes=True))
    found: list[Grade] = []
    for row, path in reader.rows(GradeTable, tables, ("grade",)):
        reader.at_most_one_of(row, path, "from", "above")
        found.append(
            Grade(
                id=row.id or "",
                title=row.title or Title(),
                bound=row.from_ if row.above is None else row.above,
                strict=row.above is not None,
                requires=expressions.flag(row.requires, (*path, "requires")),
                path=path,
            )
        )

    return tuple(found)


def ranking_of(reader: Reader, table: Mapping[str, Any]) -> Ranking:
    """Read ``[ranking]``."""
    path = ("ranking",)
    row = reader.row(RankingTable, table, path)
    quotas = reader.rows(QuotaTable, row.quota, (*path, "quota"))

    return Ranking(
        within=row.within,
        ties=row.ties or "standard",
        order=tuple(each.strip() for each in row.order or ("total",)),
        quota=tuple(
            Quota(
                grade=quota.grade,
                share=quota.share,
                round=quota.round or "down",
                otherwise=quota.otherwise,
            )
            for quota, _ in quotas
            if quota.grade is not None and quota.share is not None
        ),
        unranked=_texts_of(reader, row.unranked, (*path, "unranked")),
        path=path,
    )


def changes_of(reader: Reader, table: Mapping[str, Any]) -> Changes | None:
    """Read ``[changes]``; `None` where it names no older edition."""
    path = ("changes",)
    row = reader.row(ChangesTable, table, path)
    was = _texts_of(reader, row.was, (*path, "was"))
    if row.since is None:
        return None

    return Changes(
        since=row.since.strip(),
        was={
            code.strip(): tuple(each.strip() for each in codes)
            for code, codes in was.items()
        },
        gone=tuple(code.strip() for code in row.gone or ()),
        path=path,
    )


def _texts_of(
    reader: Reader, table: Mapping[str, Any] | None, path: Path
) -> Mapping[str, tuple[str, ...]]:
    """Read a table of which each value is one text or several."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in (table or {}).items():
        where = (*path, key)
        if isinstance(value, dict):
            reader.problem("PAR108", where, KEY, code=_unquoted(key, value))
            continue
        texts = reader.value(str | tuple[str, ...], value, where)
        if texts is not None and reader.is_nfc(key, where):
            found[key] = (texts,) if isinstance(texts, str) else texts

    return found


def _unquoted(code: str, value: object) -> str:
    """Return the code that was meant: 1.2 = … is a table in a table."""
    while isinstance(value, dict) and value:
        key, value = next(iter(value.items()))
        code = f"{code}.{key}"

    return code
