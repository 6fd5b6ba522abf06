"""What people fill in: their profile, the scale of levels, a file and its columns."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Organisation, Person, normalised_email
from alongside.people.fields import DEFAULT_STRENGTH, MOST_PLACES, MOST_YEARS, WantedField
from alongside.people.models import Level, Profile
from alongside.people.permissions import can_see_capacity
from alongside.people.purposes import Chosen
from alongside.tables import Table
from alongside.web.languages import LanguagesField, ListField

LEFT_OUT, KEPT = "", "other"
SKILLS_AT_MOST = 20
STRENGTHS = [(1, _("1, a little")), (2, "2"), (3, _("3, well")), (4, "4"), (5, _("5, very"))]


@cache
def time_zones() -> list[tuple[str, str]]:
    """Every place with a clock of its own, for a list to choose from."""
    names = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(names))]


class DirectoryForm(forms.Form):
    """What the directory holds of somebody: an admin may correct it."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=150, required=False)
    level = forms.ModelChoiceField(
        Level.objects.none(), label=_("Level"), required=False, empty_label=_("Not set")
    )
    department = forms.CharField(label=_("Department"), max_length=150, required=False)
    location = forms.CharField(label=_("Location"), max_length=150, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    languages = LanguagesField(
        label=_("Languages"), required=False, help_text=_("Names or codes, with commas: German, English.")
    )
    years_of_experience = forms.IntegerField(
        label=_("Years of experience"), min_value=0, max_value=MOST_YEARS, required=False
    )

    manager_email = forms.EmailField(
        label=_("Manager’s email address"), required=False, help_text=_("Empty where there is none.")
    )

    def __init__(self, *args: Any, person: Person, by: Person, **kwargs: Any) -> None:  # noqa: ANN401
        profile = Profile.objects.get_or_create(person=person)[0]
        known = {name: getattr(profile, name, None) for name in self.base_fields}
        known |= {"name": person.name, "time_zone": person.time_zone}
        if profile.manager:
            known["manager_email"] = profile.manager.email
        super().__init__(*args, **{"initial": known, **kwargs})
        self.person, self.by = person, by
        self.fields["level"].queryset = person.organisation.levels.order_by("rank")  # type: ignore[attr-defined]
        if not by.is_organisation_admin:
            self.fields.pop("manager_email", None)
        if not can_see_capacity(by, person):
            self.fields.pop("capacity", None)

    def clean_manager_email(self) -> Person | None:
        """Find the manager in the organisation."""
        address = self.cleaned_data["manager_email"]
        if not address:
            return None
        manager = Person.objects.filter(
            organisation=self.person.organisation, email=address.casefold()
        ).first()
        if manager is None:
            raise forms.ValidationError(_("Nobody in the directory has this address."))
        return manager

    def values(self) -> dict[str, Any]:
        """What is to be changed, by field."""
        values = {
            name: self.cleaned_data[name] for name in self.fields if name not in {"photo", "remove_photo"}
        }
        if "manager_email" in values:
            values["manager"] = values.pop("manager_email")
        return values


class ProfileForm(DirectoryForm):
    """One's own profile."""

    biography = forms.CharField(
        label=_("About you"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    interests = ListField(label=_("Interests"), required=False, help_text=_("With commas between them."))
    capacity = forms.IntegerField(
        label=_("How many people at most"),
        min_value=0,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Over all programmes. You and the programme team see this number."),
    )
    photo = forms.FileField(
        label=_("New photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP. Where and when it was taken is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_photo = forms.BooleanField(label=_("Show no photo"), required=False)


class SkillForm(forms.Form):
    """One skill and how strong it is."""

    name = forms.CharField(
        label=_("Skill"), max_length=100, required=False, widget=forms.TextInput(attrs={"list": "skills"})
    )
    strength = forms.TypedChoiceField(
        label=_("How strong"), choices=STRENGTHS, coerce=int, initial=3, required=False
    )

    def clean_strength(self) -> int:
        """Give the middle where nothing was said."""
        return self.cleaned_data["strength"] or DEFAULT_STRENGTH


SkillFormSet = forms.formset_factory(
    SkillForm, extra=3, max_num=SKILLS_AT_MOST, absolute_max=SKILLS_AT_MOST + 10
)


def strengths(formset: forms.BaseFormSet) -> dict[str, int]:
    """The skills that were named, with their strengths."""
    return {
        one["name"].strip(): one["strength"] for one in formset.cleaned_data if one.get("name", "").strip()
    }


class LevelsForm(forms.Form):
    """The scale of levels, a line each."""

    names = forms.CharField(
        label=_("Levels, the most junior first"),
        widget=forms.Textarea(attrs={"rows": 12}),
        required=False,
        help_text=_(
            "One on each line. To rename a level, rewrite its line and leave the others as they are."
        ),
    )

    def clean_names(self) -> list[str]:
        """Give the lines that say something."""
        return [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines() if line.strip()]


class PeopleFilter(forms.Form):
    """What the list of people is narrowed to; lives in the address."""

    is_filter = True

    q = forms.CharField(
        label=_("Name, email address or job title"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    department = forms.ChoiceField(label=_("Department"), required=False)
    level = forms.ModelChoiceField(
        Level.objects.none(),
        label=_("Level"),
        required=False,
        empty_label=_("Any"),
        to_field_name="public_id",
    )
    location = forms.ChoiceField(label=_("Location"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("name", _("Name")), ("department", _("Department")), ("level", _("Level"))],
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        profiles = Profile.objects.filter(person__organisation=organisation)
        for name in ("department", "location"):
            known = profiles.exclude(**{name: ""}).values_list(name, flat=True).distinct().order_by(name)
            self.fields[name].choices = [("", _("Any")), *((one, one) for one in known)]  # type: ignore[attr-defined]
        self.fields["level"].queryset = organisation.levels.order_by("rank")  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file to bring in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, up to 25 MB. Column names may be anything, in any order."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
    )
    purpose = forms.CharField(widget=forms.HiddenInput, initial="people")
    subject = forms.CharField(widget=forms.HiddenInput, required=False)


class ColumnsForm(forms.Form):
    """Which column holds what: one choice for each column of the file."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        table: Table,
        wanted: Sequence[WantedField],
        keeps: bool,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        chosen: Chosen = kwargs.pop("chosen")
        super().__init__(*args, **kwargs)
        self.table = table
        choices: list[tuple[str, Any]] = [(LEFT_OUT, _("Leave out"))]
        if keeps:
            choices.append((KEPT, _("Keep under its own name")))
        choices += [(one.key, one.label) for one in wanted]
        used = {column: key for key, column in chosen.columns.items()} | dict.fromkeys(chosen.kept, KEPT)
        for place, column in enumerate(table.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column, choices=choices, required=False, initial=used.get(column, LEFT_OUT)
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a field that two columns are chosen for."""
        first: dict[str, str] = {}
        for place, column in enumerate(self.table.columns):
            key = self.cleaned_data.get(f"column_{place}")
            if not key or key == KEPT:
                continue
            if key in first:
                message = _("This is chosen for “%(column)s” already.")
                self.add_error(
                    f"column_{place}", forms.ValidationError(message, params={"column": first[key]})
                )
            first.setdefault(key, column)
        return self.cleaned_data

    def chosen(self) -> Chosen:
        """The reading that was chosen."""
        said = {
            column: self.cleaned_data[f"column_{place}"] for place, column in enumerate(self.table.columns)
        }
        kept = tuple(column for column, key in said.items() if key == KEPT)
        return Chosen({key: column for column, key in said.items() if key not in {LEFT_OUT, KEPT}}, kept)

    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column's choice with the first values that stand in it."""
        samples = []
        for place, _column in enumerate(self.table.columns):
            values = (row.values[place] for row in self.table.rows if row.values[place])
            samples.append([value[:80] for value, _number in zip(values, range(3), strict=False)])
        return [(self[f"column_{place}"], sample) for place, sample in enumerate(samples)]


class ConflictForm(forms.Form):
    """Two people of the directory, by address."""

    one = forms.EmailField(label=_("Email address of the one"))
    other = forms.EmailField(label=_("Email address of the other"))

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        self.people = Person.objects.visible_to(by).filter(left_at=None)

    def clean_one(self) -> Person:
        """Somebody of the directory."""
        return self._found("one")

    def clean_other(self) -> Person:
        """Somebody of the directory."""
        return self._found("other")

    def _found(self, name: str) -> Person:
        person = self.people.filter(email=normalised_email(self.cleaned_data[name])).first()
        if person is None:
            raise forms.ValidationError(_("Nobody in the directory has this address. Check the spelling."))
        return person
