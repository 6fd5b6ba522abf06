"""What the person who asks may see, or 404."""

from django.shortcuts import get_object_or_404

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.models import Scenario, ScenarioPair
from alongside.programmes.models import Programme


def managed_programme(request: TenantRequest, programme_id: str) -> Programme:
    """A programme that the person runs."""
    return get_object_or_404(Programme.objects.managed_by(request.person), public_id=programme_id)


def own_scenario(request: TenantRequest, programme_id: str, scenario_id: str) -> Scenario:
    """A run of a programme that the person runs."""
    scenarios = Scenario.objects.visible_to(request.person).select_related("programme", "job", "only__person")
    return get_object_or_404(scenarios, public_id=scenario_id, programme__public_id=programme_id)


def own_pair(request: TenantRequest, pair_id: str) -> ScenarioPair:
    """A pair of a run of a programme that the person runs."""
    pairs = ScenarioPair.objects.visible_to(request.person).with_people()
    return get_object_or_404(pairs.select_related("scenario__programme"), public_id=pair_id)
