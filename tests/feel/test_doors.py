"""What the package says of itself is so."""

from decimal import Decimal

from bridgehead import feel


def test_the_package_is_used_as_its_docstring_says() -> None:
    reasons: list[feel.Reason] = []
    assert feel.evaluate("passengers / nights >= 2", {"passengers": 412, "nights": 0}, reasons=reasons) is None
    assert str(reasons[0]) == "1:1: FE502 the number 412 is divided by zero"
    assert feel.__doc__ is not None
    assert str(reasons[0]) in feel.__doc__
    scope = {"nights": feel.Variable(feel.NUMBER)}
    holds = feel.compile(feel.parse("nights >= 2", scope), scope)
    assert holds({"nights": 3}) is True
    assert holds({}) is feel.UNKNOWN


def test_every_public_name_is_documented() -> None:
    undocumented = [name for name in feel.__all__ if callable(getattr(feel, name)) and not getattr(feel, name).__doc__]
    assert undocumented == []


def test_values_go_in_as_python_has_them_and_come_out_exact() -> None:
    value = feel.evaluate("{total: sum(paid), first: paid[1]}", {"paid": [1, Decimal("0.10")]})
    assert value == {"total": Decimal("1.10"), "first": Decimal(1)}
