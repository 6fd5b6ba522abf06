"""What a programme's team is told of its wishes: that it can ask, how many have answered, and what comes next."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.matching.wishes.models import WishRound
from alongside.programmes.models import Programme
from alongside.programmes.waiting import Waiting


def wishes_awaited(programme: Programme) -> Waiting | None:
    """What comes next with the wishes, for the programme's own page; nothing once they are matched by."""
    if programme.way != Programme.Way.WISHES:
        return None
    held = programme.wish_rounds.first()
    url = reverse("wish_round", args=[programme.organisation.slug, programme.public_id])
    if held is None or held.listed_at is None:
        sentence = _("Both sides can say whom they would like.")
        return Waiting(sentence, _("Go to the wishes"), url) if _both_sides_look(programme) else None
    if held.is_open:
        return Waiting(_how_many(held), _("See the wishes"), url)
    if programme.scenarios.filter(created_at__gte=held.closes_at).exists():
        return None
    return Waiting(_("The wishes are in."), _("Match by them"), url)


def _both_sides_look(programme: Programme) -> bool:
    looking = programme.enrolments.looking()
    return looking.exclude(role="guide").exists() and looking.exclude(role="learner").exists()


def _how_many(held: WishRound) -> str:
    whole, answered = held.shortlists.count(), held.shortlists.exclude(answered_at=None).count()
    sentence = ngettext(
        "%(answered)d of %(whole)d short list is in order.",
        "%(answered)d of %(whole)d short lists are in order.",
        whole,
    )
    return sentence % {"answered": answered, "whole": whole}
