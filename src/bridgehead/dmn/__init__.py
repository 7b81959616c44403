"""Decision Model and Notation (OMG DMN 1.5): models in XML, read to values; decisions run on FEEL."""

from bridgehead.dmn.read import read, read_bytes

__all__ = ["read", "read_bytes"]
