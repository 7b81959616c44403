"""What people and firms are reached and known by, each read into its one spelling: two that are one compare equal."""

import re

COUNTRY = "CN"
"""Where a telephone number is that names no country; the identity numbers and credit codes are of China as well."""

LONGEST = 254
"""Signs of an e-mail address: RFC 5321, 4.5.3.1.3, where a path is of 256 with its brackets. Nothing else is longer."""

_E_MAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@(?:\w(?:[\w-]*\w)?\.)+[^\W\d_][\w-]*\w")
_IDENTITY = re.compile("[0-9]{17}[0-9X]")
_EXTENSION = re.compile(r"\s*(?:转|分机)\s*(?=[0-9]+$)")


def telephone(text: str) -> str:
    """A number that a country gives out, by E.164; an extension follows as in RFC 3966. Raises ValueError."""
    import phonenumbers  # its table of the world's numbers takes long to load

    try:
        number = phonenumbers.parse(_EXTENSION.sub(" ext. ", _short(text)), COUNTRY)
    except phonenumbers.NumberParseException as why:
        raise ValueError(text) from why
    if not phonenumbers.is_valid_number(number):
        raise ValueError(text)
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def identity_number(text: str) -> str:
    """The 18 signs of a citizen's identity number by GB 11643: province, birthday and check sign. Raises ValueError.

    The county is not judged: a number has the code of the place where it was given out, which may have come into being
    long after its holder was born.
    """
    from stdnum import numdb
    from stdnum.cn import ric

    number = ric.compact("".join(_short(text).split()))
    if not _IDENTITY.fullmatch(number) or number[-1] != ric.calc_check_digit(number):
        raise ValueError(text)
    ric.get_birth_date(number)  # stdnum's ValidationError is a ValueError
    if "province" not in numdb.get("cn/loc").info(number)[0][1]:
        raise ValueError(text)
    return number


def with_check_sign(first: str) -> str:
    """The first 17 signs of an identity number with its check sign."""
    from stdnum.cn import ric

    return first + str(ric.calc_check_digit(f"{first}0"))


def credit_code(text: str) -> str:
    """The 18 signs of a unified social credit code by GB 32100, with its check sign. Raises ValueError."""
    from stdnum.cn import uscc

    return str(uscc.validate("".join(_short(text).split())))


def e_mail(text: str) -> str:
    """An address with its domain in small letters, as domains are compared. Raises ValueError."""
    name, at, domain = _short(text).strip().rpartition("@")
    plain = f"{name}{at}{domain.lower()}"
    if not _E_MAIL.fullmatch(plain):
        raise ValueError(text)
    return plain


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(text)
    return text
