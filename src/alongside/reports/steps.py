"""What should I do now: the steps that wait for a person, the most pressing first.

Each step is a whole sentence with one thing to do.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from alongside.matching.chemistry.overview import heading_of
from alongside.matching.weekly.weeks import next_week
from alongside.matching.wishes.models import Shortlist
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_start_programmes
from alongside.programmes.words import words_for
from alongside.relationships.models import Relationship, Session
from alongside.relationships.overview import names
from alongside.reports.gathering import Gathered
from alongside.reports.stuck import Stuck
from alongside.web.templatetags.days import day


@dataclass(frozen=True)
class Step:
    """Something that waits: what it is, why, and the one thing to do."""

    sentence: str
    detail: str
    do: str
    url: str
    session: Session | None = None


def steps_for(today: Gathered) -> list[Step]:
    """What waits, the most pressing first; never empty, because having nothing to do is an answer too."""
    steps = [
        *_meetings_of_the_day(today),
        *_suggested_matches(today),
        *_circles(today),
        *_first_chats(today),
        *_preparations(today),
        *_wishes(today),
        *_guides_to_find(today),
        *_meetings_to_log(today),
        *_decisions(today),
        *_actions_due(today),
        *_meetings_to_plan(today),
        *_short_meetings(today),
        *_beginnings(today),
        *_first_in_line(today),
    ]
    return steps or [_nothing_due(today)]


def _meetings_of_the_day(today: Gathered) -> list[Step]:
    """Planned for today, or going on now."""
    steps = []
    for session in today.sessions:
        if timezone.localdate(session.starts_at) != timezone.localdate() or session.is_over:
            continue
        starts = time_format(timezone.localtime(session.starts_at))
        named = {"names": today.names_of(session), "time": starts}
        sentence = (
            _("You are meeting %(names)s now.") if session.has_begun else _("You meet %(names)s at %(time)s.")
        )
        detail = _("%(way)s, %(minutes)d minutes.") % {
            "way": session.get_way_display(),
            "minutes": session.minutes,
        }
        url = today.address("session", session)
        steps.append(Step(sentence % named, detail, _("Open this session"), url, session))
    return steps


def _suggested_matches(today: Gathered) -> list[Step]:
    return [
        Step(
            _("A suggested match waits for your answer."),
            _("%(programme)s, until %(day)s.")
            % {
                "programme": proposal.programme.name,
                "day": _weekday(timezone.localdate(proposal.expires_at)),
            },
            _("See who it is"),
            today.address("proposal", proposal),
        )
        for proposal in today.proposals
    ]


def _circles(today: Gathered) -> list[Step]:
    """Circles that wait for the person's answer."""
    return [
        Step(
            _("A circle waits for your answer."),
            _("%(programme)s, until %(day)s.")
            % {
                "programme": seat.circle.programme.name,
                "day": _weekday(timezone.localdate(seat.circle.expires_at)),
            },
            _("See what it is about"),
            today.address("seat", seat),
        )
        for seat in today.seats
    ]


def _first_chats(today: Gathered) -> list[Step]:
    """First chats of the person in which it is their turn, or which they have today."""
    turns = [
        chat
        for chat in today.chats
        if chat.waits_for(today.person)
        or (
            chat.starts_at
            and chat.state == "agreed"
            and timezone.localdate(chat.starts_at) <= timezone.localdate()
        )
        or (chat.state == "held" and chat.side_of(today.person) == "learner" and not chat.is_chosen)
    ]
    return [
        Step(
            heading_of(chat, today.person),
            chat.programme.name,
            _("Open this first chat"),
            today.address("first_chat", chat),
        )
        for chat in turns
    ]


def _preparations(today: Gathered) -> list[Step]:
    """What a programme asks for before it matches the person."""
    return [
        Step(
            _("Prepare for %(programme)s.") % {"programme": enrolment.programme.name},
            _("%(what)s. Nobody is suggested to you before.")
            % {"what": enrolment.programme.preparation.rstrip(".")},
            _("See what to do"),
            today.address("enrolment", enrolment_id=enrolment.public_id),
        )
        for enrolment in today.enrolments
        if enrolment.is_preparing and enrolment.state != Enrolment.State.MATCHED
    ]


def _wishes(today: Gathered) -> list[Step]:
    """Short lists that wait to be put into order."""
    return [
        Step(
            _("Whom would you like to help?")
            if shortlist.side == Shortlist.Side.GUIDE
            else _("Whom would you like to help you?"),
            _("%(programme)s, until %(day)s. Nobody else reads your order.")
            % {
                "programme": shortlist.round.programme.name,
                "day": _weekday(timezone.localdate(shortlist.round.closes_at)),
            },
            _("Order your short list"),
            today.address("shortlist", shortlist),
        )
        for shortlist in today.shortlists
    ]


