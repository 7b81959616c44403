"""The text of an XML file, in whatever encoding its mark or its declaration names (XML 1.0, 4.3.3 and appendix F)."""

import codecs
import re

from bridgehead.dmn.mistakes import mistake
from bridgehead.primitives.errors import BridgeheadError, Place, nearest

MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
"""What a file begins with, and what it then is; it counts before the declaration, which may be older than the file."""
DECLARED = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'<>]*)["']""")
USUAL = ("UTF-8", "UTF-16", "GB18030", "GB2312", "GBK", "BIG5", "SHIFT_JIS", "EUC-JP", "EUC-KR", "ISO-8859-1")
NO_CHARSETS = frozenset(("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"))
"""What Python decodes, though no file is written in it."""


def decoded(data: bytes, file: str = "") -> str:
    """The text of the bytes, without a mark.

    Raises BridgeheadError: DM002 where the encoding is not known, or the bytes are no text in it.
    """
    marked = next((encoding for mark, encoding in MARKS.items() if data.startswith(mark)), None)
    declared = None if marked else DECLARED.match(data)
    name = marked or (declared[1].decode("ascii", "replace") if declared else "utf-8")
    named_at = _after(data[: declared.start(1)].decode("latin-1"), file) if declared else Place(file)
    try:
        if declared and _text(data[:5], name, "ignore") != "<?xml":  # two bytes a sign, which the declaration has not
            raise BridgeheadError([mistake("DM002", named_at, why=_not_in(name))])
        return _text(data, name)
    except LookupError as why:
        near = nearest(name.upper(), USUAL)
        raise BridgeheadError([mistake("DM002", named_at, near, why=f"no encoding «{name}» is known")]) from why
    except UnicodeDecodeError as why:
        place = _after(why.object[: why.start].decode(name, "ignore"), file)
        raise BridgeheadError([mistake("DM002", place, why=_not_in(name))]) from why


def _text(data: bytes, name: str, errors: str = "strict") -> str:
    if codecs.lookup(name).name in NO_CHARSETS:
        raise LookupError(name)
    return data.decode(name, errors)


def _not_in(name: str) -> str:
    return f"the text is not in {name.removesuffix('-sig').upper()}"


def _after(text: str, file: str) -> Place:
    """The place that follows on a text."""
    return Place(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
