"""The faces, and what they share."""