def _guides_to_find(today: Gathered) -> list[Step]:
    """Where one asks somebody oneself, and has not yet."""
    return [
        Step(
            _("You choose whom you ask: see the %(guides)s.")
            % {"guides": str(words_for(enrolment.programme.kind).guides).lower()},
            _("In %(programme)s. Ask one to three people; nothing begins unless somebody says yes.")
            % {"programme": enrolment.programme.name},
            _("See who they are"),
            today.address("guides", programme_id=enrolment.programme.public_id),
        )
        for enrolment in today.looking
    ]


def _meetings_to_log(today: Gathered) -> list[Step]:
    """Planned, over, and nobody has said whether they met."""
    over = [session for session in today.sessions if session.is_over]
    return [
        Step(
            _("Did you meet %(names)s?") % {"names": today.names_of(session)},
            _("Planned for %(day)s. Say so, and your time together is counted.")
            % {"day": day(session.starts_at)},
            _("Say whether you met"),
            today.address("session", session),
        )
        for session in over[:3]
    ]


def _decisions(today: Gathered) -> list[Step]:
    """What waits in the programmes that the person runs."""
    return [step for stuck in today.programmes for step in _decisions_in(stuck, today)]


def _decisions_in(stuck: Stuck, today: Gathered) -> list[Step]:
    programme, steps = stuck.programme, []
    named = {"programme": programme.name}
    if stuck.applications:
        sentence = ngettext(
            "%(count)d person waits for your answer.",
            "%(count)d people wait for your answer.",
            stuck.applications,
        )
        detail = _("They have signed up for %(programme)s.") % named
        url = today.address("programme_enrolments", programme) + "?state=applied"
        steps.append(Step(sentence % {"count": stuck.applications}, detail, _("Decide about them"), url))
    if stuck.drafts:
        detail = _("In %(programme)s. Nobody sees it until you publish it.") % named
        url = today.address("matching", programme_id=programme.public_id)
        steps.append(Step(_("A draft matching is ready."), detail, _("Look at the matching"), url))
    if stuck.silent:
        sentence = ngettext(
            "%(count)d pair has not met for longer than agreed.",
            "%(count)d pairs have not met for longer than agreed.",
            stuck.silent,
        )
        detail = _("In %(programme)s.") % named
        url = today.address("programme_dashboard", programme) + "?show=silent"
        steps.append(Step(sentence % {"count": stuck.silent}, detail, _("See who"), url))
    return steps


def _beginnings(today: Gathered) -> list[Step]:
    """What brings the programmes that the person runs under way; a first programme where there is none."""
    begun = [step for stuck in today.programmes for step in _beginning_of(stuck, today)]
    if begun or today.programmes or not can_start_programmes(today.person):
        return begun
    first = Step(
        _("Start your first programme."),
        _("Four short steps. Then bring in your mentees and mentors from two spreadsheets, and match them."),
        _("Start a programme"),
        today.address("programme_creation"),
    )
    people = Step(
        _("Bring in everybody else, if you like."),
        _("A file of your people fills the directory. Nobody is written to."),
        _("Import people"),
        today.address("imports"),
    )
    return [first, people]


def _beginning_of(stuck: Stuck, today: Gathered) -> list[Step]:
    programme = stuck.programme
    named = {"programme": programme.name}
    if programme.state == Programme.State.DRAFT:
        url = today.address("programme", programme)
        return [Step(_("%(programme)s is not open yet.") % named, "", _("Go on with it"), url)]
    if not stuck.everybody:
        detail = _("From two spreadsheets, or by inviting them.")
        url = today.address("programme_enrolments", programme)
        return [Step(_("Bring people into %(programme)s.") % named, detail, _("Bring people in"), url)]
    people_ask = programme.people_ask or programme.kind == Programme.Kind.FLASH
    if stuck.learners and stuck.guides and not (people_ask or stuck.unanswered or stuck.drafts):
        sentence = ngettext(
            "%(count)d person can be matched.", "%(count)d people can be matched.", stuck.learners
        )
        sentence %= {"count": stuck.learners}
        if programme.way == Programme.Way.WISHES:
            detail = _("In %(programme)s both sides say first whom they would like.") % named
            url = today.address("wish_round", programme_id=programme.public_id)
            return [Step(sentence, detail, _("Go to the wishes"), url)]
        detail = _("In %(programme)s. Nobody sees it until you publish it.") % named
        url = today.address("matching", programme_id=programme.public_id)
        return [Step(sentence, detail, _("Match them"), url)]
    return []


def _actions_due(today: Gathered) -> list[Step]:
    due = [action for action in today.actions if action.is_late or action.is_due_today]
    if not due:
        return []
    sentence = ngettext("%(count)d next step is due.", "%(count)d next steps are due.", len(due))
    return [
        Step(
            sentence % {"count": len(due)}, due[0].text, _("Tick it off below"), f"#action-{due[0].public_id}"
        )
    ]


def _meetings_to_plan(today: Gathered) -> list[Step]:
    """Active pairs with nothing planned who have not met yet, or not within their rhythm."""
    idle = [pair for pair in today.relationships if pair.is_active and not pair.next_at]
    idle = [pair for pair in idle if pair.programme.kind != Programme.Kind.FLASH]
    return [_meeting_to_plan(pair, today) for pair in idle if _is_time_to_meet(pair)]


