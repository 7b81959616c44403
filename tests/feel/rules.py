"""Made-up decision tables over made-up fields: cells of every kind, in every policy."""

from collections.abc import Sequence
from random import Random

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import BOOLEAN, DATE, STRING, NumberType, Scope, Variable

POLICIES = ("U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#")
SCOPE: Scope = {
    "people": Variable(NumberType(precision=4, scale=0), optional=True),
    "rate": Variable(NumberType(precision=6, scale=2), optional=True),
    "stop": Variable(STRING, optional=True),
    "agreed": Variable(BOOLEAN, optional=True),
    "day": Variable(DATE, optional=True),
}
_DAYS = ['date("2023-05-01")', 'date("2023-05-04")', 'date("2023-06-30")', 'date("2023-09-30")']
CELLS = {
    "people": (
        *("-", "-", "1", "5", "1, 3, 5", "< 3", ">= 4", "[2..4]", "]2..4[", "(1..5]", "not(3)", "not([2..4])"),
        *("[1..2], > 4", "null", "2.5", "> 2.5", "null, 3", "[4..2]", "-3", "!= 3"),
    ),
    "rate": ("-", "-", "0.5", "[0..1]", "[0.25..0.5[", "> 1.005", "<= -0.5", "not(0.5, 1)", "[0..0.25], [0.2..0.75]"),
    "stop": ("-", "-", '"a"', '"b"', '"a", "c"', "null", '"", "b"'),
    "agreed": ("-", "-", "-", "true", "false"),
    "day": ("-", "-", *_DAYS, f"[{_DAYS[1]}..{_DAYS[3]}]", f"< {_DAYS[2]}", f"not({_DAYS[0]})"),
}
FORMULAS = {"people": ("? > rate", "modulo(?, 2) = 0"), "rate": ("people", "? * 2 > people")}


def cell(text: str, field: str) -> tree.UnaryTests:
    return feel.parse_unary_tests(text, SCOPE, SCOPE[field].type)


def rule(random: Random, fields: Sequence[str], outputs: Sequence[str], *, formulas: bool) -> tree.Rule:
    texts = [
        random.choice(FORMULAS[field] if formulas and field in FORMULAS and not random.randrange(6) else CELLS[field])
        for field in fields
    ]
    tests = tuple(cell(text, field) for text, field in zip(texts, fields, strict=True))
    return tree.Rule(tests, tuple(feel.parse(output, SCOPE) for output in outputs))


def table(random: Random, policy: str, count: int, *, formulas: bool = False) -> tree.Table:
    """A table of so many rules; the outputs of some are equal."""
    fields = random.sample(list(CELLS), random.choice((1, 2, 3)))
    several = policy not in ("C+", "C<", "C>") and not random.randrange(3)
    rules = []
    for _ in range(count):
        outputs = [str(random.choice((1, 2, 3, 2.5))), random.choice(('"x"', '"y"', "null"))][: 1 + several]
        rules.append(rule(random, fields, outputs, formulas=formulas))
    ranks = tuple(feel.parse(text, SCOPE) for text in ("2.5", "1", "3"))
    letters = tuple(feel.parse(text, SCOPE) for text in ('"y"', '"x"'))
    default = tuple(feel.parse(text, SCOPE) for text in ("0", '"none"'))[: 1 + several]
    return tree.Table(
        tuple(feel.parse(field, SCOPE) for field in fields),
        tuple(rules),
        policy,  # type: ignore[arg-type]
        ("reward", "mark") if several else (),
        (ranks, letters)[: 1 + several] if policy in ("P", "O") else (),
        default if policy in ("U", "F") and random.randrange(2) else (),
    )
