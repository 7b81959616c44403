"""What is said of a project that was screened: the verdict, and for each class what was seen."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bridgehead.instruments.screen.schema import Screen
from bridgehead.instruments.screen.screened import Finding, Judged, Verdict
from bridgehead.primitives import words
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.schema import Label

VERDICTS: Mapping[Verdict, Phrase] = {
    Verdict.REFUSED: Phrase("列入负面清单", "Refused"),
    Verdict.UNDETERMINED: Phrase("待查明", "Not known yet"),
    Verdict.OPEN: Phrase("无法判定", "Cannot be decided"),
    Verdict.CLEAR: Phrase("未列入负面清单", "Clear"),
}
FINDINGS: Mapping[Finding, Phrase] = {
    Finding.MET: Phrase("符合该类", "In this class"),
    Finding.CLEAR: Phrase("不属该类", "Not in this class"),
    Finding.MISSING: Phrase("资料不全", "Not known"),
    Finding.SLIVERS: Phrase("碎片待核实", "Slivers to be surveyed"),
    Finding.UNPUBLISHED: Phrase("未公布", "Not published"),
}
UNPUBLISHED = Phrase(
    "该类的内容没有公布，无法判定。", "What this class holds was not published; nothing can be decided."
)
SLIVERS = Phrase(
    "重叠的只有碎片，须实地核实两图边线。", "Only slivers overlap; the two borders have to be surveyed on the ground."
)
SEPARATE = Phrase("；", "; ")


def hectares(amount: Decimal) -> Phrase:
    said = f"{amount.quantize(Decimal('0.0001')):,f}"
    return Phrase(f"{said} 公顷", f"{said} ha")


def reason(judged: Judged, screen: Screen) -> Phrase:
    """Why a class is met or not: what was seen of each field and zone that its criterion reads, or what is missing."""
    match judged.finding:
        case Finding.UNPUBLISHED:
            return UNPUBLISHED
        case Finding.SLIVERS:
            return SLIVERS
        case Finding.MISSING:
            labels = (_phrase(screen.fields[name].label) for name in judged.missing)
            said = words.listed(labels, Phrase("、", ", "))
            overlap = words.listed(_ground(judged, screen), SEPARATE)
            told = Phrase(f"没有说明：{said.zh}", f"not said: {said.en}")
            return words.opening(words.listed((each for each in (overlap, told) if each != words.NOTHING), SEPARATE))
    return words.opening(words.listed([*_ground(judged, screen), *_fields(judged, screen)], SEPARATE))


def _ground(judged: Judged, screen: Screen) -> Iterator[Phrase]:
    """The zones that it overlaps, by how much; that there are none, once for all."""
    read = {name: judged.seen[name] for name in screen.zones if name in judged.seen}
    for name, amount in read.items():
        if isinstance(amount, Decimal) and amount:
            title, said = screen.zones[name].title, hectares(amount)
            yield Phrase(f"与{title.zh}重叠 {said.zh}", f"overlaps {title.en} by {said.en}")
    if read and not any(read.values()):
        titles = words.listed((_phrase(screen.zones[name].title) for name in read), Phrase("、", ", "))
        yield Phrase(f"与{titles.zh}没有重叠", f"no overlap with {titles.en}")


def _phrase(label: Label) -> Phrase:
    return Phrase(label.zh, label.en)


def _fields(judged: Judged, screen: Screen) -> Iterator[Phrase]:
    for name in screen.fields:
        if judged.seen.get(name) is not None:
            label, said = screen.fields[name].label, words.value(judged.seen[name])
            yield Phrase(f"{label.zh}：{said.zh}", f"{label.en}: {said.en}")