def _is_time_to_meet(pair: Relationship) -> bool:
    rhythm = timedelta(days=pair.programme.rhythm_in_days)
    return pair.last_met_on is None or timezone.localdate() - pair.last_met_on >= rhythm


def _meeting_to_plan(pair: Relationship, today: Gathered) -> Step:
    sentence, detail = _("Plan your first meeting with %(names)s."), pair.programme.name
    if pair.last_met_on:
        sentence = _("Plan your next meeting with %(names)s.")
        detail = _("You last met on %(day)s.") % {"day": _weekday(pair.last_met_on)}
    named = {"names": names(pair.others(today.person))}
    return Step(sentence % named, detail, _("Plan a session"), today.address("session_planning", pair))


def _short_meetings(today: Gathered) -> list[Step]:
    """A meeting to book where none is, and times to offer where none is free."""
    steps = []
    for place in today.places:
        programme = place.programme
        if place.books and place.left and not place.has_next:
            detail = ngettext(
                "In %(programme)s you can book %(count)d meeting this month.",
                "In %(programme)s you can book %(count)d meetings this month.",
                place.left,
            ) % {"programme": programme.name, "count": place.left}
            url = today.address("slots", programme_id=programme.public_id)
            steps.append(
                Step(_("Bring a question, and book somebody's time."), detail, _("Find a time"), url)
            )
        if place.offers and not place.free:
            detail = _("In %(programme)s. %(minutes)d minutes each.") % {
                "programme": programme.name,
                "minutes": programme.session_minutes,
            }
            url = today.address("own_slots", programme_id=programme.public_id)
            steps.append(Step(_("When do you have time for a question?"), detail, _("Offer times"), url))
    return steps


def _nothing_due(today: Gathered) -> Step:
    """Why one may lean back, or where to begin."""
    ahead = today.ahead
    if ahead:
        sentence = _("Nothing is due. You meet %(names)s on %(day)s.") % {
            "names": today.names_of(ahead[0]),
            "day": _weekday(timezone.localdate(ahead[0].starts_at)),
        }
        url = today.address("session", ahead[0])
        return Step(sentence, "", _("Open this session"), url, ahead[0])
    if today.relationships:
        url = today.address("relationship", today.relationships[0])
        return Step(_("Nothing is due today."), "", _("Open your pages together"), url)
    return _before_a_match(today)


def _weekday(on: date) -> str:
    """A day in a sentence; the year only once it is another."""
    if on.year == timezone.localdate().year:
        return date_format(on, pgettext("a day of this year in a sentence", "l j F"))
    return date_format(on)


def _first_in_line(today: Gathered) -> list[Step]:
    """Whoever a run left over learns here, and by no mail, that they go first in the next, and when it is."""
    left = [each for each in _matched_weekly(today) if getattr(each, "is_left", False)]
    sentence = _("You are first in line for the next matching, on %(day)s.")
    return [_next_matching(today, each, sentence) for each in left]


def _matched_weekly(today: Gathered) -> list[Enrolment]:
    """Sign-ups in which nobody is suggested to the person yet, and the next weekly matching looks."""
    approved = [each for each in today.enrolments if each.state == Enrolment.State.APPROVED]
    free = [each for each in approved if not getattr(each, "waits", False)]
    return [each for each in free if getattr(each, "is_weekly", False)]


def _next_matching(today: Gathered, enrolment: Enrolment, sentence: str) -> Step:
    on = _weekday(next_week(today.person.organisation))
    name = enrolment.programme.name
    return Step(sentence % {"day": on}, name, _("Set a goal meanwhile"), today.address("growth"))


def _before_a_match(today: Gathered) -> Step:
    state, growth = Enrolment.State, today.address("growth")
    by_state = {each.state: each for each in today.enrolments if not each.meets_shortly}
    weekly = _matched_weekly(today)
    if weekly:
        sentence = _("You are signed up. The next matching looks for your match, on %(day)s.")
        return _next_matching(today, weekly[0], sentence)
    for waiting, sentence in (
        (state.APPROVED, _("You are signed up. The next matching looks for your match.")),
        (state.WAITING, _("You are on the waiting list. You hear as soon as there is a place.")),
        (state.APPLIED, _("You have signed up. The programme team looks at it and writes to you.")),
    ):
        if waiting in by_state:
            return Step(sentence, by_state[waiting].programme.name, _("Set a goal meanwhile"), growth)
    if today.joinable:
        count = len(today.joinable)
        sentence = ngettext(
            "%(count)d programme is open to you.", "%(count)d programmes are open to you.", count
        )
        return Step(sentence % {"count": count}, "", "", "")
    if today.programmes:
        return Step(_("Nothing waits for you in your programmes."), "", "", "")
    return Step(
        _("Nothing is due today."), _("A goal of your own is a good place to begin."), _("Set a goal"), growth
    )
