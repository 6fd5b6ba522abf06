"""People of one pool and whom they meet in each run, whichever side of a pair names them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from alongside.matching.models import Scenario, ScenarioPair
from alongside.programmes.models import Enrolment


def peers_beside(scenarios: Sequence[Scenario]) -> QuerySet[Any, dict[str, Any]]:
    """Everybody whom any of these runs matches, as the rows of ``learners_beside``, in one query."""
    figures: dict[str, Any] = {}
    for place, scenario in enumerate(scenarios):
        own = _pairs_of(OuterRef("pk"), scenario)
        figures[f"fit_{place}"] = _summed(own, Sum("fit"), FloatField())
        figures[f"guides_{place}"] = _summed(own, Count("pk"), IntegerField())
        if place:
            same = ScenarioPair.objects.filter(
                scenario=scenarios[0], learner=OuterRef("learner"), guide=OuterRef("guide")
            )
            shared = _summed(own.filter(Exists(same)), Count("pk"), IntegerField())
            figures[f"both_{place}"] = F("guides_0") + F(f"guides_{place}") - shared
    pairs = ScenarioPair.objects.filter(scenario__in=scenarios).order_by()
    matched = Q(pk__in=pairs.values("learner")) | Q(pk__in=pairs.values("guide"))
    people = Enrolment.objects.filter(matched).order_by()
    return people.annotate(**figures).values("pk", *figures, learner=F("pk"))


def _pairs_of(person: OuterRef, scenario: Scenario) -> QuerySet[ScenarioPair]:
    pairs = ScenarioPair.objects.filter(scenario=scenario).order_by()
    return pairs.filter(Q(learner=person) | Q(guide=person))


def _summed(pairs: QuerySet[ScenarioPair], figure: Any, kind: Any) -> Coalesce:  # noqa: ANN401  of any field
    whole = pairs.values("scenario").annotate(figure=figure).values("figure")
    return Coalesce(Subquery(whole, output_field=kind), 0, output_field=kind)
