"""The desk: where staff sees what has come in, and acts on it."""
