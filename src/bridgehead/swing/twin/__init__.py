"""A bridge that turns in time, step by step: a twin of the real one, on which plans and advice are tried."""
