"""The examples in a questionnaire: published figures that must come out."""

from collections.abc import Iterable
from decimal import Decimal

from parrules.errors import near
from parrules.loading.structure import KEY, Reader
from parrules.points import plain, published
from parrules.survey.counts import Tallies
from parrules.survey.estimates import Estimate, Estimator
from parrules.survey.model import Questionnaire
from parrules.survey.sampling import UnitFrame
from parrules.survey.tallying import tallied
from parrules.survey.wire import ExampleTable


def check_examples(
    reader: Reader, rows: Iterable[object], form: Questionnaire
) -> tuple[str, ...]:
    """PAR874: what comes of the tallies of an example is something else.

    Args:
        reader: Is told what is wrong.
        rows: ``[[example]]``.
        form: Free of errors.

    Returns:
        The names of the examples.
    """
    names = []
    for row, path in reader.rows(ExampleTable, rows, ("example",)):
        names.append(row.name or "")
        answers = tallied(reader, row.tally or {}, form, (*path, "tally"))
        estimator = Estimator(
            questionnaire=form,
            tallies=Tallies(answers=answers),
            unit="",
            frame=UnitFrame(),
        )
        questions = estimator.questions()
        found = {**questions, **estimator.parts(questions)}
        for code, expected in (row.expect or {}).items():
            where = (*path, "expect", code)
            number = reader.value(Decimal, expected, where)
            if code not in found:
                meant = near(code, found)
                reader.problem(
                    "PAR850", where, KEY, kind="part", name=code, near=meant
                )
                continue
            got = _published(found[code], form)
            if number is not None and got != number:
                reader.problem(
                    "PAR874",
                    where,
                    example=row.name or "",
                    part=code,
                    expected=plain(number),
                    got="-" if got is None else plain(got),
                )

    return tuple(names)


def _published(found: Estimate, form: Questionnaire) -> Decimal | None:
    value = found.value(form.measure)
    if value is None:
        return None
    over, under = value.as_integer_ratio()

    return Decimal(published(over, under, form.decimals, "half_up"))
