"""What can be wrong with a FEEL text: one row a code, with examples that earn it (a test runs every one)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from bridgehead.primitives.errors import Mistake, Place


@dataclass(frozen=True, slots=True)
class Kind:
    """`message` and `expected` may name what was found in braces.

    Each of `examples` earns the code, at the latest when it is evaluated over the values of `given`.
    """

    message: str
    expected: str = ""
    examples: tuple[str, ...] = ()
    given: Mapping[str, object] = field(default_factory=dict)


_DEEP: list[object] = []
_DEEP.append(_DEEP)

KINDS: dict[str, Kind] = {
    # FE0xx: the text.
    "FE001": Kind("«{found}» is not a character of FEEL", "", ("a # b", "1 ； 2", "“南站”", "1 ≥ 0")),
    "FE002": Kind("a string is not closed", '«"» at its end', ('"南站', '"a\\"')),
    "FE003": Kind("a comment is not closed", "«*/» at its end", ("1 /* one",)),
    "FE004": Kind(
        "«{found}» is not an escape of a string",
        "one of \\\" \\\\ \\' \\n \\r \\t \\uXXXX \\UXXXXXX; a backslash itself is \\\\",
        ('"a\\q"', '"\\u12"', '"\\UFFFFFF"', '"\\uD83D"'),
    ),
    "FE005": Kind("{found} stands where a value should begin", "an expression", ("", "1 +", "(", "1 + * 2", "f(1,)")),
    "FE006": Kind(
        "{found} stands where a bracket should close", "{expected}", ("(1", "[1, 2", "{a: 1", "[1..2", "f(1 2)")
    ),
    "FE007": Kind("{found} is left over after the expression", "an operator or the end", ("1 2", "(1))", "1 then 2")),
    "FE008": Kind(
        "the expression is nested or chained more than {limit} levels deep",
        "a shorter one, with names for its parts",
        ("(" * 200 + "1" + ")" * 200, "1" + " + 1" * 20_000),
    ),
    "FE009": Kind("the text has more than {limit} characters", "a shorter one", ("1" + " " * 2_000_000,)),
    "FE010": Kind(
        "«{found}» is a sign of other languages", "{expected}", ("1 == 1", "true && false", "1 <> 2", "20% * 5")
    ),
    "FE011": Kind(
        "{found} stands where a name should",
        "{expected}",
        ("{1 + 2: 3}", "{1: 2}", "for 1 in [2] return 3", "function(1) 2"),
    ),
    "FE012": Kind(
        "{found} stands where «{expected}» should",
        "«{expected}»",
        ("if true 1 else 2", "if true then 1", "for x in [1] x", "some x in [1] return x", "1 between 0 or 2"),
    ),
    "FE013": Kind(
        "an argument without a name follows or precedes one with a name", "all named or none", ("f(a: 1, 2)",)
    ),
    "FE014": Kind(
        "«{found}» is not a date, time, date and time, or duration",
        "{expected}",
        ('@"tomorrow"', '@"2023-02-30"', '@"10:00:00@Europe/Pari"'),
    ),
    "FE015": Kind("the key «{found}» stands twice in a context", "each key once", ("{a: 1, a: 2}",)),
    "FE016": Kind(
        "«{found}» is not a type",
        "one like number, string, boolean, date, list<number> or context<a: number>",
        ("1 instance of numbre", "1 instance of 2", "{} instance of context<>"),
    ),
    "FE017": Kind(
        "{found} is too large a number to be held", "at most 10 to the power of 6144", ("1e6145", "1 - 9e99999")
    ),
    # FE1xx: names.
    "FE101": Kind("«{found}» is not a name that is known here", "", ("passengrs > 1", "人数 > 1", "x.y", "sum(x)")),
    "FE102": Kind("«{found}» is not a function that is known here", "", ("summ([1])", "f(1, 2)")),
    "FE103": Kind("«{found}» is not a member of this context", "", ("{nights: 1}.night",)),
    # FE2xx: types, from which it is certain that a value would always be null.
    "FE201": Kind("«{operator}» has no value for {left} and {right}", "types that go together", ('1 + "a"', '"a" * 2')),
    "FE202": Kind(
        "«{function}» does not take {found}",
        "{expected}",
        ('floor("a")', "string length(1)", "not(1)", '{f: function(n: number) n, end: f("a")}.end'),
    ),
    "FE203": Kind(
        "«{function}» does not take {found}",
        "{takes}",
        ("floor()", 'contains("a")', "(function(n) n)(1, 2)"),
    ),
    "FE204": Kind("«{found}» is not a parameter of «{function}»", "", ("floor(m: 1)",)),
    "FE205": Kind(
        "{found} stands where only true or false can",
        "a condition",
        ("1 and true", 'if "a" then 1 else 2', '[1]["a"]', "some x in [1] satisfies x"),
    ),
    "FE206": Kind(
        "a comparison of {left} with {right} is always null",
        "two values of one type",
        (
            '1 = "1"',
            "1 < date(2023, 5, 4)",
            "true < false",
            "1 > null",
            '1 in ("a", 2)',
            '1 between "a" and 2',
            '1 in ["a".."b"]',
        ),
    ),
    "FE207": Kind("{found} has no negative", "a number or duration", ('-"a"',)),
    "FE208": Kind("«{found}» is not a member of {type}", "", ("date(2023, 5, 4).yaer",)),
    "FE209": Kind("{found} cannot be called as a function", "the name of a function", ("(1)(2)",)),
    "FE210": Kind(
        "{found}",
        "{expected}",
        (
            'function(n) external {java: {class: "java.lang.Math", method signature: "foo(double)"}}',
            'function() external {java: {class: "java.lang.System", method signature: "exit(int)"}}',
            'function(n) external {pmml: {document: "a", model: "b"}}',
            'function(n) external {java: {class: "java.lang.Math", method signature: "max(double, double)"}}',
        ),
    ),
    "FE211": Kind(
        "{found} is never an instance of {type}",
        "the type that the value may have",
        ("1 instance of string", "[1] instance of number"),
    ),
    "FE212": Kind("{found} is always null", "a value", ("1 / 0", 'date("2023-02-30")', 'duration("P1Y1D") = null')),
    "FE213": Kind(
        "no loop runs through values of type {found}",
        "whole numbers or dates",
        ('for x in "a".."c" return x', 'some x in ["a".."c"] satisfies x = "b"'),
    ),
    "FE214": Kind(
        "no value lies in «{found}»",
        "the lower end first, and values between both",
        ("1 in [5..1]", "1 between 5 and 1", "1 in (1..1)"),
    ),
    # FE4xx: limits and values, met while an expression is evaluated.
    "FE401": Kind(
        "the evaluation takes more than {limit} steps",
        "a smaller task",
        ("some x in 1..1000001 satisfies false", "for a in 1..1000, b in 1..1000, c in 1..1000 return c"),
    ),
    "FE402": Kind(
        "a text or list grows beyond {limit} characters or items",
        "a smaller one",
        (
            'string join(for x in 1..1001 return "' + "a" * 1000 + '")',
            'replace("' + "a" * 1000 + '", "", "' + "b" * 1000 + '")',
        ),
    ),
    "FE403": Kind(
        "{found} is not a value of FEEL, but of Python's {kind}",
        "{expected}",
        ("half", "sum(readings)", "a day"),
        {"half": 0.5, "readings": [Decimal("NaN")], "a day": timedelta(1)},
    ),
    "FE404": Kind(
        "{found}",
        "fewer levels",
        ("{f: function(g) g(g), end: f(f)}.end", "count(deep)"),
        {"deep": _DEEP},
    ),
    "FE405": Kind(
        "a regular expression takes more than {limit} seconds",
        "a simpler pattern",
        ('matches("' + "a" * 60 + '!", "^(a|a)+$")',),
    ),
    "FE407": Kind(
        "a regular expression has more than {limit}",
        "a shorter one, with smaller numbers or fewer brackets in it",
        (
            f'matches("a", "{"(" * 5_000}a{")" * 5_000}")',
            'matches("a", "((a{100}){100}){100}")',
            'split("a", "a{999999999}")',
            f'matches("a", "{"a" * 100_001}")',
        ),
    ),
    "FE406": Kind(
        "the expression asks for the present moment, which was not passed in",
        "a field or value with the date, or the moment as «now» (in the shell, «--now»)",
        ("today()", "now().year"),
    ),
    "FE408": Kind(
        "{found} is too far from zero to be held as a number",
        "at most 10 to the power of 6144",
        ("-debt", "count(sums)"),
        {"debt": Decimal("1e7000"), "sums": [-(10**6145)]},
    ),
    "FE409": Kind("{found} was passed in as the present moment", "a date and time, as datetime(2023, 5, 4, 8, 30)"),
    "FE410": Kind("«{found}» is half of a character", "both halves of it", ("name",), {"name": "\ud83d"}),
    "FE411": Kind(
        "the expression takes more than {limit} statements to run",
        "a smaller one, as with decisions of their own for its parts",
        ("b" + " and b" * 40_000,),
        {"b": True},
    ),
    # FE5xx: why a value is null. Each stands for one null that was made while an expression was evaluated.
    "FE501": Kind("«{operator}» has no value for {left} and {right}", "", ('1 + "a"', "null * 2", '@"P1D" + @"P1M"')),
    "FE502": Kind("{found} is divided by zero", "", ("1 / 0", '@"P1D" / 0', "modulo(1, 0)", "[1][1 / 0]")),
    "FE503": Kind(
        "the result of «{operator}» is no number, or more than can be held",
        "",
        ("10 ** 7000", "(-2) ** 0.5", '@"999999999-12-31" + @"P1D"', '@"P1Y" * 1e6144'),
    ),
    "FE504": Kind("{found} has no negative", "a number or duration", ('-"a"', "-[1]")),
    "FE505": Kind(
        "{found} stands where only true or false can",
        "a condition",
        ('"a" and true', "null and true", "if 1 then null else null", "every x in [null] satisfies x"),
    ),
    "FE506": Kind(
        "{left} cannot be compared with {right}",
        "two values of one type, or both with a zone",
        (
            '1 < "a"',
            "true < false",
            "null < 1",
            '1 between "a" and 2',
            '1 in "a"',
            "note < 1",
            '@"10:00:00" = @"10:00:00Z"',
        ),
        {"note": None},
    ),
    "FE507": Kind(
        "{found} make no range", "two bounds of one type with an order", ('[1.."a"]', "[null..1]", "(< true)")
    ),
    "FE508": Kind(
        "«{member}» is not a member of {found}",
        "",
        ("null.x", "(function(x) x.ac)({ab: 1})", '"a".length', "note.x"),
        {"note": None},
    ),
    "FE509": Kind(
        "there is no place {at} among {count}",
        "a whole number, from 1 or, counted from the end, from -1",
        ("[1, 2][3]", "[1][0]", "remove([1], 2)", 'substring("abc", 4)'),
    ),
    "FE510": Kind("«{function}» does not take {count}", "{takes}", ("floor()", "(function(x) x)()")),
    "FE511": Kind(
        "«{function}» does not take {found} as {argument}",
        "{expected}",
        (
            "floor(null)",
            'floor("a")',
            '(function(x: number) x)("a")',
            '(function(x: number) x)(x: "a")',
            'median([1, "a"])',
            "sum([1, null])",
            'min(1, "a")',
        ),
    ),
    "FE512": Kind(
        "«{function}» has no value for {found}",
        "{expected}",
        ("min([])", "stddev([1])", "sqrt(-1)", "date(2023, 2, 30)", 'before(1, "a")'),
    ),
    "FE513": Kind("«{found}» is not a parameter of «{function}»", "", ("floor(m: 1)", "(function(x) x)(y: 1)")),
    "FE514": Kind(
        "{found} cannot be read",
        "{expected}",
        ('date("2023-02-30")', 'number("1,5")', 'duration("P1Y1D")', 'range("1..2")'),
    ),
    "FE515": Kind(
        "no loop runs over {found}",
        "a list, or a range of whole numbers or dates",
        ("for x in null return x", "for x in 1.5..3 return x", "some x in null satisfies x"),
    ),
    "FE516": Kind(
        "{found} cannot be called as a function",
        "a function",
        ("(1)(2)", "{f: 1, end: f(2)}.end", "note(1)"),
        {"note": None},
    ),
    "FE517": Kind(
        "{found} cannot be used", "{expected}", ('matches("a", "(")', 'replace("a", "a", "b", "z")', 'split("a", "*")')
    ),
    "FE518": Kind(
        "{found}",
        "{expected}",
        ('function() external {java: {class: "java.lang.System", method signature: "exit(int)"}}',),
    ),
    "FE519": Kind("{found} is not of the type that is declared", "{expected}"),
}


NESTED = "lists or contexts stand too deep in one another"  # FE404, where no function is the cause


def mistake(code: str, place: Place | None, nearest: str | None = None, **found: str | int) -> Mistake:
    """The mistake of that code, its sentence filled in with what was found."""
    kind = KINDS[code]
    return Mistake(code, kind.message.format(**found), place, kind.expected.format(**found), nearest)


def place(text: str, offset: int) -> Place:
    """Line and column, from 1, of the character at `offset` of `text`."""
    line = text.count("\n", 0, offset)
    return Place("", line + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)
