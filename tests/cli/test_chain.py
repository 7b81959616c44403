"""The links of the chains: what is missing, and who would buy it."""

from pathlib import Path

import pytest
from pyarrow import csv

from tests.chains import SMALL, makes, supplies, write
from tests.cli.calling import bridgehead

INVESTMENT = "rulebooks/datong/investment"
FIRMS = f"{INVESTMENT}/samples/made-up-firms.csv"


def test_what_firms_would_buy_and_nobody_makes_is_missing_and_comes_first(tmp_path: Path) -> None:
    result = bridgehead("chain", INVESTMENT, "--firms", FIRMS, "--lang", "en", "--out", str(tmp_path / "links.csv"))
    assert result.exit_code == 0, result.output
    rows = {row["product"]: row for row in csv.read_csv(tmp_path / "links.csv").to_pylist()}
    assert (rows["labour service"]["state"], rows["labour service"]["buyers"]) == ("missing", 2)
    assert rows["labour service"]["wanted by"] == "虚构康养; 虚构装备"
    assert (rows["grain"]["state"], rows["grain"]["makers"]) == ("weak", 1)
    assert rows["energy"]["state"] == "strong"
    states = [row["state"] for row in rows.values()]
    assert states == sorted(states, key=["missing", "weak", "longer", "strong", "open"].index)


def test_sets_of_which_no_member_was_published_are_open() -> None:
    result = bridgehead("chain", INVESTMENT, "--firms", FIRMS, "--lang", "en")
    assert "Positionings: 8, 8 named" in result.output
    assert "Methods of promotion: 12, 0 named" in result.output


def test_a_firm_that_makes_what_no_chain_has_is_told_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text("number,firm,makes,county\nQY-1,虚构厂,enargy,平城区\n", encoding="utf-8")
    result = bridgehead("chain", INVESTMENT, "--firms", str(tmp_path / "firms.csv"))
    assert result.exit_code == 2
    assert "firms.csv:2" in result.output
    assert "TB040" in result.output
    assert "did you mean «energy»?" in result.output


def test_a_rulebook_without_a_chain_says_so() -> None:
    result = bridgehead("chain", "rulebooks/datong/tourism-2023", "--firms", FIRMS)
    assert result.exit_code == 2
    assert "CL031 no chains; expected a rulebook with a chain" in result.output


@pytest.mark.skipif(not SMALL.is_dir(), reason="the small chain is absent")
def test_the_small_chain_has_the_gaps_that_its_tables_give(tmp_path: Path) -> None:
    """Reckoned anew from the published tables, without the chains of the rulebook."""
    write(SMALL, tmp_path)
    result = bridgehead(
        "chain", str(tmp_path), "--firms", str(tmp_path / "firms.csv"), "--out", str(tmp_path / "out.csv")
    )
    assert result.exit_code == 0, result.output
    tied, made = supplies(SMALL), makes(SMALL)
    followed = {product for goes in tied.values() for product in goes} - {
        product for own in made.values() for product in own
    }
    suppliers = {
        product: {name for name, own in made.items() if any(product in tied.get(each, ()) for each in own)}
        for product in followed
    }
    rows = {row["product"]: row for row in csv.read_csv(tmp_path / "out.csv").to_pylist()}
    longer = {name for name, row in rows.items() if row["state"] == "longer"}
    assert len(longer) > 100
    assert longer == {product for product, some in suppliers.items() if some}
    assert all(rows[product]["suppliers"] == len(suppliers[product]) for product in longer)
    assert all(not row["makers"] or row["state"] in ("weak", "strong") for row in rows.values())
