"""Close a segment of a recording in a process of its own, which waits for all others: `python -m … SEGMENT`.

It takes seconds of a processor and a hundred megabytes, which whoever records has better uses for.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from bridgehead.tables import recording

LEAST = 19
"""How far it stands back, as `nice` has it."""


def command(path: Path) -> list[str]:
    """What starts it; it prints the segment in JSON."""
    return [sys.executable, "-m", "bridgehead.tables.closing", str(path)]


if __name__ == "__main__":
    os.nice(LEAST)
    sys.stdout.write(json.dumps(asdict(recording.close(Path(sys.argv[1])))))
