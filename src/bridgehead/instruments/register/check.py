"""The mistakes of a register that its file alone does not show.

1. Names: of other registers, fields, stages; what is public or kept from a unit.
2. FEEL: what does not parse, names nothing known, gives what cannot be used, or asks the clock.
3. The way of a record: every stage is reached, from every stage a final one can be, no circle runs by itself, and what
   is suspended comes back to where it was.
"""

from collections.abc import Iterable, Iterator, Mapping

from bridgehead import feel
from bridgehead.documents.document import Document, Path
from bridgehead.feel import tree
from bridgehead.feel.types import ANY, DATE, Variable
from bridgehead.instruments.register.carried import carried, words_of
from bridgehead.instruments.register.fields import Field
from bridgehead.instruments.register.lists import ListColumn
from bridgehead.instruments.register.schema import Register
from bridgehead.instruments.register.scope import TODAY, Formula, formulas, names
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook.expressions import UNKNOWN_VALUE, located
from bridgehead.rulebook.of_record import SEEN_BY_ALL
from bridgehead.rulebook.rulebook import Rulebook

CLOCK = frozenset(("now", "today"))


def check(register: Register, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    """Every mistake that needs more than one part of the file, or the rest of the rulebook."""
    found = [*_names(register, rulebook, document), *_stages(register, document)]  # 1
    found += _lines(register, rulebook, document)
    if not document.incomplete:  # of what could not be read nothing more is told
        yield from found
        if not found:
            yield from _ways(register, document)  # 3
    if any(True for _ in formulas(register)):
        yield from _feel(register, rulebook, document)  # 2


# -- 1. names ----------------------------------------------------------------------------------------------------------


def _names(register: Register, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    for name, field in register.fields.items():
        path: Path = ("fields", name)
        if field.to and (unknown := rulebook.unknown("register", field.to, document, *path, "to")):
            yield unknown
        if field.evidence is not None:
            yield from _known(field.evidence, register.fields, document, (*path, "evidence"))
            if field.evidence in register.fields and register.fields[field.evidence].type != "files":
                message = f"the evidence «{field.evidence}», which holds no files"
                yield document.mistake("RG204", message, *path, "evidence", expected="a field of type files")
            elif field.from_rows is not None and field.evidence in register.fields and not _rows(register, field):
                message = f"from rows of «{field.evidence}», whose files are no lists"
                yield document.mistake("RG213", message, *path, "from rows", expected="«rows» in that field", key=True)
    for name, each in register.checks.items():
        yield from _known(each.at, register.fields, document, ("checks", name, "at"))
    for name in register.derives:
        if name in register.fields:
            message = f"the derived fact «{name}» has the name of a field"
            yield document.mistake("RG205", message, "derives", name, expected="a name of its own", key=True)
    yield from _shown(register, document)
    for at, name in enumerate(register.same_when):
        yield from _known(name, register.fields, document, ("same when", at))


def _rows(register: Register, field: Field) -> Mapping[str, ListColumn]:
    return (field.evidence and register.fields[field.evidence].rows) or {}


def _shown(register: Register, document: Document) -> Iterator[Mistake]:
    """What the public sees, which is nothing personal, and whom a record is kept from."""
    columns = register.table
    for at, name in enumerate(register.public):
        yield from _known(name, (*columns.deciding, *SEEN_BY_ALL), document, ("public", at))
        if name in columns.personal:
            message = f"«{name}», which is personal, for all to see"
            yield document.mistake("RG206", message, "public", at, expected="fields that are not personal")
    hidden = register.never_shown_to
    if hidden is not None:
        yield from _known(hidden, register.fields, document, ("never shown to",))
        if hidden in register.fields and register.fields[hidden].type != "unit":
            message = f"«{hidden}», which is no unit"
            yield document.mistake("RG207", message, "never shown to", expected="a field of type unit")


def _known(name: str, known: Iterable[str], document: Document, path: Path) -> Iterator[Mistake]:
    names = tuple(known)
    if name not in names:
        expected = f"one of {', '.join(names)}"
        yield document.mistake("RG202", f"no field «{name}»", *path, expected=expected, nearest=nearest(name, names))


def _stages(register: Register, document: Document) -> Iterator[Mistake]:
    """Stages that are named and not there, and fields that a stage asks for and nobody declared."""
    called: list[tuple[str, Path]] = [(register.starts, ("starts",))] if register.starts else []
    for name, stage in register.stages.items():
        path: Path = ("stages", name)
        called += [(to, (*path, "next", verb)) for verb, to in stage.next.items()]
        called += [(move.to, (*path, "moves", at, "to")) for at, move in enumerate(stage.moves)]
        called += [(stage.stops_at.to, (*path, "stops at", "to"))] if stage.stops_at else []
        for word, fields in (("fills", stage.fills), ("rates", stage.rates)):
            for at, field in enumerate(fields):
                yield from _known(field, register.fields, document, (*path, word, at))
    for name, at_path in called if register.stages else ():
        if name not in register.stages:
            expected, near = f"one of {', '.join(register.stages)}", nearest(name, register.stages)
            yield document.mistake("RG201", f"no stage «{name}»", *at_path, expected=expected, nearest=near)


def _lines(register: Register, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    """Screens that there are not, and areas that are none."""
    for name, stage in register.stages.items():
        if stage.stops_at is None:
            continue
        path: Path = ("stages", name, "stops at")
        if unknown := rulebook.unknown("screen", stage.stops_at.screen, document, *path, "screen"):
            yield unknown
        area = stage.stops_at.area
        yield from _known(area, register.fields, document, (*path, "area"))
        if area in register.fields and register.fields[area].type != "area":
            yield document.mistake(
                "RG216", f"«{area}», which is no area", *path, "area", expected="a field of type area"
            )


# -- 2. FEEL -----------------------------------------------------------------------------------------------------------


def _feel(register: Register, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    lost = dict.fromkeys(document.lost, Variable(ANY))
    for formula in formulas(register):
        scope = formula.scope or names(
            register, rulebook.values, personal=formula.personal, derived=formula.path[0] in ("stages", "lights")
        )
        if formula.path[0] == "lights":
            scope = {**scope, TODAY: Variable(DATE)}
        personal = () if formula.personal else register.table.personal
        parsed: tree.Expression | None = None
        try:
            parsed = feel.parse(formula.text, {**scope, **lost})
            mistakes = tuple(feel.check(parsed, formula.text))
        except BridgeheadError as error:
            mistakes = error.mistakes
        told = located(mistakes, document, formula.path, personal)
        yield from (each for each in told if not (rulebook.has_unnamed_values and each.code == UNKNOWN_VALUE))
        if parsed is not None and not mistakes:
            yield from _misfits(formula, parsed, document)
            if formula.path[0] == "derives":
                yield from _carries(formula, parsed, register, document)


def _carries(formula: Formula, parsed: tree.Expression, register: Register, document: Document) -> Iterator[Mistake]:
    """What is derived stands in the clear, where `forget` does not find it."""
    found = carried(parsed, words_of(register))
    if found is not None:
        message = f"«{found.name}» is personal, and this puts its words into the clear"
        expected = 'true or false, a date, a count, or a choice by a condition, as in if … then "A" else "B"'
        yield Mistake("RG215", message, document.inside(formula.path, found.span[0]), expected)


def _misfits(formula: Formula, parsed: tree.Expression, document: Document) -> Iterator[Mistake]:
    """What gives another type than is wanted, or would give another answer on another day."""
    if parsed.type != ANY and parsed.type.name != formula.gives:
        message = f"«{formula.text}» gives {_called(parsed.type.name)}"
        yield document.mistake("RG203", message, *formula.path, expected=_called(formula.gives))
    for node in feel.walk(parsed):
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and node.function.name in CLOCK:
            message = f"«{node.function.name}()» asks the clock, which no rule does"
            place = document.inside(formula.path, node.span[0])
            yield Mistake("RG208", message, place, "a field, or «after» a time in a stage")


def _called(kind: str) -> str:
    return {"boolean": "true or false", "string": "a text", "null": "nothing"}.get(kind, f"a {kind}")


# -- 3. the way of a record --------------------------------------------------------------------------------------------


def _ways(register: Register, document: Document) -> Iterator[Mistake]:
    if not register.stages or register.starts is None:
        return
    ways = {name: {*stage.next.values(), *(move.to for move in stage.moves)} for name, stage in register.stages.items()}
    for onward in ways.values():
        onward |= {line.to for name in onward if name in register.stages and (line := register.stages[name].stops_at)}
    back: dict[str, set[str]] = {name: {before for before, to in ways.items() if name in to} for name in ways}
    reached = _reached((register.starts,), ways)
    ending = _reached((name for name, stage in register.stages.items() if stage.final), back)
    if not any(stage.final for stage in register.stages.values()):
        message, expected = "stages of which none is final", "«final: true» where a record ends"
        yield document.mistake("RG212", message, "stages", expected=expected, key=True)
        return
    for name in register.stages:
        if name not in reached:
            message = f"the stage «{name}», which no record reaches"
            yield document.mistake("RG209", message, "stages", name, expected="a «next» that leads to it", key=True)
        if name not in ending:
            message = f"the stage «{name}», from which no way leads to a final one"
            yield document.mistake("RG210", message, "stages", name, expected="a «next» that leads on", key=True)
    yield from _back(register, document)
    at_once = {name: {move.to for move in stage.moves if move.after is None} for name, stage in register.stages.items()}
    for name in register.stages:
        if name in _reached(at_once[name], at_once):
            message = f"the stage «{name}», to which a record can come back by itself at once"
            yield document.mistake("RG211", message, "stages", name, "moves", expected="«after» a time", key=True)


def _back(register: Register, document: Document) -> Iterator[Mistake]:
    """Stages in which a record is suspended and from where it does not come back when it is resumed."""
    for name, stage in register.stages.items():
        if (waits := stage.next.get("suspend")) is None:
            continue
        back = register.stages[waits].next
        if back.get("resume", back.get("submit")) != name:
            message = f"«{waits}», where a record of «{name}» is suspended, and from where no «resume» leads back to it"
            expected = f"«resume: {name}» in its «next»; each stage that suspends has its own to wait in"
            yield document.mistake("RG214", message, "stages", name, "next", "suspend", expected=expected)


def _reached(starts: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    """Every stage that lies on a way from one of these, they themselves included."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += ways.get(name, ())
    return found
