"""The commands, called in this process."""

from pathlib import Path
from zoneinfo import ZoneInfo

from pyarrow import parquet
from typer.testing import CliRunner, Result

from bridgehead import tables
from bridgehead.catalog import KINDS
from bridgehead.cli import main
from bridgehead.rulebook.labelled import labels
from bridgehead.rulebook.load import load

ROOT = Path(__file__).parents[2]
TOURISM = "rulebooks/datong/tourism-2023"
FIRMS = "rulebooks/examples/above-scale-firms"
GRANTS = "rulebooks/examples/culture-grants"
TRAINS = f"{TOURISM}/samples/made-up-special-train-claims.csv"


def bridgehead(*arguments: str) -> Result:
    return CliRunner().invoke(main.app, arguments)


def settle(claims: str | Path, out: Path, *more: str, rulebook: str = TOURISM, award: str = "special-train") -> Result:
    of = ("--award", award, "--claims", str(claims), "--on", "2023-10-16", "--out", str(out))
    return bridgehead("settle", rulebook, *of, *more)


def explain(
    number: str, *more: str, claims: str | Path = TRAINS, rulebook: str = TOURISM, award: str = "special-train"
) -> Result:
    return bridgehead("explain", rulebook, "--award", award, "--claims", str(claims), "--claim", number, *more)


def trains_as_parquet(folder: Path) -> Path:
    """The made-up claims of trains as Parquet, under the labels of their fields."""
    table = load(ROOT / TOURISM, KINDS).tables["special-train-claim"]
    read = tables.read(ROOT / TRAINS, table.columns, zone=ZoneInfo("Asia/Shanghai")).table
    path, called = folder / "trains.parquet", labels(table).columns
    parquet.write_table(read.rename_columns([called[name][0] for name in read.column_names]), path)
    return path
