"""No model is outside the table of who reads what."""

from django.apps import apps

from alongside.privacy.table import MODELS, THINGS


def test_every_model_of_ours_stands_in_the_table() -> None:
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("alongside.")}
    assert set(MODELS) == ours


def test_every_model_holds_a_thing_that_people_are_told_about() -> None:
    assert set(MODELS.values()) <= {thing.key for thing in THINGS}


def test_no_thing_is_told_twice() -> None:
    keys = [thing.key for thing in THINGS]
    assert len(keys) == len(set(keys))
