"""Whom each coach may coach."""

from alongside.people.models import Profile
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.models import Programme


def out_of_reach(programme: Programme) -> set[tuple[int, int]]:
    """Pairs of person rows (learner, guide) in which the guide's terms leave the learner out.

    Three queries in a coaching programme, none elsewhere. Somebody without a department or level is left out
    wherever the terms name some.
    """
    if programme.kind != Programme.Kind.COACHING:
        return set()
    terms = CoachTerms.objects.filter(enrolment__programme=programme).select_related("enrolment")
    limits = [
        (each.enrolment.person_id, set(each.departments), {level.pk for level in each.levels.all()})
        for each in terms.prefetch_related("levels")
    ]
    limited = [limit for limit in limits if limit[1] or limit[2]]
    if not limited:
        return set()
    people = programme.enrolments.taking_part().order_by().values_list("person", flat=True)
    profiles: dict[int, tuple[str, int | None]] = dict.fromkeys(people, ("", None))
    rows = Profile.objects.filter(person__in=people).values_list("person", "department", "level")
    profiles.update((pk, (department, level)) for pk, department, level in rows)
    return {
        (learner, coach)
        for coach, departments, levels in limited
        for learner, (department, level) in profiles.items()
        if (departments and department not in departments) or (levels and level not in levels)
    }
