"""The pairs of a run as a workbook, to look through elsewhere and to bring back as locks."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.models import ScenarioPair
from alongside.matching.overview import in_points
from alongside.matching.views.scope import own_scenario
from alongside.programmes.reasons import reason_sentences
from alongside.programmes.words import words_for
from alongside.tables import write_xlsx
from alongside.web.downloads import workbook_response


@require_safe
def pairs_file(request: TenantRequest, programme_id: str, scenario_id: str) -> HttpResponse:
    """Every pair of the run with both addresses, fit and reasons."""
    scenario = own_scenario(request, programme_id, scenario_id)
    words = words_for(scenario.programme.kind)
    columns = [
        str(words.learner),
        _("%(role)s email") % {"role": words.learner},
        str(words.guide),
        _("%(role)s email") % {"role": words.guide},
        _("Fit"),
        _("Locked"),
        _("Because"),
    ]
    rows = (
        (
            pair.learner.person.name,
            pair.learner.person.email,
            pair.guide.person.name,
            pair.guide.person.email,
            in_points(pair.fit),
            pair.is_locked,
            " ".join(_sentences(pair)),
        )
        for pair in scenario.pairs.with_people()
    )
    return workbook_response(write_xlsx(columns, rows, scenario.title), f"pairs-run-{scenario.number}")


def _sentences(pair: ScenarioPair) -> list[str]:
    return reason_sentences(
        pair.reasons, learner=pair.learner.person.short_name, guide=pair.guide.person.short_name
    )
