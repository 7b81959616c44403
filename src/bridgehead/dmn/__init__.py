"""Decision Model and Notation (OMG DMN 1.5): models in XML, read to values; decisions run on FEEL.

`load` reads a file with what it imports, and gives its `Decisions`; `read` gives the model alone.
"""

from bridgehead.dmn.load import load
from bridgehead.dmn.read import read, read_bytes
from bridgehead.dmn.run import Decisions

__all__ = ["Decisions", "load", "read", "read_bytes"]
