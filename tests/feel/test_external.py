"""Functions of Java that an expression names: a closed table, and null for all else."""

from decimal import Decimal

import pytest

from bridgehead import feel


def call(owner: str, signature: str, *arguments: str, reasons: list[feel.Reason] | None = None) -> object:
    names = ", ".join(f"x{place}" for place in range(len(arguments)))
    java = f'{{java: {{class: "java.lang.{owner}", method signature: "{signature}"}}}}'
    text = f"{{m: function({names}) external {java}, r: m({', '.join(arguments)})}}.r"
    return feel.evaluate(text, {"blank": None}, reasons=reasons)


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
        ("Math", "abs(int)", ("-2147483648",), Decimal(-2147483648)),
        ("Math", "abs(long)", ("-9223372036854775808",), Decimal(-9223372036854775808)),
        ("Math", "floorDiv(int, int)", ("-2147483648", "-1"), Decimal(-2147483648)),
        ("Integer", "parseInt(java.lang.String)", ('"-2147483648"',), Decimal(-2147483648)),
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
        ("Integer", "valueOf(java.lang.String)", ('"2147483648"',)),
        ("String", "valueOf(char)", ('"ab"',)),
        ("String", "format(java.lang.String, [Ljava.lang.Object;)", ('"%99999999s"', '"a"')),
        ("System", "exit(int)", ("0",)),
        ("Math", "max", ("1", "2")),
    ],
)
def test_all_else_is_null_and_tells_why(owner: str, signature: str, arguments: tuple[str, ...]) -> None:
    assert call(owner, signature, *arguments) is None
    reasons: list[feel.Reason] = []
    assert call(owner, signature, *arguments, reasons=reasons) is None
    assert reasons


@pytest.mark.parametrize(
    ("signature", "arguments", "reason"),
    [
        ("cos(double)", ('"x"',), '«m» does not take the string "x" as «x0»; expected double of Java'),
        ("abs(int)", ("1.5",), "«m» does not take the number 1.5 as «x0»; expected int of Java"),
        ("max(int, int)", ("1", "blank"), "«m» does not take null as «x1»; expected int of Java"),
        ("sqrt(double)", ("-1",), "«m» has no value for the number -1"),
        ("pow(double, double)", ("10", "400"), "«m» has no value for the number 10, the number 400"),
        ("sqrt(double)", ("1 / 0",), "the number 1 is divided by zero"),
    ],
)
def test_a_function_that_fails_tells_what_it_was_given(signature: str, arguments: tuple[str, ...], reason: str) -> None:
    reasons: list[feel.Reason] = []
    assert call("Math", signature, *arguments, reasons=reasons) is None
    assert [str(one).partition(" FE")[2][4:] for one in reasons] == [reason]
