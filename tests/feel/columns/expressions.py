"""Random FEEL expressions over the fields of a claim, each of a wanted type, and smaller ones of the same type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import ibis.expr.types as ir

from bridgehead import feel
from bridgehead.feel.columns import NotColumnar, translate
from bridgehead.feel.types import Type
from tests.feel.columns.claims import SCOPE

NUMBER, STRING, BOOLEAN = "number", "string", "boolean"
DATE, TIME, DATE_TIME = "date", "time", "date and time"
DAYS, MONTHS = "days and time duration", "years and months duration"
NUMBERS, TEXTS, TRUTHS, DATES = "list<number>", "list<string>", "list<boolean>", "list<date>"
VISITS, VISIT, NESTED = "visits", "visit", "list<list<number>>"


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
    NUMBERS: [
        ("{}[item > {}]", (NUMBERS, NUMBER), 2),
        ("{}[item > {} or {}]", (NUMBERS, NUMBER, BOOLEAN), 1),
        ("(for x in {} return x * 2)", (NUMBERS,), 1),
        ("(for x in {} return x + {})", (NUMBERS, NUMBER), 1),
        ("(for x in {} return if {} then x else {})", (NUMBERS, BOOLEAN, NUMBER), 1),
        ("(for x in {} return string length(x))", (TEXTS,), 1),
        ("(for x in {}, y in [1, 2] return x * y)", (NUMBERS,), 1),
        ("(for v in {} return v.people)", (VISITS,), 1),
        ("(for v in {} return v.people * v.fee)", (VISITS,), 1),
        ("(for i in 1..3 return i * {})", (NUMBER,), 1),
        ("{}.people", (VISITS,), 2),
        ("{}.fee", (VISITS,), 1),
        ("append({}, {})", (NUMBERS, NUMBER), 1),
        ("concatenate({}, {})", (NUMBERS, NUMBERS), 1),
        ("union({}, {})", (NUMBERS, NUMBERS), 1),
        ("reverse({})", (NUMBERS,), 1),
        ("sublist({}, 2)", (NUMBERS,), 1),
        ("sublist({}, -2, 1)", (NUMBERS,), 1),
        ("remove({}, 1)", (NUMBERS,), 1),
        ("remove({}, -2)", (NUMBERS,), 1),
        ("insert before({}, 2, {})", (NUMBERS, NUMBER), 1),
        ("insert before({}, -1, {})", (NUMBERS, NUMBER), 1),
        ("list replace({}, 1, {})", (NUMBERS, NUMBER), 1),
        ("list replace({}, -2, {})", (NUMBERS, NUMBER), 1),
        ("flatten([{}, {}, {}])", (NUMBERS, NUMBER, NUMBERS), 1),
        ("flatten(for v in {} return {})", (VISITS, NUMBERS), 1),
        ("flatten({})", (NESTED,), 2),
        ("{}[1]", (NESTED,), 2),
        ("(for x in {} return count(x))", (NESTED,), 1),
        ("(for x in {} return sum(x[item > {}]))", (NESTED, NUMBER), 1),
        ("[{{people: {}}}, {{people: {}}}].people", (NUMBER, NUMBER), 1),
        ("(for x in [{{a: {}, b: {}}}, {{a: {}, b: {}}}] return x.a)", (NUMBER, STRING, NUMBER, STRING), 1),
        ("flatten({})", (NUMBERS,), 1),
        ("index of({}, {})", (NUMBERS, NUMBER), 1),
        ("index of({}, {})", (TEXTS, STRING), 1),
        ("distinct values({})", (NUMBERS,), 1),
        ("sort({}, function(a, b) a < b)", (NUMBERS,), 1),
        ("sort({}, function(a, b) a > b)", (NUMBERS,), 1),
        ("[{}, {}]", (NUMBER, NUMBER), 1),
        ("(if {} then {} else {})", (BOOLEAN, NUMBERS, NUMBERS), 1),
    ],
    TEXTS: [
        ("{}[item != {}]", (TEXTS, STRING), 2),
        ("{}[contains(item, {})]", (TEXTS, STRING), 1),
        ("{}[string length(item) > {}]", (TEXTS, NUMBER), 1),
        ("(for x in {} return x + {})", (TEXTS, STRING), 1),
        ("{}.site", (VISITS,), 2),
        ("append({}, {}, {})", (TEXTS, STRING, STRING), 1),
        ("concatenate({}, {})", (TEXTS, TEXTS), 1),
        ("insert before({}, 1, {})", (TEXTS, STRING), 1),
        ("list replace({}, 2, {})", (TEXTS, STRING), 1),
        ("flatten([[{}], {}, {}])", (STRING, TEXTS, STRING), 1),
        ('flatten(for x in {} return split(x, "a"))', (TEXTS,), 1),
        ("distinct values({})", (TEXTS,), 1),
        ("reverse({})", (TEXTS,), 1),
        ("sublist({}, 1, 2)", (TEXTS,), 1),
        ('split({}, "a")', (STRING,), 1),
        ('split({}, "大同")', (STRING,), 1),
        ("sort({}, function(a, b) b > a)", (TEXTS,), 1),
        ("[{}, {}]", (STRING, STRING), 1),
    ],
    TRUTHS: [
        ("(for x in {} return x > {})", (NUMBERS, NUMBER), 2),
        ("(for x in {} return x = {})", (TEXTS, STRING), 1),
        ("(for x in {} return {})", (NUMBERS, BOOLEAN), 1),
        ("{}[item]", (TRUTHS,), 1),
        ("append({}, {})", (TRUTHS, BOOLEAN), 1),
    ],
    DATES: [
        ("{}[item >= {}]", (DATES, DATE), 2),
        ("{}.day", (VISITS,), 2),
        ('(for d in {} return d + duration("P1M"))', (DATES,), 1),
        ("distinct values({})", (DATES,), 1),
        ("sort({}, function(a, b) a > b)", (DATES,), 1),
    ],
    VISITS: [
        ("{}[people > {}]", (VISITS, NUMBER), 2),
        ("{}[item.site = {}]", (VISITS, STRING), 1),
        ("{}[day < {} and fee >= {}]", (VISITS, DATE, NUMBER), 1),
        ("{}[site in {}]", (VISITS, TEXTS), 1),
        ("concatenate({}, {})", (VISITS, VISITS), 1),
        ("flatten([{}, {}])", (VISITS, VISITS), 1),
        ("reverse({})", (VISITS,), 1),
        ("[{}, {}]", (VISIT, VISIT), 2),
        ("[{}, null]", (VISIT,), 1),
        ("append({}, {})", (VISITS, VISIT), 1),
        ("insert before({}, 1, {})", (VISITS, VISIT), 1),
        ("list replace({}, -1, {})", (VISITS, VISIT), 1),
    ],
    NESTED: [
        ("[{}, {}]", (NUMBERS, NUMBERS), 3),
        ("[{}, null, {}]", (NUMBERS, NUMBERS), 1),
        ("append({}, {})", (NESTED, NUMBERS), 1),
        ("concatenate({}, {})", (NESTED, NESTED), 1),
        ("reverse({})", (NESTED,), 1),
        ("(for x in {} return [x, {}])", (NUMBERS, NUMBER), 1),
        ("{}[count(item) > {}]", (NESTED, NUMBER), 1),
        ("(if {} then {} else {})", (BOOLEAN, NESTED, NESTED), 1),
    ],
    VISIT: [("{}[1]", (VISITS,), 1), ("{}[-1]", (VISITS,), 1), ("{}[{}]", (VISITS, NUMBER), 1)],
    NUMBER: [
        ("count({})", (NUMBERS,), 2),
        ("count({})", (VISITS,), 2),
        ("count({})", (TEXTS,), 1),
        ("sum({})", (NUMBERS,), 3),
        ("min({})", (NUMBERS,), 2),
        ("max({})", (NUMBERS,), 2),
        ("decimal(mean({}), 2)", (NUMBERS,), 1),
        ("round half up(mean({}), 0)", (NUMBERS,), 1),
        ("{}[1]", (NUMBERS,), 1),
        ("{}[-1]", (NUMBERS,), 1),
        ("{}[{}]", (NUMBERS, NUMBER), 1),
        ("{}.people", (VISIT,), 1),
        ("{}.fee", (VISIT,), 1),
        ("{{a: {}, b: a + {}}}.b", (NUMBER, NUMBER), 1),
        ("{{f: function(x, y) x * 2 - y, r: f({}, {})}}.r", (NUMBER, NUMBER), 1),
        ("(if {} then {{a: {}}} else {{a: {}}}).a", (BOOLEAN, NUMBER, NUMBER), 1),
        ("(function(x) x + {})({})", (NUMBER, NUMBER), 1),
        ("{{f: function(x) if x > 0 then x else {}, r: f(x: {})}}.r", (NUMBER, NUMBER), 1),
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
        ("{}.hour", (TIME,), 1),
        ("{}.minute", (TIME,), 1),
        ("{}.second", (TIME,), 1),
        ("{}.hour", (DATE_TIME,), 1),
        ("{}.second", (DATE_TIME,), 1),
        ("({}).days", (DAYS,), 1),
        ("({}).hours", (DAYS,), 1),
        ("({}).minutes", (DAYS,), 1),
        ("({}).years", (MONTHS,), 1),
        ("({}).months", (MONTHS,), 1),
    ],
    BOOLEAN: [
        ("(some x in {} satisfies x > {})", (NUMBERS, NUMBER), 3),
        ("(every x in {} satisfies x <= {})", (NUMBERS, NUMBER), 3),
        ("(some x in {} satisfies {})", (NUMBERS, BOOLEAN), 1),
        ("(every x in {} satisfies (x = {} or {}))", (TEXTS, STRING, BOOLEAN), 2),
        ("(some v in {} satisfies v.people > {} and v.site = {})", (VISITS, NUMBER, STRING), 2),
        ("(every v in {} satisfies v.day < {})", (VISITS, DATE), 2),
        ("(some x in {}, y in {} satisfies x = y)", (NUMBERS, NUMBERS), 1),
        ("(some x in {} satisfies x in {})", (TEXTS, TEXTS), 1),
        ("(every i in 1..3 satisfies i < {})", (NUMBER,), 1),
        ("list contains({}, {})", (NUMBERS, NUMBER), 2),
        ("list contains({}, {})", (TEXTS, STRING), 2),
        ("list contains({}, null)", (TEXTS,), 1),
        ("list contains({}, {})", (NESTED, NUMBERS), 1),
        ("({} = {})", (NESTED, NESTED), 1),
        ("({} = null)", (NESTED,), 1),
        ("(some x in {} satisfies x = {})", (NESTED, NUMBERS), 1),
        ("({} in {})", (NUMBER, NUMBERS), 1),
        ("({} in {})", (STRING, TEXTS), 2),
        ('({} in ({}, "a"))', (STRING, TEXTS), 1),
        ("all({})", (TRUTHS,), 2),
        ("any({})", (TRUTHS,), 2),
        ("({} = {})", (NUMBERS, NUMBERS), 1),
        ("({} != {})", (TEXTS, TEXTS), 1),
        ("({} = null)", (NUMBERS,), 1),
        ("({} instance of number)", (NUMBER,), 1),
        ("({} instance of string)", (STRING,), 1),
        ("({} instance of Any)", (NUMBERS,), 1),
        ('matches({}, "^[a-z]+$")', (STRING,), 1),
        ('matches({}, "大同.?站|b$")', (STRING,), 1),
        ("(mean({}) > {})", (NUMBERS, NUMBER), 1),
        ("{{a: {}, b: not(a)}}.b", (BOOLEAN,), 1),
        ("({} and {})", (BOOLEAN, BOOLEAN), 8),
        ("({} or {})", (BOOLEAN, BOOLEAN), 6),
        ("({} and {} and {})", (BOOLEAN, BOOLEAN, BOOLEAN), 3),
        ("not({})", (BOOLEAN,), 3),
        ("(if {} then {} else {})", (BOOLEAN, BOOLEAN, BOOLEAN), 1),
        *(
            (f"({{}} {operator} {{}})", (kind, kind), weight)
            for kind, weight in ((NUMBER, 4), (STRING, 1), (DATE, 2), (TIME, 2), (DATE_TIME, 2), (DAYS, 1), (MONTHS, 1))
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
            for kind in (NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME)
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
        ("({} in ({}, {}))", (TIME, TIME, TIME), 1),
        ("({} between {} and {})", (TIME, TIME, TIME), 1),
        ('({} in [time("08:30:00")..time("18:00:00")))', (TIME,), 2),
        ("list contains([{}, {}], {})", (TIME, TIME, TIME), 1),
        ("({} instance of time)", (TIME,), 1),
        ("list contains([{}, {}], {})", (STRING, STRING, STRING), 1),
        ("(some x in [{}, {}] satisfies x > {})", (NUMBER, NUMBER, NUMBER), 1),
        ("(every x in [{}, 3] satisfies (x >= 2 or {}))", (NUMBER, BOOLEAN), 1),
        ("contains({}, {})", (STRING, STRING), 1),
        ("starts with({}, {})", (STRING, STRING), 1),
        ("ends with({}, {})", (STRING, STRING), 1),
    ],
    STRING: [
        ("{}[1]", (TEXTS,), 1),
        ("{}.site", (VISIT,), 1),
        ('string join({}, ", ")', (TEXTS,), 1),
        ("string join({})", (TEXTS,), 1),
        ("min({})", (TEXTS,), 1),
        ("max({})", (TEXTS,), 1),
        ('replace({}, "[a-b]", "-")', (STRING,), 1),
        ('replace({}, "大同|a\\\\+", "x")', (STRING,), 1),
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
        ("{}[1]", (DATES,), 1),
        ("{}.day", (VISIT,), 1),
        ("min({})", (DATES,), 1),
        ("max({})", (DATES,), 1),
        ("({} + {})", (DATE, MONTHS), 2),
        ("({} - {})", (DATE, MONTHS), 2),
        ("({} + {})", (DATE, DAYS), 2),
        ("({} - {})", (DATE, DAYS), 2),
        ("(if {} then {} else {})", (BOOLEAN, DATE, DATE), 2),
        ("date({})", (DATE_TIME,), 2),
        ("min({}, {})", (DATE, DATE), 1),
        ("date({})", (STRING,), 1),
        ("date({}, {}, {})", (NUMBER, NUMBER, NUMBER), 1),
        ("date({}.year, {}, {}.day)", (DATE, NUMBER, DATE), 1),
        ("date({}.year + {}, {}.month, {}.day)", (DATE, NUMBER, DATE, DATE), 1),
    ],
    TIME: [
        ("time({})", (DATE_TIME,), 6),
        ("time({}, {}, {})", (NUMBER, NUMBER, NUMBER), 1),
        ("time({}.hour, {}.minute, {})", (TIME, TIME, NUMBER), 2),
        ("({} + {})", (TIME, DAYS), 2),
        ("({} - {})", (TIME, DAYS), 2),
        ("(if {} then {} else {})", (BOOLEAN, TIME, TIME), 2),
        ("[{}, {}][{}]", (TIME, TIME, NUMBER), 1),
        ("{{a: {}}}.a", (TIME,), 1),
        ("time({})", (STRING,), 1),
    ],
    DATE_TIME: [
        ("date and time({}, {})", (DATE, TIME), 3),
        ("date and time({}, {})", (DATE_TIME, TIME), 2),
        ("date and time({})", (STRING,), 2),
        ("({} + {})", (DATE_TIME, MONTHS), 2),
        ("({} - {})", (DATE_TIME, DAYS), 2),
        ("({} + {})", (DATE_TIME, DAYS), 2),
        ("(if {} then {} else {})", (BOOLEAN, DATE_TIME, DATE_TIME), 2),
    ],
    DAYS: [
        ("({} - {})", (DATE, DATE), 6),
        ("({} - {})", (DATE_TIME, DATE_TIME), 4),
        ("({} - {})", (TIME, TIME), 2),
        ("({} + {})", (DAYS, DAYS), 1),
        ("(if {} then {} else {})", (BOOLEAN, DAYS, DAYS), 1),
        ("({} * 2)", (DAYS,), 1),
        ("-({})", (DAYS,), 1),
        ("abs({})", (DAYS,), 1),
    ],
    MONTHS: [
        ("years and months duration({}, {})", (DATE, DATE), 4),
        ("years and months duration({}, {})", (DATE_TIME, DATE), 1),
        ("({} + {})", (MONTHS, MONTHS), 1),
        ("(if {} then {} else {})", (BOOLEAN, MONTHS, MONTHS), 1),
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
    NUMBERS: ["[1, 2, 3]", "[0.5, null]"],
    TEXTS: ['["a", "大同站"]', '["", null, "ab"]'],
    TRUTHS: ["[true]", "[false, null]"],
    DATES: ['[date("2023-05-04")]'],
    VISITS: ["visits"],
    VISIT: ["first visit"],
    NESTED: ["[[1, 2], [3, 4]]", "[[0.5, null], null]"],
    DATE: ['date("2023-05-04")', 'date("2023-01-31")', '@"2024-02-29"', 'date("1970-01-01")', 'date("2023-12-31")'],
    TIME: ['time("08:30:00")', '@"23:59:59.999999"', "time(0, 0, 0)", 'time("18:00:00.5")'],
    DATE_TIME: ['date and time("2023-05-04T08:30:00")', '@"2024-02-29T23:59:59"', '@"2023-12-31T00:00:00.5"'],
    DAYS: ['duration("P3D")', 'duration("PT36H")', '@"-P30D"', '@"PT0S"', '@"PT1.5S"', '@"P1DT1H"'],
    MONTHS: ['duration("P1M")', 'duration("P1Y")', '@"-P13M"', '@"P0M"', '@"P11M"'],
}


def _kind(of: Type) -> str:
    return {"list<context": VISITS, "context": VISIT}.get(str(of).partition("<day")[0], str(of))


FIELDS: dict[str, list[str]] = {kind: [] for kind in FORMS}
for _name, _variable in SCOPE.items():
    FIELDS[_kind(_variable.type)].append(_name)
# What a rulebook asks for: conditions first, then amounts.
ROOTS = (
    *((BOOLEAN, 6), (NUMBER, 3), (STRING, 1), (DATE, 1), (TIME, 1), (DATE_TIME, 1)),
    *((NUMBERS, 2), (TEXTS, 1), (TRUTHS, 1), (DATES, 1), (VISITS, 1), (NESTED, 1)),
)


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


def columnar(random: Random, count: int, columns: Mapping[str, ir.Value]) -> list[str]:
    """Of so many expressions those that have a columnar form on any engine."""
    texts = []
    for made in (expression(random) for _ in range(count)):
        try:
            translate(feel.parse(made.text, SCOPE), columns, SCOPE)
        except NotColumnar:
            continue
        texts.append(made.text)
    return texts
