"""The mails of the matching, for a programme's team to read before anybody gets them."""

from django.utils.translation import gettext_lazy as _

from alongside.matching.actions.publishing import suggested
from alongside.matching.asking_mails import not_this_time, place_free
from alongside.matching.chemistry import mails as chats
from alongside.matching.weekly.mails import week_matched
from alongside.matching.wishes.listing import short_list_waits
from alongside.matching.wishes.reminding import wishes_close
from alongside.programmes.mails import ProgrammeMail

MAILS = (
    ProgrammeMail("suggested", _("When a match is suggested"), suggested),
    ProgrammeMail("not_this_time", _("When whom somebody asked cannot"), not_this_time),
    ProgrammeMail("place_free", _("When a place is free for the first in line"), place_free),
    ProgrammeMail("no_first_chat", _("When a first chat does not take place"), chats.not_this_time),
    ProgrammeMail(
        "first_chat_not_on", _("When a coach does not go on after a first chat"), chats.not_going_on
    ),
    ProgrammeMail("first_chat_over", _("When a coachee does not go on after a first chat"), chats.kind_no),
    ProgrammeMail("wishes", _("When short lists are ready"), short_list_waits),
    ProgrammeMail("wishes_close", _("When short lists still wait and the wishes close"), wishes_close),
    ProgrammeMail("weekly", _("When a weekly matching has pairs, to its team"), week_matched),
)
