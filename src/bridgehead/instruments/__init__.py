"""Kinds of promise. A closed list; none imports another."""
