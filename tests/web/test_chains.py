"""The map of a city's chains: firms as they are listed, what is missing, and who would buy it."""

from pathlib import Path

import pytest
from django.test import Client

from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.submit import submit
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from tests.chains import SMALL, makes, write
from tests.cities import CLERK, INVESTMENT, MOMENT, publish

PAGE = f"/chains/{INVESTMENT}/cooperation/"


def enter(firm: str, makes: str, county: str = "平城区", *, listed: bool = True) -> None:
    given = {"firm": firm, "makes": makes, "county": county}
    receipt = submit(INVESTMENT, "firm", given, PUBLIC, MOMENT)
    if listed:
        record = models.Record.objects.get(number=receipt.number)
        handle(record.pk, Wanted("accept", version=record.version), CLERK, MOMENT)


def row_of(page: str, product: str) -> str:
    return page.split(f'id="product-{product}"')[1].split("</tr>")[0]


@pytest.mark.django_db
def test_a_link_that_nobody_makes_is_missing_as_soon_as_a_firm_would_buy_it() -> None:
    publish(INVESTMENT)
    enter("虚构装备", "new manufacturing")
    page = Client().get("/en" + PAGE).content.decode()
    row = row_of(page, "pilot-scale-base")
    assert 'class="light red">missing' in row
    assert "虚构装备" in row
    enter("虚构中试基地", "pilot-scale base")
    assert 'class="light yellow">weak' in row_of(Client().get("/en" + PAGE).content.decode(), "pilot-scale-base")


@pytest.mark.django_db
def test_a_firm_that_is_not_listed_stands_on_no_map() -> None:
    publish(INVESTMENT)
    enter("虚构能源", "energy", listed=False)
    assert "虚构能源" not in Client().get(PAGE).content.decode()


@pytest.mark.django_db
def test_the_map_of_one_chain_has_its_products_and_their_neighbours() -> None:
    publish(INVESTMENT)
    page = Client().get(PAGE, {"chain": "health"}).content.decode()
    boxes = page.split("<svg class")[1].split("</svg>")[0]
    assert boxes.count("<foreignObject") == 4
    assert "蔬菜" in boxes
    assert "实时算力中心" not in boxes


@pytest.mark.django_db
def test_of_sets_that_were_not_named_only_the_number_is_shown() -> None:
    publish(INVESTMENT)
    page = Client().get("/en" + PAGE).content.decode()
    assert "<dt>Methods of promotion</dt><dd>12</dd>" in page


@pytest.mark.django_db
def test_the_links_go_out_as_a_file() -> None:
    publish(INVESTMENT)
    enter("虚构装备", "new manufacturing")
    file = Client().get(f"{PAGE}csv/file/")
    told = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert '"pilot-scale base","中试基地","新型制造","missing",0,1' in told


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [f"{PAGE}pdf/file/", f"/chains/{INVESTMENT}/small/", "/chains/nowhere/cooperation/"]
)
def test_what_is_not_there_is_not_found(address: str) -> None:
    publish(INVESTMENT)
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.skipif(not SMALL.is_dir(), reason="the small chain is absent")
def test_the_small_chain_has_its_map(tmp_path: Path) -> None:
    write(SMALL, tmp_path)
    publish_rulebook(tmp_path, MOMENT)
    for name, some in makes(SMALL).items():
        submit("test/small-chain", "firm", {"firm": name, "makes": sorted(some)}, PUBLIC, MOMENT)
    page = Client().get("/chains/test/small-chain/small/").content.decode()
    boxes = page.split("<svg class")[1].split("</svg>")[0]
    assert boxes.count("<foreignObject") == page.count('<tr id="product-')
    assert boxes.count("<path") > 400
