"""Who may do what with profiles and the directory."""

from alongside.accounts.models import Person


def can_edit_profile(by: Person, person: Person) -> bool:
    """One's own; and an organisation admin's, for what the directory holds."""
    return by == person or (by.is_organisation_admin and by.organisation_id == person.organisation_id)


def can_keep_directory(by: Person) -> bool:
    """The list of people, files of people and the scale of levels: admins, and who starts programmes."""
    return by.is_organisation_admin or by.may_start_programmes


def can_see_capacity(by: Person, person: Person) -> bool:
    """How many people somebody takes is theirs and the programme team's to know, not the admin's."""
    return by == person or (by.may_start_programmes and by.organisation_id == person.organisation_id)
