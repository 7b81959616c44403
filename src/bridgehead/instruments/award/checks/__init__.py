"""The mistakes of an award that a reader of its file could not see: FEEL, fields, and words that do not go together."""
