"""The one table: kind in YAML -> instrument."""
