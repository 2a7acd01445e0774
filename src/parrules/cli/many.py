"""The commands about many units, as they are called."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import typer

from parrules.cli.arguments import (
    Answers,
    BlockBy,
    Draws,
    Earlier,
    Engine,
    FactsOutput,
    Format,
    Formats,
    FrameFile,
    Index,
    Language,
    LastYear,
    Level,
    ManyFacts,
    Older,
    OneUnit,
    Output,
    Period,
    Published,
    Questionnaire,
    Ruleset,
    RulesetOrAssessment,
    Seed,
    TableFormats,
    Uncertain,
    Unit,
    Units,
    Year,
    Years,
)
from parrules.cli.endings import ALL, form_of
from parrules.cli.helping import words_of


def _comparing() -> Any:  # noqa: ANN401  # a module
    """Return the module of the commands, which loads the whole library."""
    # Help and usage errors come without waiting for it.
    from parrules.cli import comparing  # noqa: PLC0415

    return comparing


def _files(*groups: Sequence[str | None] | None) -> tuple[str, ...]:
    """Return the files that were named, where some may not have been."""
    return tuple(
        name for group in groups for name in group or () if name is not None
    )


def _composite(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    index: Index,
    units: Units,
    year: Year = None,
    earlier: Earlier = None,
    cells_of: Unit = None,
    format: TableFormats = None,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    words = words_of(context, lang)
    code = _comparing().composite(
        index,
        units,
        words,
        year=year,
        earlier=earlier or (),
        unit=cells_of,
        form=form_of(
            format,
            output,
            "composite",
            words,
            ALL,
            read=_files([index, units], earlier),
        ),
        output=output,
    )
    raise typer.Exit(code)


def _rank(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: RulesetOrAssessment,
    many_facts: ManyFacts = None,
    block_by: BlockBy = None,
    last_year: LastYear = None,
    older: Older = None,
    published: Published = None,
    earlier: Earlier = None,
    frame: FrameFile = None,
    period: Period = "",
    format: TableFormats = None,  # noqa: A002  # the option's name
    output: Output = None,
    engine: Engine = "compiled",
    lang: Language = None,
) -> None:
    from parrules.cli.ranking import RankWanted  # noqa: PLC0415  # as above

    words = words_of(context, lang)
    wanted = RankWanted(
        format=form_of(
            format,
            output,
            "rank",
            words,
            ALL,
            read=_files(
                [ruleset, older, published, frame],
                many_facts,
                last_year,
                earlier,
            ),
        ),
        block_by=block_by,
        last_year=tuple(last_year or ()),
        older=older,
        published=published,
        earlier=tuple(earlier or ()),
        frame=frame,
        period=period,
        engine=engine,
    )
    facts = many_facts or []
    code = _comparing().rank(ruleset, facts, words, wanted, output=output)
    raise typer.Exit(code)


def _compare(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    years: Years = None,
    unit: OneUnit = None,
    block_by: BlockBy = None,
    older: Older = None,
    published: Published = None,
    earlier: Earlier = None,
    frame: FrameFile = None,
    period: Period = "",
    format: TableFormats = None,  # noqa: A002  # the option's name
    output: Output = None,
    engine: Engine = "compiled",
    lang: Language = None,
) -> None:
    from parrules.cli.ranking import RankWanted  # noqa: PLC0415  # as above

    words = words_of(context, lang)
    wanted = RankWanted(
        format=form_of(
            format,
            output,
            "compare",
            words,
            ALL,
            read=_files([older, published, frame], years, earlier),
        ),
        unit=unit,
        block_by=block_by,
        older=older,
        published=published,
        earlier=tuple(earlier or ()),
        frame=frame,
        period=period,
        engine=engine,
    )
    code = _comparing().compare(years or [], words, wanted, output=output)
    raise typer.Exit(code)


def _sensitivity(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    ruleset: Ruleset,
    many_facts: ManyFacts,
    uncertain: Uncertain,
    draws: Draws = 1024,
    seed: Seed = 0,
    level: Level = 1,
    block_by: BlockBy = None,
    format: Formats = None,  # noqa: A002  # the option's name
    output: Output = None,
    lang: Language = None,
) -> None:
    # As above.
    from parrules.cli.sensitivity import SensitivityWanted  # noqa: PLC0415

    words = words_of(context, lang)
    wanted = SensitivityWanted(
        uncertain=uncertain,
        draws=draws,
        seed=seed,
        level=level,
        block_by=block_by,
        format=form_of(
            format,
            output,
            "sensitivity",
            words,
            read=_files([ruleset, uncertain], many_facts),
        ),
    )
    code = _comparing().sensitivity(
        ruleset, many_facts, words, wanted, output=output
    )
    raise typer.Exit(code)


def _survey(  # noqa: PLR0917  # one for each argument and option
    context: typer.Context,
    questionnaire: Questionnaire,
    answers: Answers = None,
    frame: FrameFile = None,
    period: Period = "",
    format: Formats = None,  # noqa: A002  # the option's name
    facts_output: FactsOutput = None,
    lang: Language = None,
) -> None:
    # Other commands do not wait for what only this one needs.
    from parrules.cli import surveying  # noqa: PLC0415

    words = words_of(context, lang)
    if facts_output is not None:
        form_of(None, facts_output, "survey", words, ("toml",))
    wanted = surveying.Wanted(
        questionnaire=questionnaire,
        answers=answers,
        frame=frame,
        output=facts_output,
        period=period,
        as_json=format is Format.JSON,
    )
    raise typer.Exit(surveying.survey(wanted, words))


MANY: Final[Mapping[str, Callable[..., None]]] = {
    "rank": _rank,
    "compare": _compare,
    "sensitivity": _sensitivity,
    "composite": _composite,
    "survey": _survey,
}
"""What each is called."""
