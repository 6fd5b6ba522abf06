"""The accounts feature."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, organisations and people."""

    name = "alongside.accounts"
