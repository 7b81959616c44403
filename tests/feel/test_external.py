"""Functions of Java that an expression names: a closed table, and null for all else."""

from decimal import Decimal

import pytest

from bridgehead import feel


def call(owner: str, signature: str, *arguments: str) -> object:
    names = ", ".join(f"x{place}" for place in range(len(arguments)))
    java = f'{{java: {{class: "java.lang.{owner}", method signature: "{signature}"}}}}'
    return feel.evaluate(f"(function({names}) external {java})({', '.join(arguments)})", {})


@pytest.mark.parametrize(
    ("owner", "signature", "arguments", "expected"),
    [
        ("Math", "max(double, double)", ("123", "456.5"), Decimal("456.5")),
        ("Math", "max(float,float)", ("123.46", "456.78"), Decimal("456.78")),
        ("Math", "abs(int)", ("-3",), Decimal(3)),
        ("Math", "floorMod(int, int)", ("-7", "3"), Decimal(2)),
        ("Math", "sqrt(double)", ("2",), Decimal("1.4142135623730951")),
        ("Short", "valueOf(short)", ("123",), Decimal(123)),
        ("Integer", "valueOf(java.lang.String)", ('"-12"',), Decimal(-12)),
        ("Double", "parseDouble(java.lang.String)", ('"0.1"',), Decimal("0.1")),
        ("String", "valueOf(char)", ('"a"',), "a"),
        ("String", "format(java.lang.String, [Ljava.lang.Object;)", ('"%s is %d"', '["a", 2]'), "a is 2"),
        ("Boolean", "valueOf(java.lang.String)", ('"TRUE"',), True),
    ],
)
def test_the_table_is_done(owner: str, signature: str, arguments: tuple[str, ...], expected: object) -> None:
    assert call(owner, signature, *arguments) == expected


@pytest.mark.parametrize(
    ("owner", "signature", "arguments"),
    [
        ("Math", "foo(double)", ("1",)),
        ("Math", "max(java.lang.String, java.lang.String)", ('"1"', '"2"')),
        ("Math", "max(double, double)", ("1",)),
        ("Math", "sqrt(double)", ("-1",)),
        ("Math", "sqrt(double)", ('"1"',)),
        ("Math", "exp(double)", ("1e4",)),
        ("Math", "floorDiv(int, int)", ("1", "0")),
        ("Math", "abs(int)", ("1.5",)),
        ("Byte", "valueOf(byte)", ("128",)),
        ("Integer", "valueOf(java.lang.String)", ('"1.5"',)),
        ("String", "valueOf(char)", ('"ab"',)),
        ("String", "format(java.lang.String, [Ljava.lang.Object;)", ('"%99999999s"', '"a"')),
        ("System", "exit(int)", ("0",)),
        ("Math", "max", ("1", "2")),
    ],
)
def test_all_else_is_null(owner: str, signature: str, arguments: tuple[str, ...]) -> None:
    assert call(owner, signature, *arguments) is None
