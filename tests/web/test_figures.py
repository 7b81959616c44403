"""The page of an indicator: each rate with that from which it follows, and the figures to take along."""

import io

import pytest
import sdmx
from django.test import Client

from tests.cities import FINANCE, LIST, publish

PAGE = f"/figures/{FINANCE}/deposits-and-loans/"


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "said"), [("", "各项贷款余额"), ("/en", "Loans of all kinds")])
def test_each_rate_stands_beside_its_amounts(before: str, said: str) -> None:
    publish(FINANCE)
    told = Client().get(before + PAGE).content.decode()
    row = next(row for row in told.split("<tr>") if said in row and "17.4%" in row)
    assert all(figure in row for figure in ("371.96", "2,139.93"))
    assert f"{before}/rules/{FINANCE}/#3.2" in row


@pytest.mark.django_db
def test_figures_without_a_rate_are_amounts_alone() -> None:
    publish(LIST)
    told = Client().get(f"/en/figures/{LIST}/restoration/").content.decode()
    assert all(figure in told for figure in (">44 ", ">27 ", ">537 "))
    assert "<table" not in told
    assert 'class="chart"' not in told


@pytest.mark.django_db
def test_the_rulebooks_page_leads_to_its_figures() -> None:
    publish(FINANCE)
    told = Client().get(f"/rules/{FINANCE}/").content.decode()
    assert f'href="{PAGE}"' in told
    assert "371.96 / 2,139.93 = 17.4%" in told


@pytest.mark.django_db
def test_the_figures_go_out_in_each_form() -> None:
    publish(FINANCE)
    client = Client()
    table = b"".join(client.get(f"{PAGE}csv/file/").streaming_content)  # type: ignore[attr-defined]
    assert '"loans","growth year on year","2023-Q1",0.1740' in table.decode("utf-8-sig")
    assert b"".join(client.get(f"{PAGE}xlsx/file/").streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    structure = sdmx.read_sdmx(io.BytesIO(client.get(f"{PAGE}sdmx-structure/file/").content))
    data = io.BytesIO(client.get(f"{PAGE}sdmx/file/").content)
    assert len(sdmx.read_sdmx(data, structure=structure.structure["DEPOSITS_AND_LOANS"]).data[0]) == 20


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"{PAGE}pdf/file/", f"/figures/{FINANCE}/loans/", "/figures/nowhere/loans/"])
def test_what_is_not_there_is_not_found(address: str) -> None:
    publish(FINANCE)
    assert Client().get(address).status_code == 404
