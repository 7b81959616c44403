"""Close a segment of a recording in a process of its own, which waits for all others: `python -m … SEGMENT`.

It takes seconds of a processor and a hundred megabytes, which whoever records has better uses for.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

LEAST = 19
"""How far it stands back, as `nice` has it."""


def command(path: Path) -> list[str]:
    """What starts it; it prints the segment in JSON."""
    return [sys.executable, "-m", "bridgehead.tables.closing", str(path)]


def main(path: Path) -> None:
    os.nice(LEAST)
    from bridgehead.tables import recording  # which is loaded at leisure, too

    sys.stdout.write(json.dumps(asdict(recording.close(path))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
