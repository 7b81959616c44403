"""Open data and seals, as somebody takes them who has no account."""

import csv
import io
import re
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.test import Client

from bridgehead.ledger.models import Seal
from bridgehead.ledger.sealing import as_chain, seal
from tests.cities import INSPECTION, MOMENT, TOURISM, found_units, publish, submit_report, submit_train

pytestmark = pytest.mark.django_db
TRAINS = f"/data/{TOURISM}/special-train-claim/2023"


def _body(address: str) -> bytes:
    return b"".join(Client().get(address).streaming_content)


@pytest.fixture(autouse=True)
def city() -> None:
    publish()
    publish(INSPECTION)
    found_units()


def test_everybody_takes_what_is_public_of_a_year_and_nothing_else() -> None:
    for day in range(3):
        submit_train(MOMENT + timedelta(days=day), train_number=f"K{day}", telephone="13800138000")
    submit_train(MOMENT + timedelta(days=366), train_number="K9")
    rows = list(csv.DictReader(io.StringIO(_body(f"{TRAINS}/csv/").decode("utf-8-sig"))))
    assert [each["train number"] for each in rows] == ["K0", "K1", "K2"]
    assert [*rows[0]] == [
        "alias",
        "number",
        "organiser",
        "kind",
        "train number",
        "completed on",
        "stage",
        "received on",
        "due on",
        "due provisional",
    ]
    table = pq.read_table(io.BytesIO(_body(f"{TRAINS}/parquet/")))
    assert table["train number"].to_pylist() == ["K0", "K1", "K2"]
    assert b"13800138000" not in _body(f"{TRAINS}/csv/")


def test_reports_tell_neither_number_nor_who_is_complained_of() -> None:
    record = submit_report()
    said = _body(f"/data/{INSPECTION}/inspection-report/2023/csv/").decode()
    assert "overdue payments" in said
    assert record.number not in said
    assert "made-up-bureau" not in said
    assert "made-up person" not in said


def test_what_has_no_public_list_has_no_file() -> None:
    assert Client().get(f"/data/{TOURISM}/student-visit/2023/csv/").status_code == 404
    for wrong in ("2023/xlsx", "1800/csv", "9999/csv"):
        assert Client().get(f"/data/{TOURISM}/special-train-claim/{wrong}/").status_code == 404


def test_the_page_leads_to_addresses_that_are_there() -> None:
    links, english = (
        set(re.findall('href="(/[^"#]*)"', Client().get(page).content.decode())) for page in ("/data/", "/en/data/")
    )
    assert f"{TRAINS}/csv/" in links
    assert f"/en{TRAINS}/csv/" in english
    assert {each.removeprefix("/en") for each in english} >= {each for each in links if not each.startswith("/en/")}
    assert {each for each in links if Client().get(each).status_code != 200} == {"/desk/"}, "which asks who it is"


def test_the_page_of_seals_tells_the_latest_and_any_by_its_number() -> None:
    assert "还没有封印" in Client().get("/seals/").content.decode()
    for day in range(2):
        submit_train(MOMENT + timedelta(days=day))
        seal(MOMENT + timedelta(days=day))
    first, last = (as_chain(each).line for each in Seal.objects.order_by("number"))
    assert last in Client().get("/seals/").content.decode()
    assert first in Client().get("/seals/?number=1").content.decode()
    assert "没有这个编号的封印" in Client().get("/seals/?number=9").content.decode()
    assert Client().get("/seals/", {"number": "9" * 40}).status_code == 200
