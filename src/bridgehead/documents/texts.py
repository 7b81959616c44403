"""The text of a file that somebody hands in: UTF-8, UTF-16 with its mark, or GB18030."""

import codecs

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
MOST_BYTES = 100_000
UNKNOWN = "\ufffd"
NEARLY = 20
"""Of so many characters beyond ASCII one may be broken, and the bytes are still meant as UTF-8."""


def decoded(octets: bytes, file: str) -> str:
    """What the bytes of a file say.

    Bytes that are nearly UTF-8 are not taken for GB18030, in which almost any bytes are some text. Raises
    BridgeheadError with CV004 where they are neither, CV006 where there are more than `MOST_BYTES`.
    """
    if len(octets) > MOST_BYTES:
        found, most = f"the file has more than {MOST_BYTES:,} bytes", f"{MOST_BYTES:,}"
        raise BridgeheadError([Mistake("CV006", found, Place.whole(file), f"at most {most}", values={"most": most})])
    marked = next((encoding for mark, encoding in MARKS.items() if octets.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", *([] if _nearly_utf_8(octets) else ["gb18030"])]:
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError:
            continue
    expected = "a text file saved as «UTF-8»"
    raise BridgeheadError([Mistake("CV004", "the file is neither UTF-8 nor GB18030", Place.whole(file), expected)])


def _nearly_utf_8(octets: bytes) -> bool:
    beyond = [sign for sign in octets.decode("utf-8", "replace") if not sign.isascii()]
    return beyond.count(UNKNOWN) * NEARLY < len(beyond)
