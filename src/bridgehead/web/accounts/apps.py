"""The accounts as Django knows them."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "bridgehead.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from bridgehead.web.accounts import used_code  # noqa: F401  # its receiver is there from now on
