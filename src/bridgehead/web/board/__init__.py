"""The board: one page of how a city keeps what it has promised, for leaders and the public."""
