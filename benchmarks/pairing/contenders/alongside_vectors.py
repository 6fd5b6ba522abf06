"""An instance's vectors and rules as Alongside holds them."""

from alongside.pairing.markets.comparison import Tabled
from alongside.pairing.markets.vectors import Vectors


def vectors_of(instance):
    nobody = [None] * len(instance.learners), [None] * len(instance.guides)
    rules = [
        Tabled(
            *nobody,
            *(getattr(instance, f"{part}_{rule}") for part in ("table", "learner_codes", "guide_codes")),
        )
        for rule in range(int(instance.rules))
    ]
    return Vectors(instance.learners, instance.guides, forbidding=rules)
