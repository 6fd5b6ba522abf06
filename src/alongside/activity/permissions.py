"""Who may do what with what happens."""

from typing import TYPE_CHECKING

from alongside.activity.models import Job

if TYPE_CHECKING:
    from alongside.accounts.models import Person


def can_cancel_job(by: "Person", job: Job) -> bool:
    """Whoever started it."""
    return job.started_by_id == by.pk
