"""Decision Model and Notation (OMG DMN 1.5): models in XML, read to values; decisions run on FEEL.

`load` reads a file with what it imports, and gives its `Decisions`; `read` gives the model alone, and `write` the file
of a model.
"""

from bridgehead.dmn.load import load
from bridgehead.dmn.read import read, read_bytes
from bridgehead.dmn.run import Decisions
from bridgehead.dmn.write import write

__all__ = ["Decisions", "load", "read", "read_bytes", "write"]
