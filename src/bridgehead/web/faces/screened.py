"""What became of projects that were screened, for a reader."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.schema import Class
from bridgehead.instruments.screen.screened import Screened, Verdict
from bridgehead.instruments.screen.wording import FINDINGS, VERDICTS, hectares, reason

LIGHTS = {Verdict.REFUSED: "red", Verdict.UNDETERMINED: "yellow", Verdict.OPEN: "yellow", Verdict.CLEAR: "green"}
MOST_SHOWN = 100
"""Projects on a page; the files have them all."""


def shown(found: Sequence[Screened], screen: Screen) -> Mapping[str, object]:
    """How many came to each verdict, the first projects, and how many more there are."""
    counts = Counter(each.verdict for each in found)
    return {
        "counts": [(VERDICTS[verdict], LIGHTS[verdict], counts[verdict]) for verdict in Verdict if counts[verdict]],
        "projects": [_project(each, screen) for each in found[:MOST_SHOWN]],
        "hidden": max(0, len(found) - MOST_SHOWN),
    }


def _project(each: Screened, screen: Screen) -> dict[str, object]:
    """A project for a reader: what decided first, then every class."""
    return {
        "name": each.project.name,
        "hectares": hectares(each.hectares),
        "verdict": VERDICTS[each.verdict],
        "light": LIGHTS[each.verdict],
        "why": [(reason(judged, screen), _cites(judged.of, screen)) for judged in each.decisive[:1]],
        "shared": [
            {
                "zone": shared.zone.name,
                "kind": screen.zones[shared.zone.kind].title,
                "ground": hectares(shared.ground),
                "slivers": hectares(shared.slivers) if shared.pieces else None,
                "pieces": shared.pieces,
            }
            for shared in each.shared
        ],
        "classes": [
            (judged.of.title, FINDINGS[judged.finding], reason(judged, screen), _cites(judged.of, screen))
            for judged in each.classes
        ],
    }


def _cites(of: Class, screen: Screen) -> str | None:
    return of.cites or screen.cites
