"""What an assessment comes to: its surveys and rankings, to be read."""

from collections.abc import Mapping
from typing import Any

import attrs

from parrules.assessment.model import Assessment
from parrules.cohort.comparing import Comparison
from parrules.cohort.ranks import Cohort
from parrules.errors import Language, Problem
from parrules.model import Title
from parrules.survey.result import Survey


@attrs.frozen(kw_only=True)
class RankingResult:
    """One ranking of an assessment.

    Attributes:
        title: That of the file, else that of the ruleset.
        comparison: With last year; `None` where there is none.
        doubts: What is wrong with published figures.
    """

    name: str
    title: Title
    cohort: Cohort
    comparison: Comparison | None = None
    doubts: tuple[Problem, ...] = ()


@attrs.frozen(kw_only=True)
class AssessmentResult:
    """All rankings and surveys of one year.

    Attributes:
        surveys: By name, without those of last year.
        rankings: By name, in the order of the file.
        problems: Warnings, of last year's files, too.
    """

    assessment: Assessment
    surveys: Mapping[str, Survey]
    rankings: Mapping[str, RankingResult]
    problems: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON, by schema version 1."""
        # Written only where somebody asks for it.
        from parrules.assessment.documents import (  # noqa: PLC0415
            assessment_document,
        )

        return assessment_document(self)

    def text(self, language: Language = "vi") -> str:
        """Write all rankings as plain text."""
        from parrules.reporting.assessment import (  # noqa: PLC0415
            assessment_report,
        )
        from parrules.reporting.grids import report_text  # noqa: PLC0415

        return report_text(assessment_report(self.to_dict(), language))

    def html(self, language: Language = "vi") -> str:
        """Write all rankings as an HTML page that needs nothing else."""
        from parrules.reporting.assessment import (  # noqa: PLC0415
            assessment_report,
        )
        from parrules.reporting.grids import report_html  # noqa: PLC0415

        report = assessment_report(self.to_dict(), language)

        return report_html(report, language)
