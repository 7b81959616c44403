"""The ledger as Django knows it."""

from django.apps import AppConfig


class Ledger(AppConfig):
    name = "bridgehead.ledger"
    label = "ledger"
