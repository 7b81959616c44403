"""A journal gives back all that was written, and an entry that was cut off is none."""

from pathlib import Path

import pytest

from bridgehead.ledger.journal import Journal, entries


def test_entries_come_back_in_order_also_after_it_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    assert entries(path) == []
    journal = Journal(path)
    journal.write([{"n": 1, "said": "风"}, {"n": 2}])
    journal.close()
    again = Journal(path)
    again.write([{"n": 3}])
    assert entries(path) == [{"n": 1, "said": "风"}, {"n": 2}, {"n": 3}]


@pytest.mark.parametrize("cut", [1, 3, 9])
def test_an_entry_that_was_cut_off_is_none_and_the_next_one_is_whole(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "journal.jsonl"
    Journal(path).write([{"n": 1}, {"n": 2, "said": "风"}])
    path.write_bytes(path.read_bytes()[:-cut])
    assert entries(path) == [{"n": 1}]
    Journal(path).write([{"n": 2}])
    assert entries(path) == [{"n": 1}, {"n": 2}]
