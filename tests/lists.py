"""Lists of passengers, as the register of special trains counts in them; all made up."""

import csv
import io
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from bridgehead.actions.publish_rulebook import publish_rulebook
from tests.cities import MOMENT, RULEBOOKS, TOURISM
from tests.forms import identity

HEADER = ("姓名", "身份证号", "住宿晚数", "已购票")
VERIFIED = re.compile(r" verified: true,(?: evidence: [\w ]+,)?(?: from rows: (?:'[^']*'|[^,]*),)?")
KIND = "    verified: true\n    evidence: train tickets\n"

Row = tuple[str, str, object, object]


def people(first: int, count: int, *, bought: int) -> list[Row]:
    return [(f"虚构{n}", identity(first + n), 1 + n % 2, "是" if n < bought else "否") for n in range(count)]


def csv_list(rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode("gb18030")


def publish_declared(at: datetime) -> None:
    """Put the rulebook of tourism in force with a register in which nobody verifies what a claim says."""
    with _changed() as (rulebook, register):
        text = register.read_text(encoding="utf-8")
        assert KIND in text
        register.write_text(VERIFIED.sub("", text).replace(KIND, "").replace(", verify]", "]"), encoding="utf-8")
        publish_rulebook(rulebook, at)


def publish_lists(changed: Mapping[str, str] = MappingProxyType({}), at: datetime = MOMENT) -> None:
    """Put the rulebook of tourism in force, with what is changed in the register of special trains."""
    with _changed() as (rulebook, register):
        text = register.read_text(encoding="utf-8")
        for old, new in changed.items():
            assert old in text
            text = text.replace(old, new, 1)
        register.write_text(text, encoding="utf-8")
        publish_rulebook(rulebook, at)


@contextmanager
def _changed() -> Iterator[tuple[Path, Path]]:
    with TemporaryDirectory() as folder:
        rulebook = shutil.copytree(RULEBOOKS / TOURISM, Path(folder) / "tourism-2023")
        yield rulebook, rulebook / "special-train-claim.yaml"
