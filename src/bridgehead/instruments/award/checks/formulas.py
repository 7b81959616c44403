"""The mistakes of an award's FEEL: what does not parse, names nothing known, or gives what cannot be used."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from bridgehead import feel
from bridgehead.documents.document import Document, Path
from bridgehead.feel import tree
from bridgehead.feel.substitution import HiddenNameError, substitute
from bridgehead.feel.types import ANY, NULL, ContextType, NumberType, RangeType, Scope, Type, Variable
from bridgehead.instruments.award import aggregates, scope
from bridgehead.instruments.award.checks.sense import certain, senseless
from bridgehead.instruments.award.derived import tree_of
from bridgehead.instruments.award.formulas import Formula, Gives, Over, formulas
from bridgehead.instruments.award.schema import Award, Derived
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.rulebook.expressions import UNKNOWN_NAME, UNKNOWN_VALUE, located
from bridgehead.rulebook.rulebook import Rulebook, Table
from bridgehead.rulebook.variable_name import READABLE

UNSORTABLE = frozenset(("list", "context", "range", "function"))


@dataclass(slots=True)
class Read:
    """The FEEL of an award: each formula that parses with its tree, derived figures by name, and what is wrong.

    `derived` has figures over fields and values alone, `behind` the names that each of them is written with.
    `ranks` are the names of `places`. `lost` are names of the award's file that are known, though it could not be read
    of what. With `any_value`, the file of values may have every value.
    """

    names: dict[str, Variable]
    formulas: list[tuple[Formula, tree.Expression]] = field(default_factory=list)
    derived: dict[str, tree.Expression] = field(default_factory=dict)
    behind: dict[str, frozenset[str]] = field(default_factory=dict)
    ranks: frozenset[str] = frozenset()
    lost: dict[str, Variable] = field(default_factory=dict)
    any_value: bool = False
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def expressions(self) -> Iterator[tree.Expression]:
        """What is worked out over claims, from their fields and the values of their day."""
        yield from self.derived.values()
        yield from (tree for formula, tree in self.formulas if formula.over is not Over.REPORT)


def read(award: Award, rulebook: Rulebook, document: Document) -> Read:
    """Parse and check every expression; the award's register is one that could be read."""
    table = rulebook.tables[award.claims]
    found = Read(
        _given(table, rulebook),
        ranks=frozenset(award.places),
        lost=dict.fromkeys(document.lost, Variable(ANY)),
        any_value=rulebook.has_unnamed_values,
    )
    unnamed: set[Path] = set()
    for name, figure in award.all_derived.items():
        path: Path = ("derived", name) if name in award.derived else _deciding(award, name)
        if taken := _taken(name, figure, found.names):
            found.mistakes.append(document.mistake("AW118", taken, *path, expected="a name of its own", key=True))
            unnamed.add(path)
            continue
        whole = _figure(figure, found, path, document, rulebook, table)
        parsed = None if whole is None else _written_out(whole, found, path, document, table)
        if whole is not None and parsed is not None:
            found.behind[name] = names_in(whole)
            found.mistakes += _sums_nothing(Formula(path, "", Gives.ANYTHING), parsed, document)
            found.derived[name] = parsed
        found.names[name] = Variable(parsed.type if parsed is not None else ANY)
    for formula in formulas(award):
        over = _table(formula, table, rulebook)
        if over is None or formula.path in unnamed:
            continue
        names = _names(formula, award, found.names, over, rulebook)
        parsed = _parse(formula.text, names, formula.path, found, document, over)
        if parsed is not None and _written_out(parsed, found, formula.path, document, over) is not None:
            found.formulas.append((formula, parsed))
            found.mistakes += _misfits(formula, parsed, document)
    return found


def _deciding(award: Award, name: str) -> Path:
    """Where the decision of that name stands among the conditions."""
    return next(("conditions", at, "decide") for at, one in award.conditions.items() if one.decide and one.text == name)


