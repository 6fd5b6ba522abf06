"""Chance that falls the same way on every run."""

import base64
import random


def public_id(chance: random.Random) -> str:
    """A public id in the usual form, drawn from the seed: the demonstration guards nothing."""
    return base64.urlsafe_b64encode(chance.randbytes(12)).decode()
