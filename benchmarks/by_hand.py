"""The hand-written SQL of `sql/`, run on DuckDB: what ours is held against."""

from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.claims import IN_A_FILE

SQL = Path(__file__).parent / "sql"


class ByHand:
    """One connection over one file of claims."""

    def __init__(self, claims: Path) -> None:
        self._connection = duckdb.connect()
        names = ", ".join(f'"{each}" AS "{name}"' for name, each in IN_A_FILE.items())
        self._connection.execute(f"CREATE VIEW claims AS SELECT {names} FROM read_parquet('{claims}')")
        self._connection.execute(f"CREATE VIEW eligibility_with_reasons AS {_sql('eligibility_with_reasons')}")

    def eligibility(self) -> pa.Table:
        return self._connection.sql(_sql("eligibility")).to_arrow_table()

    def eligibility_with_reasons(self) -> pa.Table:
        return self._connection.sql(_sql("eligibility_with_reasons")).to_arrow_table()

    def winners(self) -> list[tuple[int, int, str]]:
        """Prize, place and number of each winner."""
        return self._connection.sql(_sql("winners")).fetchall()

    def settlement(self) -> pa.Table:
        """Winners first, then one pass over all claims with a CASE over the winners."""
        places = "".join(f" WHEN '{number}' THEN {place}" for _, place, number in self.winners())
        query = _sql("settlement").format(place=f"CASE number{places} END" if places else "NULL")
        return self._connection.sql(query).to_arrow_table()


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()
