"""Where a quotation mark is not closed as it should be, however the file is cut into pieces."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from bridgehead.tables.open_quotes import NOTE, noted, open_cell

MOST = 1000
WIDTH = 3
LONG = b'a,"' + b"b" * 2 * MOST + b"\nc,d\n"


def whole(*pieces: bytes) -> bytes:
    return b"".join(noted(iter(pieces), ",", WIDTH, MOST))


@given(st.lists(st.text('a"",\n').map(str.encode)))
def test_pieces_make_no_difference(pieces: list[bytes]) -> None:
    assert whole(*pieces) == whole(b"".join(pieces))


@given(st.lists(st.lists(st.text('a",\n\r'), min_size=WIDTH, max_size=WIDTH)))
def test_what_is_well_written_has_no_note(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    assert whole(text.getvalue().encode()) == text.getvalue().encode()


def test_a_cell_is_not_waited_for_without_end() -> None:
    row = whole(LONG[: MOST // 2], LONG[MOST // 2 :]).decode().partition("\n")[0]
    assert row.startswith(f"a,{NOTE}")
    assert open_cell(row, ",") == (LONG.decode().partition("\n")[0], 1)
