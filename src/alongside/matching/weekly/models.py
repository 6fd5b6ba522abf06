"""WeeklyMatching: how far a programme is with matching whoever joined since."""

from django.db import models

from alongside.programmes.models import Programme


class WeeklyMatching(models.Model):
    """The last week that was seen to in a programme, and what came of it: a run, a problem, or nothing."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="weekly_matching")
    week = models.DateField(help_text="Monday of the last week that was seen to.")
    job = models.ForeignKey("activity.Job", models.SET_NULL, null=True, related_name="+")
    scenario = models.ForeignKey("matching.Scenario", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.programme_id} {self.week}"
