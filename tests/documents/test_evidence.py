"""Whatever bytes are handed in, they are examined within bounds, and refused with a code or known."""

import io

from hypothesis import given
from hypothesis import strategies as st

from bridgehead.documents.evidence import MEDIA_TYPES, examine
from bridgehead.primitives.errors import BridgeheadError
from tests.evidence import PDF, docx, png, xlsx

WORKBOOK = xlsx(("姓名", "晚数"), ("虚构甲", 1))


def _examined(content: bytes, name: str) -> str:
    file = io.BytesIO(content)
    try:
        found = examine(file, name, 2**20).kind
    except BridgeheadError as error:
        return error.mistakes[0].code
    assert file.tell() == 0, "it is left at its beginning"
    return found


@given(st.sampled_from([WORKBOOK, docx()]), st.data())
def test_a_damaged_archive_is_known_or_refused(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole) - 1))
    put = data.draw(st.binary(min_size=1, max_size=4))
    damaged = whole[:at] + put + whole[at + len(put) :]
    assert _examined(damaged, "a.xlsx") in {"xlsx", "AC064", "AC065", "AC066"}


@given(st.binary(max_size=200), st.sampled_from(sorted(MEDIA_TYPES)))
def test_any_bytes_are_known_or_refused(content: bytes, ending: str) -> None:
    assert _examined(content, f"a.{ending}") in {ending, "AC061", "AC064", "AC065", "AC066"}


def test_a_text_is_a_table_in_either_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        assert _examined("姓名,晚数\n虚构甲,1\n".encode(encoding), "a.csv") == "csv"
    assert [_examined(each, "a.csv") for each in (PDF, png(), b" \n")] == ["AC065", "AC065", "AC064"]
