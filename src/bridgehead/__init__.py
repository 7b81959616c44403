"""Turns what a city has published into a running, accountable service."""

__version__ = "0.1.0"
