"""The accounts as Django knows them."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "bridgehead.web.accounts"
    label = "accounts"
