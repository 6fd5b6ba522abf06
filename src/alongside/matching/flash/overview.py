"""What there is to see of short meetings: one's own, and as numbers for a programme's team."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.accounts.models import Person
from alongside.matching.flash.models import Booking, BookingQuerySet, Slot, SlotQuerySet
from alongside.matching.flash.months import Month, in_month, left_to_book, month_of
from alongside.matching.flash.people import booking_as
from alongside.programmes.models import Enrolment, EnrolmentQuerySet, Programme
from alongside.programmes.waiting import Waiting
from alongside.relationships.models import Session


@dataclass(frozen=True)
class Place:
    """A programme in which one books or offers short meetings, and how far one is in it.

    left: meetings that one may still book this month. free: times of one's own that can be booked. has_next:
    whether one has booked a meeting to come.
    """

    programme: Programme
    books: bool
    offers: bool
    left: int
    free: int
    has_next: bool


@dataclass(frozen=True)
class Numbers:
    """Short meetings of a programme: this month's, and what can still be booked at any time."""

    guides: int
    guides_with_times: int
    free: int
    booked: int
    held: int
    cancelled: int


def own_times(guide: Enrolment) -> SlotQuerySet:
    """The times to come that a guide offers, each with its ``standing`` bookings, none or one."""
    standing = Booking.objects.standing().select_related("learner__person")
    times = Slot.objects.to_come().filter(guide=guide).order_by("starts_at")
    return times.prefetch_related(Prefetch("bookings", standing, to_attr="standing"))


def own_bookings(person: Person) -> BookingQuerySet:
    """The person's meetings: those to come first, the next at the top; then the others, the last at the top."""
    to_come = Q(cancelled_at=None, slot__starts_at__gt=timezone.now())
    rows = Booking.objects.visible_to(person).with_people()
    ordered = rows.annotate(
        is_next=Case(When(to_come, then=Value(0)), default=Value(1)),
        soonest=Case(When(to_come, then="slot__starts_at")),
    )
    return ordered.order_by("is_next", "soonest", "-slot__starts_at", "-pk")


def own_places(person: Person, enrolments: Iterable[Enrolment]) -> list[Place]:
    """Where the person books and offers short meetings, of these enrolments of theirs; none or two queries."""
    here = [each for each in enrolments if each.meets_shortly]
    if not here:
        return []
    booked: dict[int, list[datetime]] = defaultdict(list)
    rows = Booking.objects.standing().filter(learner__in=[each.pk for each in here]).order_by()
    for learner, starts_at in rows.values_list("learner", "slot__starts_at"):
        booked[learner].append(starts_at)
    free = Counter(Slot.objects.free().filter(guide__person=person).values_list("guide", flat=True))
    month = month_of(timezone.now(), person.organisation)
    return [_place(each, month, booked[each.pk], free[each.pk]) for each in here]


def in_short_meetings(person: Person) -> EnrolmentQuerySet:
    """Where the person takes part in short meetings, or once did."""
    return Enrolment.objects.filter(person=person, programme__kind=Programme.Kind.FLASH)


def may_book_again(booking: Booking, person: Person) -> bool:
    """Whether the learner of a booking still takes part and has a meeting left this month."""
    own = booking_as(person).filter(pk=booking.learner_id).first()
    return own is not None and _left_this_month(own) > 0


def meetings_of(programme: Programme) -> QuerySet[Booking]:
    """Every meeting booked in a programme, the latest first, without what was asked."""
    rows = Booking.objects.filter(slot__programme=programme).defer("question")
    people = rows.select_related("session", "slot__guide__person", "learner__person")
    return people.order_by("-slot__starts_at", "-pk")


def numbers_of(programme: Programme) -> Numbers:
    """The numbers that a programme's team sees, in three queries."""
    this_month = in_month(month_of(timezone.now(), programme.organisation), "slot__")
    rows = Booking.objects.filter(this_month, slot__programme=programme).order_by()
    standing = Q(cancelled_at=None)
    counts = rows.aggregate(
        booked=Count("pk", filter=standing),
        held=Count("pk", filter=standing & Q(session__state=Session.State.HELD)),
        cancelled=Count("pk", filter=~standing),
    )
    free = Slot.objects.free().filter(programme=programme)
    sides = [Enrolment.Role.GUIDE, Enrolment.Role.BOTH]
    guides = programme.enrolments.taking_part().filter(role__in=sides, person__left_at=None).order_by()
    offering = guides.aggregate(
        guides=Count("pk"), guides_with_times=Count("pk", filter=Exists(free.filter(guide=OuterRef("pk"))))
    )
    return Numbers(free=free.count(), **counts, **offering)


def meetings_awaited(programme: Programme) -> Waiting | None:
    """What comes next in a programme of short meetings, for its own page."""
    live = {Programme.State.OPEN, Programme.State.RUNNING}
    if programme.kind != Programme.Kind.FLASH or programme.state not in live:
        return None
    numbers = numbers_of(programme)
    if not numbers.guides:
        return None
    url = reverse("programme_slots", args=[programme.organisation.slug, programme.public_id])
    return Waiting(_how_it_stands(numbers), _("See the short meetings"), url)


def _how_it_stands(numbers: Numbers) -> str:
    if numbers.booked:
        sentence = ngettext(
            "%(count)d meeting is booked this month.",
            "%(count)d meetings are booked this month.",
            numbers.booked,
        )
        return sentence % {"count": numbers.booked}
    if numbers.free:
        sentence = ngettext("%(count)d time can be booked.", "%(count)d times can be booked.", numbers.free)
        return sentence % {"count": numbers.free}
    return _("Nobody offers a time yet.")


def _left_this_month(learner: Enrolment) -> int:
    return left_to_book(learner, month_of(timezone.now(), learner.programme.organisation))


def _place(enrolment: Enrolment, month: Month, meetings: list[datetime], free: int) -> Place:
    programme, (first, after) = enrolment.programme, month
    this_month = sum(first <= starts_at < after for starts_at in meetings)
    return Place(
        programme=programme,
        books=enrolment.is_learner,
        offers=enrolment.is_guide,
        left=max(0, programme.monthly_as_learner - this_month) if enrolment.is_learner else 0,
        free=free if enrolment.is_guide else 0,
        has_next=any(starts_at > timezone.now() for starts_at in meetings),
    )
