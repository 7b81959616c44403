"""Rulebooks: folders of YAML that say what a city has published, read with the place of every word."""
