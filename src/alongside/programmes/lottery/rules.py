"""What may not be done to a sign-up while its programme's places are to be drawn."""

from django.utils.translation import gettext as _

from alongside.activity.actions import RuleBroken
from alongside.programmes.lottery.models import Lottery
from alongside.programmes.models import Enrolment, Programme


def is_declared(programme: Programme) -> bool:
    """Whether the places of the programme are still to be drawn."""
    return Lottery.objects.declared().filter(programme=programme).exists()


def refuse_past_the_lot(programme: Programme, role: str) -> None:
    """Raise ``RuleBroken`` where somebody who seeks would be let in, or put first, past a declared lottery."""
    if role != Enrolment.Role.GUIDE and is_declared(programme):
        raise RuleBroken(
            _(
                "The places here are drawn by lot. Draw it, or withdraw the lottery, before you decide otherwise."
            )
        )
