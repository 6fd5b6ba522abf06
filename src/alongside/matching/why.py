"""Why two people are a pair: what each criterion gave, what both read, what only the team reads."""

from collections.abc import Mapping
from typing import Any

from alongside.matching.models import Scenario, ScenarioPair
from alongside.matching.overview import contribution_rows, in_points, rules_kept
from alongside.matching.reasons import for_the_pair, for_the_team
from alongside.programmes.reasons import reason_sentences
from alongside.questionnaires.models import Question
from alongside.web.charts import bar


def why(pair: ScenarioPair, questions: Mapping[str, Question]) -> dict[str, Any]:
    """Everything that the panel beside the table shows of one pair; questions: those of the programme."""
    names = {"learner": pair.learner.person.short_name, "guide": pair.guide.person.short_name}
    return {
        "pair": pair,
        "fit": in_points(pair.fit),
        "whole": bar(pair.fit, tone="ka"),
        "contributions": contribution_rows(pair, questions),
        "reasons": reason_sentences(for_the_pair(pair.reasons), **names),
        "team_reasons": reason_sentences(for_the_team(pair.reasons), **names),
        "rules": [] if "breaks_rule" in pair.flags else rules_kept(pair.scenario, questions),
        "is_open": pair.scenario.state == Scenario.State.SOLVED,
    }