def _taken(name: str, figure: Derived, names: Scope) -> str | None:
    """Why a figure cannot be called so."""
    if name in names:
        what = "derived figure" if isinstance(figure, str) else "decision"
        return f"the {what} «{name}» has the name of a field"
    if not isinstance(figure, str) and not re.fullmatch(READABLE, name):
        return f"the decision «{name}» has a name that FEEL cannot read"
    return None


def _figure(
    figure: Derived, found: Read, path: Path, document: Document, rulebook: Rulebook, table: Table
) -> tree.Expression | None:
    """The tree of a derived figure or a decision as it is written, or None with what is wrong."""
    if isinstance(figure, str):
        return _parse(figure, found.names, path, found, document, table)
    try:
        return tree_of(figure, {**found.names, **found.lost}, rulebook.models)
    except BridgeheadError as error:
        found.mistakes += [_beside(one, document.place(*path)) for one in error.mistakes]
        return None


def _beside(wrong: Mistake, here: Place) -> Mistake:
    """A mistake inside a model has its place there; one of the model as a whole, or of what `with` says, is here."""
    placed = wrong.place is not None and wrong.place.file and wrong.place.line
    return wrong if placed else wrong.at(here)


def _written_out(
    parsed: tree.Expression, found: Read, path: Path, document: Document, table: Table
) -> tree.Expression | None:
    """The same with the figures that it names written out."""
    found.mistakes += senseless(parsed, path, document, table)
    try:
        return substitute(parsed, found.derived)
    except HiddenNameError as error:
        message = f"«{error.hidden}» hides here what «{error.name}» means by it"
        found.mistakes.append(document.mistake("AW121", message, *path, expected="another name in the loop or context"))
        return None


def _table(formula: Formula, table: Table, rulebook: Rulebook) -> Table | None:
    """The register that a formula is over; None where it could not be read."""
    return table if formula.over is not Over.REPORT else rulebook.tables.get(formula.register or "")


def _names(formula: Formula, award: Award, names: Scope, table: Table, rulebook: Rulebook) -> Scope:
    if formula.over is Over.REPORT:
        return _given(table, rulebook)
    if formula.over is Over.PLACES:
        return {**names, **dict.fromkeys(award.places, Variable(NumberType(precision=18, scale=0)))}
    return names


def _given(table: Table, rulebook: Rulebook) -> dict[str, Variable]:
    """The fields of a register and `values`; of a value that is there and could not be read no type is known."""
    names = scope.given(table, rulebook.values)
    document, values = rulebook.documents.get("values.yaml"), names["values"].type
    if document is None or not document.lost or not isinstance(values, ContextType):
        return names
    known = {**dict.fromkeys(document.lost, Variable(ANY)), **(values.fields or {})}
    return {**names, "values": Variable(ContextType(fields=known))}


def _parse(
    text: str, names: Mapping[str, Variable], path: Path, found: Read, document: Document, table: Table
) -> tree.Expression | None:
    """The tree of a text, or None; what is wrong with it is added to the mistakes, each at its place in the file."""
    try:
        parsed = feel.parse(text, {**names, **found.lost})
        mistakes = feel.check(parsed, text)
    except BridgeheadError as error:
        parsed, mistakes = None, _of_two_columns(text, table) or error.mistakes
    told = (_of_a_rank(each, found.ranks) for each in located(mistakes, document, path, table.personal))
    found.mistakes += (each for each in told if not (found.any_value and each.code == UNKNOWN_VALUE))
    return None if mistakes else parsed


def _of_two_columns(text: str, table: Table) -> tuple[Mistake, ...]:
    """The columns of a verified field, by which a rule cannot call it."""
    verified = sorted((name for name, column in table.deciding.items() if column != name), key=len, reverse=True)
    called = "|".join(map(re.escape, verified))
    found = re.search(rf"(?<!\w)({called})\s+(?:declared|verified)(?!\w)", text) if verified else None
    if found is None:
        return ()
    message = f"«{found.group()}» is a column of the field «{found[1]}», of which only the verified value decides"
    line, start = text.count("\n", 0, found.start()), text.rfind("\n", 0, found.start())
    place = Place(line=line + 1, column=found.start() - start)
    return (Mistake("AW139", message, place, "the field's own name", found[1]),)


