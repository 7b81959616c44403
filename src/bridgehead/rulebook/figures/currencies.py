"""The words for money and the currency that each says. 元, 块 and 圆 say that of the place; $ and ¥ one of several."""

import re

OWN, DOLLAR, YUAN_OR_YEN = "yuan", "$", "¥"

_NAMES = {
    "CNY": "人民币|renminbi|RMB|rmb|cny|CNY|yuan(?= renminbi)",
    "USD": r"美元|美金|美刀|US dollars?|U\.S\. dollars?|USD|US\$",
    "HKD": r"港元|港币|港幣|Hong Kong dollars?|HK dollars?|HKD|HK\$",
    "MOP": r"澳门元|澳门币|澳門幣|MOP\$?",
    "TWD": r"新台币|新臺幣|台币|TWD|NT\$",
    "EUR": "欧元|euros?|EUR|€",
    "GBP": "英镑|pounds? sterling|GBP|£",
    "JPY": "日元|日圆|日圓|日币|円|yen|JPY",
    "KRW": "韩元|韩圆|韩币|KRW|₩",
    "AUD": "澳大利亚元|澳元|澳币|AUD|A\\$",
    "CAD": "加拿大元|加元|加币|CAD|C\\$",
    "SGD": "新加坡元|新加坡币|新元|SGD|S\\$",
    "NZD": "新西兰元|纽元|NZD|NZ\\$",
    "CHF": "瑞士法郎|法郎|CHF",
    "RUB": "卢布|RUB|₽",
    "INR": "印度卢比|卢比|INR|₹",
    "THB": "泰铢|THB|฿",
    "MYR": "林吉特|马币|MYR",
    "VND": "越南盾|VND|₫",
    "KZT": "坚戈|KZT",
    "MNT": "图格里克|MNT",
    DOLLAR: r"dollars?|\$",
    YUAN_OR_YEN: "¥",
    OWN: "元整?|块钱?|圆整?|yuan",
}
_CODES = "|".join(code for code in _NAMES if code.isalpha() and code.isupper())
_DOLLARS = frozenset(["USD", "HKD", "MOP", "TWD", "AUD", "CAD", "SGD", "NZD"])

_NAMED = "|".join(names for code, names in _NAMES.items() if code != OWN)
AFTER = rf"[元圆]\((?:{_NAMED})\)|[元圆]?[ ]?(?:{_NAMED})|{_NAMES[OWN]}"
BEFORE = rf"(?<![A-Za-z])(?:{_NAMED})"
CODE = rf"(?:{_CODES}|RMB)"
"""A code that stands right before the digits: CNY5000."""

_KNOWN = [(re.compile(rf".*?(?:{names})", re.DOTALL), code) for code, names in _NAMES.items()]


def said(word: str) -> str:
    """The currency that a word for money says: a code, or `OWN`, `DOLLAR` or `YUAN_OR_YEN`."""
    return next(code for pattern, code in _KNOWN if pattern.fullmatch(word.strip(" )")))


def called(code: str, own: str) -> frozenset[str]:
    """What the money of a rule may be said in, `own` being the currency of its rulebook."""
    names = {OWN: code == own, DOLLAR: code in _DOLLARS, YUAN_OR_YEN: code in ("CNY", "JPY")}
    return frozenset({code, *(name for name, fits in names.items() if fits)})
