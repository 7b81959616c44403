"""The alarms of a run by number: a change goes to the journal before anybody is shown it, and to the ledger after."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bridgehead.instruments.operation.ledgered import JOURNAL
from bridgehead.instruments.operation.live import Level
from bridgehead.instruments.operation.watching.alarms import Change
from bridgehead.ledger.journal import Entry, Journal, entries


class AlarmBook:
    """Goes on where the journal of the run ends. `pending` are entries that the ledger may not have yet."""

    def __init__(self, folder: Path) -> None:
        known = entries(folder / JOURNAL)
        self._journal = Journal(folder / JOURNAL)
        self.pending: list[Entry] = known
        self._entry = len(known)
        self._number = max((each["number"] for each in known), default=0)
        self.open: dict[str, Entry] = {}
        for each in known:
            self._follow(each)

    def levels(self) -> dict[str, Level]:
        """The alarms that stand, by key."""
        return {key: each["level"] for key, each in self.open.items()}

    def write(self, changes: Iterable[Change], behind: Callable[[str], Mapping[str, float]]) -> None:
        """Note changes, with the values behind each; one that is heightened has another number from then on."""
        written: list[Entry] = []
        for change in changes:
            before = self.open.get(change.key)
            if before is not None:
                written.append(self._made("cleared", change, before["number"], {}))
            if change.what == "raised":
                self._number += 1
                written.append(self._made("raised", change, self._number, behind(change.key)))
        self._journal.write(written)
        self.pending += written

    def close(self) -> None:
        self._journal.close()

    def _made(self, what: str, change: Change, number: int, values: Mapping[str, float]) -> Entry:
        self._entry += 1
        told: dict[str, Any] = {"entry": self._entry, "what": what, "number": number, "values": dict(values)}
        told |= {"key": change.key, "level": change.level, "at": change.at}
        self._follow(told)
        return told

    def _follow(self, entry: Entry) -> None:
        if entry["what"] == "raised":
            self.open[entry["key"]] = entry
        else:
            self.open.pop(entry["key"], None)