def _of_a_rank(mistake: Mistake, ranks: Collection[str]) -> Mistake:
    """A name that is not known here, though it is one of `places`, told for what it is."""
    named = mistake.message.partition("«")[2].partition("»")[0]
    if mistake.code != UNKNOWN_NAME or named not in ranks:
        return mistake
    message = f"«{named}» is a rank of `places`, which may be used in `rank` only"
    return Mistake("AW138", message, mistake.place, "a field, a derived figure or a value")


def _misfits(formula: Formula, parsed: tree.Expression, document: Document) -> Iterator[Mistake]:
    """An expression that gives something else than is wanted, or sums where there is nothing to sum."""
    if not _fits(parsed.type, formula.gives):
        message = f"«{formula.text}» gives {_called(parsed.type)}"
        yield document.mistake("AW103", message, *formula.path, expected=formula.gives.value)
    if formula.gives is Gives.TRUTH:
        yield from certain(parsed, document.place(*document.reach(formula.path)))
    yield from _sums_nothing(formula, parsed, document)


def _fits(kind: Type, gives: Gives) -> bool:
    if kind == ANY:
        return True
    match gives:
        case Gives.TRUTH:
            return kind.name == "boolean"
        case Gives.NUMBER:
            return isinstance(kind, NumberType)
        case Gives.RANGE:
            return isinstance(kind, RangeType)
        case Gives.SORTABLE:
            return kind != NULL and kind.name not in UNSORTABLE
        case Gives.ANYTHING:
            return True


def _called(kind: Type) -> str:
    """A type as a mistake names it: `a number`, `a list<string>`, `nothing`."""
    if kind == NULL:
        return "nothing"
    return "true or false" if kind.name == "boolean" else f"a {kind}"


def _sums_nothing(formula: Formula, parsed: tree.Expression, document: Document) -> Iterator[Mistake]:
    """A sum over claims where only one claim is seen, and a mark without one."""
    sums = aggregates.found(parsed)
    if formula.over is Over.MARK and not sums:
        message = f"«{formula.text}» has no sum over the claims of a party"
        yield document.mistake("AW117", message, *formula.path, expected="one such as sum(people) or count(number)")
    if formula.over is Over.MARK and isinstance(parsed, tree.Comparison) and _is_downwards(parsed):
        message = f"«{formula.text}» is met by little, and no longer by more: a mark is reached from below"
        yield document.mistake(
            "AW140", message, *formula.path, expected="a sum of at least so much, as in sum(people) >= 100"
        )
    if formula.over in (Over.CLAIM, Over.PLACES):
        for call in sums:
            place = document.inside(formula.path, call.span[0])
            found = formula.text[slice(*call.span)]
            yield Mistake("AW117", f"«{found}» where one claim is seen alone", place, "sums in reach and in pay alone")


def _is_downwards(mark: tree.Comparison) -> bool:
    """Whether it asks for a sum below a figure without sums, or for such a figure above one."""
    left, right = (bool(aggregates.found(side)) for side in (mark.left, mark.right))
    return left is not right and mark.operator in (("<", "<=") if left else (">", ">="))


def names_in(parsed: tree.Expression) -> frozenset[str]:
    return frozenset(node.name for node in feel.walk(parsed) if isinstance(node, tree.Name))


def values_in(expression: tree.Expression) -> Iterator[tuple[str, tree.Path]]:
    """The values that an expression names, with where."""
    for node in feel.walk(expression):
        if isinstance(node, tree.Path) and isinstance(node.base, tree.Name) and node.base.name == "values":
            yield node.member, node
