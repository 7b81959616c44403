"""Projects that a screen has judged, as tables: a row for each class of each, and one for each zone it overlaps."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from bridgehead.documents import geojson
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.ground import Ground, projects, zones
from bridgehead.instruments.screen.screened import Screened, screened
from bridgehead.instruments.screen.wording import FINDINGS, VERDICTS, reason
from bridgehead.primitives.words import within
from bridgehead.rulebook.schema import clause_number

HECTARES = pa.decimal128(18, 6)
JUDGED = pa.schema(
    [
        ("project", pa.string()),
        ("hectares", HECTARES),
        ("verdict", pa.string()),
        ("class", pa.string()),
        ("finding", pa.string()),
        ("reason", pa.string()),
        ("clause", pa.string()),
    ]
)
SHARED = pa.schema(
    [
        ("project", pa.string()),
        ("zone", pa.string()),
        ("name", pa.string()),
        ("hectares", HECTARES),
        ("sliver_hectares", HECTARES),
        ("sliver_pieces", pa.int64()),
    ]
)


def grounds(screen: Screen, of_projects: Path, of_zones: Path) -> tuple[Ground, Ground]:
    """The projects and the zones of two files. Raises BridgeheadError as `ground` does; mistakes of single projects
    stand in theirs.
    """
    kept = zones(geojson.read(of_zones), screen)
    return projects(geojson.read(of_projects), screen, kept), kept


def judged(screen: Screen, of_projects: Ground, of_zones: Ground) -> tuple[Screened, ...]:
    return tuple(screened(screen, of_projects, of_zones))


def table(screen: Screen, found: Iterable[Screened], language: str) -> pa.Table:
    """Rows as `JUDGED` has them; words in a language, `zh` or `en`."""
    return pa.Table.from_pylist([*_judged(screen, found, language)], schema=JUDGED)


def overlap_table(screen: Screen, found: Iterable[Screened], language: str) -> pa.Table:
    """Rows as `SHARED` has them."""
    return pa.Table.from_pylist([*_shared(screen, found, language)], schema=SHARED)


def _judged(screen: Screen, found: Iterable[Screened], language: str) -> Iterator[dict[str, object]]:
    for project in found:
        about = {"project": project.project.name, "hectares": project.hectares}
        about["verdict"] = within(VERDICTS[project.verdict], language)
        for each in project.classes:
            cites = each.of.cites or screen.cites
            yield about | {
                "class": within(each.of.title, language),
                "finding": within(FINDINGS[each.finding], language),
                "reason": within(reason(each, screen), language),
                "clause": clause_number(cites) if cites else None,
            }


def _shared(screen: Screen, found: Iterable[Screened], language: str) -> Iterator[dict[str, object]]:
    for project in found:
        for each in project.shared:
            yield {
                "project": project.project.name,
                "zone": within(screen.zones[each.zone.kind].title, language),
                "name": each.zone.name,
                "hectares": each.ground,
                "sliver_hectares": each.slivers,
                "sliver_pieces": each.pieces,
            }
