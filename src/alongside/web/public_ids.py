"""Addresses and the API show unguessable public ids, never row numbers."""

import secrets
from typing import Any

from django.db import models


def new_public_id() -> str:
    """Sixteen characters out of 64, 96 bits: not to be guessed, short enough for an address."""
    return secrets.token_urlsafe(12)


class PublicIdField(models.CharField):
    """The unguessable name of a row, made once when the row is."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  as Django's own fields
        super().__init__(
            **{"max_length": 16, "unique": True, "editable": False, "default": new_public_id, **options}
        )
