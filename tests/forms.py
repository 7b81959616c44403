"""What people fill in, made up, for tests that ask the service from outside, without Django."""

from pathlib import Path

RULEBOOKS = Path(__file__).parents[1] / "rulebooks"
TOURISM = "datong/tourism-2023"

TRAIN = {
    "organiser": "made-up travel agency",
    "kind": "train",
    "train number": "K1",
    "stop": "大同站",
    "same day and train": "是",
    "passengers": "４２０",
    "nights": "1",
    "paid sights": "2",
    "ticket rate": "60%",
    "completed on": "2023-05-20",
}
"""A claim that the special trains grant, filled in as on a form."""


PAYEE = {"account holder": "made-up travel agency", "bank": "made-up bank", "account number": "made-up-account-1"}
"""To whom it is paid."""


def identity(n: int) -> str:
    """A made-up number with its check sign, of somebody who would be older than anybody is."""
    first = f"11010518800101{n:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(sign) * weight for sign, weight in zip(first, weights, strict=True))
    return first + "10X98765432"[total % 11]
