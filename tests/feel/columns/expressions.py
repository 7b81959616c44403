"""Random FEEL expressions over the fields of a claim, each of a wanted type, and smaller ones of the same type."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.feel.columns.claims import SCOPE

NUMBER, STRING, BOOLEAN, DATE, DATE_TIME = "number", "string", "boolean", "date", "date and time"
DAYS, MONTHS = "days and time duration", "years and months duration"


@dataclass(frozen=True)
class Made:
    """An expression as text with holes for its parts."""

    kind: str
    form: str
    parts: tuple["Made", ...] = ()

    @property
    def text(self) -> str:
        return self.form.format(*(part.text for part in self.parts))

    def smaller(self) -> Iterator["Made"]:
        """Expressions of the same type with less in them, the smallest first."""
        yield from (part for part in self.inside() if part.kind == self.kind)
        for place, part in enumerate(self.parts):
            for less in part.smaller():
                yield replace(self, parts=(*self.parts[:place], less, *self.parts[place + 1 :]))

    def inside(self) -> Iterator["Made"]:
        for part in self.parts:
            yield part
            yield from part.inside()


# Each form: its text with a hole for each part, the types of the parts, and how often it is taken.
FORMS: dict[str, list[tuple[str, tuple[str, ...], int]]] = {
    NUMBER: [
        ("({} + {})", (NUMBER, NUMBER), 6),
        ("({} - {})", (NUMBER, NUMBER), 6),
        ("({} * {})", (NUMBER, NUMBER), 5),
        ("-({})", (NUMBER,), 2),
        ("({} / 4)", (NUMBER,), 1),
        ("({} / {})", (NUMBER, NUMBER), 1),
        ("({} ** 2)", (NUMBER,), 1),
        ("(if {} then {} else {})", (BOOLEAN, NUMBER, NUMBER), 3),
        ("floor({})", (NUMBER,), 1),
        ("ceiling({})", (NUMBER,), 1),
        ("floor({}, 1)", (NUMBER,), 1),
        ("ceiling({}, 1)", (NUMBER,), 1),
        ("decimal({}, 1)", (NUMBER,), 1),
        ("round up({}, 1)", (NUMBER,), 1),
        ("round down({}, 0)", (NUMBER,), 1),
        ("round half up({}, 2)", (NUMBER,), 1),
        ("round half down({}, 1)", (NUMBER,), 1),
        ("decimal({} / {}, 2)", (NUMBER, NUMBER), 1),
        ("floor({} / {})", (NUMBER, NUMBER), 1),
        ("ceiling({} / {})", (NUMBER, NUMBER), 1),
        ("round up({} / {}, 1)", (NUMBER, NUMBER), 1),
        ("round down({} / {}, 2)", (NUMBER, NUMBER), 1),
        ("round half up({} / {}, 0)", (NUMBER, NUMBER), 1),
        ("round half down({} / 7, 2)", (NUMBER,), 1),
        ("abs({})", (NUMBER,), 2),
        ("modulo({}, {})", (NUMBER, NUMBER), 2),
        ("modulo({}, 7)", (NUMBER,), 1),
        ("modulo({}, -1.5)", (NUMBER,), 1),
        ("min({}, {})", (NUMBER, NUMBER), 1),
        ("max([{}, {}, {}])", (NUMBER, NUMBER, NUMBER), 1),
        ("sum({}, {})", (NUMBER, NUMBER), 1),
        ("product([{}, {}])", (NUMBER, NUMBER), 1),
        ("day of year({})", (DATE,), 1),
        ("week of year({})", (DATE,), 1),
        ("string length({})", (STRING,), 2),
        ("{}.year", (DATE,), 1),
        ("{}.month", (DATE,), 1),
        ("{}.day", (DATE,), 1),
        ("{}.weekday", (DATE,), 1),
        ("{}.hour", (DATE_TIME,), 1),
        ("{}.second", (DATE_TIME,), 1),
        ("({}).days", (DAYS,), 1),
        ("({}).hours", (DAYS,), 1),
        ("({}).minutes", (DAYS,), 1),
        ("({}).years", (MONTHS,), 1),
        ("({}).months", (MONTHS,), 1),
    ],
    BOOLEAN: [
        ("({} and {})", (BOOLEAN, BOOLEAN), 8),
        ("({} or {})", (BOOLEAN, BOOLEAN), 6),
        ("({} and {} and {})", (BOOLEAN, BOOLEAN, BOOLEAN), 3),
        ("not({})", (BOOLEAN,), 3),
        ("(if {} then {} else {})", (BOOLEAN, BOOLEAN, BOOLEAN), 1),
        *(
            (f"({{}} {operator} {{}})", (kind, kind), weight)
            for kind, weight in ((NUMBER, 4), (STRING, 1), (DATE, 2), (DATE_TIME, 2), (DAYS, 1), (MONTHS, 1))
            for operator in ("<", "<=", ">", ">=", "=", "!=")
        ),
        ("({} = {})", (BOOLEAN, BOOLEAN), 1),
        ("({} in (true, {}))", (BOOLEAN, BOOLEAN), 1),
        ("({} in (null, {}))", (NUMBER, NUMBER), 1),
        ("not({} in ({}, 5))", (NUMBER, NUMBER), 1),
        ('(not({} in ("a", "大同站")) = {})', (STRING, BOOLEAN), 1),
        ("all([{}, {}])", (BOOLEAN, BOOLEAN), 1),
        ("any([{}, {}])", (BOOLEAN, BOOLEAN), 1),
        ("(even({}) or odd({}))", (NUMBER, NUMBER), 1),
        *(
            (f"({{}} {operator} null)", (kind,), 1)
            for kind in (NUMBER, STRING, BOOLEAN, DATE, DATE_TIME)
            for operator in ("=", "!=")
        ),
        ("(null < {})", (NUMBER,), 1),
        ("({} / {} >= 0.5)", (NUMBER, NUMBER), 1),
        ("({} / {} = 2)", (NUMBER, NUMBER), 1),
        ("(0.25 < {} / {})", (NUMBER, NUMBER), 1),
        ("({} / 3 <= {})", (NUMBER, NUMBER), 1),
        ("({} between {} and {})", (NUMBER, NUMBER, NUMBER), 2),
        ("({} between {} and {})", (DATE, DATE, DATE), 1),
        ("({} in [1..{}])", (NUMBER, NUMBER), 1),
        ("({} in ]0..400])", (NUMBER,), 3),
        ("({} in (< 0, >= 400))", (NUMBER,), 2),
        ("({} in (1, 2, 5))", (NUMBER,), 2),
        ("({} in (0.5, {}))", (NUMBER, NUMBER), 1),
        ("({} in [1, {}])", (NUMBER, NUMBER), 1),
        ('({} in ("大同站", "大同南站"))', (STRING,), 4),
        ('({} in ["a", {}])', (STRING, STRING), 1),
        ('({} in [date("2023-05-04")..date("2023-09-30")])', (DATE,), 4),
        ('({} in [date and time("2023-01-01T00:00:00")..date and time("2024-01-01T00:00:00")))', (DATE_TIME,), 2),
        ("({} in ({}, {}))", (DATE, DATE, DATE), 1),
        ("list contains([{}, {}], {})", (STRING, STRING, STRING), 1),
        ("(some x in [{}, {}] satisfies x > {})", (NUMBER, NUMBER, NUMBER), 1),
        ("(every x in [{}, 3] satisfies (x >= 2 or {}))", (NUMBER, BOOLEAN), 1),
        ("contains({}, {})", (STRING, STRING), 1),
        ("starts with({}, {})", (STRING, STRING), 1),
        ("ends with({}, {})", (STRING, STRING), 1),
    ],
    STRING: [
        ("({} + {})", (STRING, STRING), 4),
        ("(if {} then {} else {})", (BOOLEAN, STRING, STRING), 2),
        ("substring({}, 2)", (STRING,), 1),
        ("substring({}, 1, 2)", (STRING,), 1),
        ("substring({}, -2)", (STRING,), 1),
        ("substring({}, -3, 2)", (STRING,), 1),
        ("substring before({}, {})", (STRING, STRING), 1),
        ("substring after({}, {})", (STRING, STRING), 1),
        ("day of week({})", (DATE,), 1),
        ("month of year({})", (DATE,), 1),
        ("upper case({})", (STRING,), 1),
        ("lower case({})", (STRING,), 1),
        ("string({})", (NUMBER,), 1),
        ("string({})", (DATE,), 1),
        ("string({})", (BOOLEAN,), 1),
    ],
    DATE: [
        ("({} + {})", (DATE, MONTHS), 2),
        ("({} - {})", (DATE, MONTHS), 2),
        ("({} + {})", (DATE, DAYS), 2),
        ("({} - {})", (DATE, DAYS), 2),
        ("(if {} then {} else {})", (BOOLEAN, DATE, DATE), 2),
        ("date({})", (DATE_TIME,), 2),
        ("min({}, {})", (DATE, DATE), 1),
    ],
    DATE_TIME: [
        ("({} + {})", (DATE_TIME, MONTHS), 2),
        ("({} - {})", (DATE_TIME, DAYS), 2),
        ("({} + {})", (DATE_TIME, DAYS), 2),
        ("(if {} then {} else {})", (BOOLEAN, DATE_TIME, DATE_TIME), 2),
    ],
    DAYS: [
        ("({} - {})", (DATE, DATE), 6),
        ("({} - {})", (DATE_TIME, DATE_TIME), 4),
        ("({} + {})", (DAYS, DAYS), 1),
        ("({} * 2)", (DAYS,), 1),
        ("-({})", (DAYS,), 1),
        ("abs({})", (DAYS,), 1),
    ],
    MONTHS: [
        ("years and months duration({}, {})", (DATE, DATE), 4),
        ("({} + {})", (MONTHS, MONTHS), 1),
        ("-({})", (MONTHS,), 1),
    ],
}

CONSTANTS: dict[str, list[str]] = {
    NUMBER: [
        "0",
        "1",
        "-1",
        "2",
        "3",
        "400",
        "0.5",
        "1.005",
        "-7.25",
        "99999.99",
        "1000000",
        "0.001",
        "0.00012345678901234567890123456789",
    ],
    STRING: ['""', '"大同站"', '"a"', '"ab"', '"😀"', '"x\\"y"', '"x\'y"', '"a\\\\b"', '"%"', '"ß"'],
    BOOLEAN: ["true", "false"],
    DATE: ['date("2023-05-04")', 'date("2023-01-31")', '@"2024-02-29"', 'date("1970-01-01")', 'date("2023-12-31")'],
    DATE_TIME: ['date and time("2023-05-04T08:30:00")', '@"2024-02-29T23:59:59"', '@"2023-12-31T00:00:00.5"'],
    DAYS: ['duration("P3D")', 'duration("PT36H")', '@"-P30D"', '@"PT0S"', '@"PT1.5S"', '@"P1DT1H"'],
    MONTHS: ['duration("P1M")', 'duration("P1Y")', '@"-P13M"', '@"P0M"', '@"P11M"'],
}
FIELDS: dict[str, list[str]] = {kind: [] for kind in FORMS}
for _name, _variable in SCOPE.items():
    FIELDS[_variable.type.name].append(_name)
# What a rulebook asks for: conditions first, then amounts.
ROOTS = ((BOOLEAN, 6), (NUMBER, 3), (STRING, 1), (DATE, 1), (DATE_TIME, 1))


def make(random: Random, kind: str, depth: int) -> Made:
    """An expression of a type, at most `depth` forms deep."""
    if depth == 0 or random.randrange(5) == 0:
        return _leaf(random, kind)
    forms = FORMS[kind]
    form, kinds, _ = random.choices(forms, [weight for *_, weight in forms])[0]
    return Made(kind, form, tuple(make(random, part, depth - 1) for part in kinds))


def _leaf(random: Random, kind: str) -> Made:
    if FIELDS[kind] and random.randrange(3):
        return Made(kind, random.choice(FIELDS[kind]))
    return Made(kind, random.choice(CONSTANTS[kind]))


def expression(random: Random) -> Made:
    """An expression as a rulebook might hold one, of one to four forms deep."""
    kind = random.choices([kind for kind, _ in ROOTS], [weight for _, weight in ROOTS])[0]
    return make(random, kind, random.choice((1, 1, 2, 2, 2, 3, 3, 4)))
