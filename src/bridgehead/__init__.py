"""Turns what a city has published into a running, accountable service."""
