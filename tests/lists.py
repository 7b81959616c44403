"""Lists of passengers, and special trains whose register counts in them; all made up."""

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from bridgehead.actions.publish_rulebook import publish_rulebook
from tests.cities import MOMENT, RULEBOOKS, TOURISM
from tests.forms import identity

HEADER = ("姓名", "身份证号", "住宿晚数", "已购票")
LIST = """{type: files, accept: [csv, xlsx, pdf], at most: 10, personal: true, optional: true, rows: {
    name: {type: person, label: {zh: 姓名, en: Name}},
    identity number: {type: identity number, unique: true, label: {zh: 身份证号, en: Identity number}},
    nights: {type: integer, label: {zh: 住宿晚数, en: Nights}},
    ticket bought: {type: boolean, label: {zh: 已购票, en: Ticket bought}}}, """
VERIFIED = "verified: true, evidence: passenger list, from rows:"
CHANGES = {
    "  passengers: {type: integer,": f"  passengers: {{type: integer, {VERIFIED} count(rows),",
    "  nights: {type: integer,": f"  nights: {{type: integer, {VERIFIED} min(rows.nights),",
    "  ticket rate: {type: percent,": f"  ticket rate: {{type: percent, {VERIFIED} "
    "'round down(count(rows[ticket bought]) / count(rows), 4)',",
    "  passenger list: {type: files, accept: [pdf, jpg, png, xlsx], at most: 10, personal: true, optional: true, ": (
        f"  passenger list: {LIST}"
    ),
    "    may: [note, correct]": "    may: [note, correct, verify]",
}
"""What makes the register of special trains one that counts in a list."""

Row = tuple[str, str, object, object]


def people(first: int, count: int, *, bought: int) -> list[Row]:
    return [(f"虚构{n}", identity(first + n), 1 + n % 2, "是" if n < bought else "否") for n in range(count)]


def csv_list(rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode("gb18030")


def publish_declared(at: datetime) -> None:
    """Put the rulebook of tourism in force with a register in which nobody verifies what a claim says."""
    publish_rulebook(RULEBOOKS / TOURISM, TOURISM, at)


def publish_lists(changed: Mapping[str, str] = MappingProxyType({}), at: datetime = MOMENT) -> None:
    """Put the rulebook of tourism in force with a register that counts in lists, and with what else is changed."""
    with TemporaryDirectory() as folder:
        rulebook = shutil.copytree(RULEBOOKS / TOURISM, Path(folder) / "tourism-2023")
        register = rulebook / "special-train-claim.yaml"
        text = register.read_text(encoding="utf-8")
        for old, new in {**CHANGES, **changed}.items():
            assert old in text
            text = text.replace(old, new, 1)
        register.write_text(text, encoding="utf-8")
        publish_rulebook(rulebook, TOURISM, at)
