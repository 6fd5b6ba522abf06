"""What a programme's team is told of its wishes: how many have answered, and what comes next."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.programmes.models import Programme
from alongside.programmes.waiting import Waiting


def wishes_awaited(programme: Programme) -> Waiting | None:
    """The round that is open, for the programme's own page."""
    held = programme.wish_rounds.first() if programme.way == Programme.Way.WISHES else None
    if held is None or not held.is_open:
        return None
    whole, answered = held.shortlists.count(), held.shortlists.exclude(answered_at=None).count()
    sentence = ngettext(
        "%(answered)d of %(whole)d short list is in order.",
        "%(answered)d of %(whole)d short lists are in order.",
        whole,
    )
    url = reverse("wish_round", args=[programme.organisation.slug, programme.public_id])
    return Waiting(sentence % {"answered": answered, "whole": whole}, _("See the wishes"), url)
