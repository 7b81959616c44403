"""Let no record pass a line: where a stage stops at a screen, its area is laid upon the zones that were screened last,
and by the same rules.
"""

from collections.abc import Mapping
from typing import Any

from bridgehead.actions.case import Case
from bridgehead.actions.screen import judged
from bridgehead.instruments.register.stages import Line
from bridgehead.instruments.screen.screened import Verdict
from bridgehead.instruments.screen.wording import reason
from bridgehead.primitives.errors import BridgeheadError, Mistake


def stopped(case: Case, line: Line, filled: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the event says of a record that is stopped, in both languages, with the clause; None where it may pass.

    Raises BridgeheadError with AC140 where nothing was screened, so that there are no zones, AC141 where the record has
    no area, and AC142 where only slivers, or what is not known, stand between it and an answer.
    """
    number, area = case.record.number, filled.get(line.area)
    if not area:
        found = f"{number} has no «{line.area}» that could be laid upon the zones of «{line.screen}»"
        label = case.register.fields[line.area].label
        expected = f"«{line.area}» filled in before, by a correction of the record"
        raise BridgeheadError(
            [Mistake("AC141", found, None, expected, values={"field": label.en, "field zh": label.zh})]
        )
    where = f"/desk/screens/{case.record.matter}/{line.screen}/"
    known = {name: value for name, value in filled.items() if value is not None}
    screening = judged(case.record.matter, line.screen, number, str(area), known)
    if screening is None:
        found = f"no zones under the screen «{line.screen}», upon which {number} could be laid"
        expected = f"zones that are on record; the desk puts them there, at {where}"
        raise BridgeheadError([Mistake("AC140", found, None, expected, values={"where": where})])
    screen, done = screening
    if done.verdict is Verdict.REFUSED:
        why = done.decisive[0]
        said = reason(why, screen)
        zones = ", ".join(each.zone.name for each in done.shared if each.ground > each.slivers)
        return {
            "screen": line.screen,
            "zh": f"{why.of.title.zh}：{said.zh}（{zones}）",
            "en": f"{why.of.title.en}: {said.en} ({zones})",
            "cites": why.of.cites,
        }
    if done.verdict is Verdict.UNDETERMINED:
        said = reason(done.decisive[0], screen)
        found = f"{number} under «{line.screen}»: {said.en}"
        expected = f"it made out before; zones are put right at {where}"
        raise BridgeheadError(
            [Mistake("AC142", found, None, expected, values={"why": said.en, "why zh": said.zh, "where": where})]
        )
    return None
