"""TextMeaning: what a text of a profile means, worked out once and kept for searches."""

from django.db import models


class TextMeaning(models.Model):
    """The vector of a skill, a job title or a sentence about oneself; the text itself stands in the profile alone.

    It is forgotten within minutes of the last guide to whom the text belonged.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="text_meanings")
    digest = models.CharField(max_length=32, help_text="Of the text and the model: which vector it is.")
    vector = models.BinaryField(help_text="Numbers of two bytes, little end first.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="one_meaning_per_text"),
        ]

    def __str__(self) -> str:
        return self.digest
