"""A register: takes claims in."""
