"""One person's profile: seen by whoever may see the person, changed by themselves or an admin."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken, require
from alongside.people.actions import set_photo, set_skills, update_profile
from alongside.people.forms import DirectoryForm, ProfileForm, SkillFormSet, strengths
from alongside.people.models import PersonSkill, Profile, Skill
from alongside.people.permissions import can_edit_profile, can_see_capacity

OFFERED, WANTED = PersonSkill.Direction.OFFERED, PersonSkill.Direction.WANTED


def person_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """Who somebody is, in their own words and the directory's."""
    person = _visible(request, public_id)
    profile = Profile.objects.select_related("level", "manager").filter(person=person).first()
    manager = profile.manager if profile else None
    sees_manager = manager and Person.objects.visible_to(request.person).filter(pk=manager.pk).exists()
    context = {
        "subject": person,
        "profile": profile,
        "offered": _skills(person, OFFERED),
        "wanted": _skills(person, WANTED),
        "manager": manager if sees_manager else None,
        "can_edit": can_edit_profile(request.person, person),
        "can_see_capacity": can_see_capacity(request.person, person),
    }
    return render(request, "people/person.html", context)


def own_page(request: TenantRequest) -> HttpResponse:
    """The way to one's own profile."""
    return redirect("person", organisation=request.organisation.slug, public_id=request.person.public_id)


def profile_form(request: TenantRequest, public_id: str) -> HttpResponse:
    """Change a profile: all of one's own, or what the directory holds of somebody else."""
    person = _visible(request, public_id)
    require(can_edit_profile(request.person, person))
    is_own = person == request.person
    kind = ProfileForm if is_own else DirectoryForm
    form = kind(request.POST or None, request.FILES or None, person=person, by=request.person)
    formsets = (
        [_skill_formset(request, person, direction) for direction in (OFFERED, WANTED)] if is_own else []
    )
    is_valid = request.method == "POST" and all([form.is_valid(), *(one.is_valid() for one in formsets)])
    if is_valid and _saved(request, person, form, formsets):
        messages.success(request, _("The profile is saved."))
        return redirect("person", organisation=request.organisation.slug, public_id=public_id)
    skills = Skill.objects.filter(organisation=person.organisation).values_list("name", flat=True)[:500]
    context = {
        "subject": person,
        "form": form,
        "formsets": formsets,
        "is_own": is_own,
        "known_skills": skills,
    }
    return render(request, "people/profile_form.html", context)


def person_photo(request: TenantRequest, public_id: str) -> FileResponse:
    """The photo, for whoever may see the person."""
    person = _visible(request, public_id)
    profile = Profile.objects.filter(person=person).exclude(photo="").first()
    if profile is None or not profile.photo.storage.exists(profile.photo.name):
        raise Http404
    response = FileResponse(profile.photo.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=300"
    return response


def _visible(request: TenantRequest, public_id: str) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.person), public_id=public_id)


def _skills(person: Person, direction: str) -> list[PersonSkill]:
    rows = person.skills.filter(direction=direction).select_related("skill")
    return list(rows.order_by("-strength", "skill__name"))


def _skill_formset(request: TenantRequest, person: Person, direction: str) -> Any:  # noqa: ANN401  made by Django
    initial = [{"name": one.skill.name, "strength": one.strength} for one in _skills(person, direction)]
    return SkillFormSet(request.POST or None, prefix=direction, initial=initial)


def _saved(request: TenantRequest, person: Person, form: DirectoryForm, formsets: list[Any]) -> bool:
    """Save all parts; a broken rule becomes an error of the form."""
    try:
        if form.cleaned_data.get("photo") or form.cleaned_data.get("remove_photo"):
            set_photo(person, by=request.person, source=form.cleaned_data.get("photo"))
        update_profile(person, by=request.person, values=form.values())
    except RuleBroken as broken:
        form.add_error(None, str(broken.message))
        return False
    for formset in formsets:
        set_skills(person, by=request.person, direction=formset.prefix, strengths=strengths(formset))
    return True
