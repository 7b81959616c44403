"""Words that every part shares: a closed list, with no city logic."""
