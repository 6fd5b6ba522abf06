"""The ledger of a programme's lotteries, for everybody; and what its team does."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.tenancy import TenantRequest, open_to_everyone
from alongside.activity.forms import rules_shown_in
from alongside.programmes.lottery.actions import (
    declare_lottery,
    draw_lottery,
    entering,
    withdraw_lottery,
)
from alongside.programmes.lottery.drawing import written
from alongside.programmes.lottery.forms import DeclarationForm, WithdrawalForm
from alongside.programmes.lottery.models import Lot, Lottery
from alongside.programmes.models import Programme
from alongside.programmes.permissions import can_run_programme
from alongside.programmes.views.scope import managed


@open_to_everyone
def programme_lottery(request: TenantRequest, public_id: str) -> HttpResponse:
    """What was declared, drawn and withdrawn, how to check it, and where one's own number came."""
    programme = get_object_or_404(_published(request), public_id=public_id)
    return _page(request, programme)


@open_to_everyone
def lottery_list(request: TenantRequest, public_id: str, lottery_id: str) -> HttpResponse:
    """The numbers of a lottery that was drawn, as they were hashed."""
    programme = get_object_or_404(_published(request), public_id=public_id)
    lottery = get_object_or_404(programme.lotteries.exclude(drawn_at=None), public_id=lottery_id)
    text = written(lot.entry for lot in lottery.lots.all())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def lottery_declaration(request: TenantRequest, public_id: str) -> HttpResponse:
    """Promise a draw."""
    programme, form = managed(request, public_id), DeclarationForm(request.POST)
    if form.is_valid():
        with rules_shown_in(form):
            declare_lottery(programme, by=request.person, places=form.cleaned_data["places"])
            messages.success(request, _("Declared. From now on the lot decides who gets a place."))
            return _back(request, programme)
    return _page(request, programme, declaration=form)


@require_POST
def lottery_draw(request: TenantRequest, public_id: str, lottery_id: str) -> HttpResponse:
    """Draw."""
    programme = managed(request, public_id)
    lottery = draw_lottery(_of(programme, lottery_id), by=request.person)
    messages.success(request, _("Drawn. Everybody is told, and everybody can check it."))
    return _back(request, lottery.programme)


@require_POST
def lottery_withdrawal(request: TenantRequest, public_id: str, lottery_id: str) -> HttpResponse:
    """Take a promised draw back, with the reason."""
    programme, form = managed(request, public_id), WithdrawalForm(request.POST)
    lottery = _of(programme, lottery_id)
    if form.is_valid():
        with rules_shown_in(form):
            withdraw_lottery(lottery, by=request.person, because=form.cleaned_data["because"])
            messages.success(request, _("Withdrawn. You decide about the sign-ups yourselves again."))
            return _back(request, programme)
    return _page(request, programme, withdrawal=form)


def _published(request: TenantRequest) -> Any:  # noqa: ANN401  a queryset of programmes
    """Programmes of this organisation that have begun to take people."""
    programmes = Programme.objects.filter(organisation=request.organisation)
    return programmes.exclude(state=Programme.State.DRAFT).select_related("organisation")


def _of(programme: Programme, lottery_id: str) -> Lottery:
    lotteries = Lottery.objects.filter(programme=programme).select_related("programme__organisation")
    return get_object_or_404(lotteries, public_id=lottery_id)


def _page(
    request: TenantRequest,
    programme: Programme,
    declaration: DeclarationForm | None = None,
    withdrawal: WithdrawalForm | None = None,
) -> HttpResponse:
    lotteries = list(programme.lotteries.all())
    context = {
        "programme": programme,
        "lotteries": lotteries,
        "own_lots": _own_lots(request, programme),
        "declared": next((each for each in lotteries if each.is_declared), None),
        "is_team": request.person is not None and can_run_programme(request.person, programme),
        "entering": entering(programme).count(),
        "declaration": declaration or DeclarationForm(initial={"places": programme.places}),
        "withdrawal": withdrawal or WithdrawalForm(),
    }
    return render(
        request, "programmes/lottery.html", context, status=422 if declaration or withdrawal else 200
    )


def _own_lots(request: TenantRequest, programme: Programme) -> list[Lot]:
    """Where one's own numbers came, in every lottery of the programme."""
    if request.person is None:
        return []
    own = Lot.objects.visible_to(request.person).filter(lottery__programme=programme)
    return list(own.order_by("-lottery__declared_at"))


def _back(request: TenantRequest, programme: Programme) -> HttpResponse:
    return redirect("programme_lottery", request.organisation.slug, programme.public_id)
