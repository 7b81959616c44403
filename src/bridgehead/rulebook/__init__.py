"""A rulebook: a folder with all that a city has published about one matter."""
