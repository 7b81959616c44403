"""Bridgehead's own side: the rule of the special trains as its rulebook has it."""

from datetime import date
from functools import cached_property
from pathlib import Path

import ibis
import pyarrow as pa

from benchmarks.claims import IN_A_FILE
from benchmarks.peers import Claim, Peer
from bridgehead import catalog
from bridgehead.instruments.award import case, eligibility
from bridgehead.instruments.award.columns import ROW, Claims
from bridgehead.instruments.award.reasons import written
from bridgehead.instruments.award.settlement import award_terms, settle
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.decision import Outcome
from bridgehead.rulebook.load import load

RULEBOOK = Path("rulebooks/datong/tourism-2023")
AWARD = "special-train"
NAME = "Bridgehead"
ON = date(2023, 11, 1)  # after the last day for claims, so that places are final


def special_train() -> Terms:
    return award_terms(load(RULEBOOK, catalog.KINDS), AWARD)


def one_claim(award: Terms) -> Peer:
    """One claim at the gate, with both masks; the answer in the numbers of the peers."""
    decide = case.compile(award).decide
    prizes = {name: at for at, name in enumerate(award.award.prizes, start=1)}

    def prize(claim: Claim) -> int:
        verdict = decide(claim).verdict
        return prizes[verdict.prize] if verdict.outcome is Outcome.GRANTED else 0

    return Peer(NAME, prize, lambda claim: {IN_A_FILE[name]: value for name, value in claim.items()})


class Ours:
    """One file of claims, and a connection over it on which eligibility alone is asked."""

    def __init__(self, claims: Path) -> None:
        self._file = claims
        self._rulebook = load(RULEBOOK, catalog.KINDS)
        self._award = award_terms(self._rulebook, AWARD)
        self._connection = ibis.duckdb.connect()
        source = f"""SELECT * EXCLUDE (file_row_number), file_row_number AS "{ROW}"
            FROM read_parquet('{claims}', file_row_number = true)"""
        self._connection.raw_sql(f"CREATE VIEW claims AS {source}")

    @cached_property
    def _claims(self) -> Claims:
        return Claims(self._award, self._connection.table("claims"))

    @cached_property
    def _eligibility(self) -> str:
        """The SQL of eligibility, built once: it does not depend on the claims."""
        failed, missing = eligibility.masks(self._claims)
        masked = self._claims.table.select("number", failed=failed, missing=missing)
        prize = eligibility.prize_met(self._claims, masked.failed, masked.missing)
        return str(self._connection.compile(masked.mutate(prize=(prize.fill_null(-1) + 1).cast("int8"))))

    def eligibility_with_reasons(self) -> pa.Table:
        return self._connection.con.sql(self._eligibility).to_arrow_table()

    def settlement(self) -> pa.Table:
        """All that a caller waits for: a connection of its own, the plans made anew, the decisions as a table.

        As on the other side, the database of this process is open before.
        """
        return settle(self._rulebook, AWARD, self._file, on=ON).table()

    def sentences(self, claims: pa.Table, decisions: pa.Table) -> tuple[pa.Array, pa.Array]:
        """Every decision in Chinese and in English."""
        return written.sentences(case.compile(self._award), claims, decisions)
