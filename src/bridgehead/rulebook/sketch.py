"""The files of a rulebook sketched for a notice: its base, its clauses, and every figure for which a rule is still
wanted. `bridgehead check` reads them; nothing of them is guessed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from bridgehead.rulebook.coverage import Coverage
from bridgehead.rulebook.figures import Kind, When
from bridgehead.rulebook.judged import Judged

NAME = "sketch"
UNTITLED = ("未命名的公告", "Untitled notice")
LONGEST_TITLE = 60
_HEAD = """# A sketch: fill in what is open, write a rule for each figure, and run «bridgehead check --strict .»
# 草稿：补齐待填写的内容，为每个数字写明规则，再运行 «bridgehead check --strict .»
rulebook: {name}
title: {{zh: {zh}, en: {en}}}
city: {{zh: 待填写, en: To be filled in}}
issuer: {{zh: 待填写, en: To be filled in}}
published on: {day}
time zone: Asia/Shanghai
currency: CNY
text:
  zh: 公告照粘贴的原文，没有与公布的原件核对。
  en: The notice as it was pasted; it was not compared with what was published.
assumes:
"""
_FIXED = (
    "  - {zh: 时区和货币由草稿填写，原文没有写明的须核对。, "
    "en: Time zone and currency were filled in by the sketch and have to be looked at.}"
)
_NO_DAY = (
    "  - {zh: 没有找到公布日期，暂用起草之日，须改正。, "
    "en: No day of publication was found; that of the sketch stands in its place and has to be put right.}"
)
_STATE = """
# To be stated: {count} figures. Money, percentages, dates and quotas need a rule that cites the clause; each of the
# others needs one too, or an entry below as «not_covered», with the reason why no rule needs it.
# 待写明：{count} 个数字。金额、百分比、日期和名额须有引用该条的规则；其余的也须有规则，或者列入
# not_covered 并写明理由：
# not_covered:
#   - {{figure: "…", cites: notice.md#1, reason: {{zh: …, en: …}}}}
"""


def files(covered: Coverage, day: date) -> Mapping[str, str]:
    """The text of each file by its name. `day` stands for the day of publication where the notice does not tell it."""
    published, title = _published(covered), _title(covered.notice.text)
    zh, en = (json.dumps(said, ensure_ascii=False) for said in (title or UNTITLED[0], title or UNTITLED[1]))
    head = _HEAD.format(name=NAME, zh=zh, en=en, day=published or day)
    assumed = "\n".join([*([] if published else [_NO_DAY]), _FIXED])
    stated = [each for each in covered.figures if not _is_in_head(each, covered.notice.text, published, title)]
    wanted = [_STATE.format(count=len(stated)), *(f"{line}\n" for line in _to_be_stated(stated))] if stated else ["\n"]
    return {"about.yaml": head + assumed + "".join(wanted), "notice.md": covered.notice.text}


def _is_in_head(judged: Judged, text: str, published: date | None, title: str | None) -> bool:
    """Whether the head of the sketch has a figure: the day of publication, or one of the title."""
    if judged.clause:
        return False
    when = judged.figure.value
    is_day = isinstance(when, When) and published is not None and when.days() == (published, published)
    return is_day or (title is not None and judged.figure.core[0] < text.index(title) + len(title))


def _to_be_stated(stated: list[Judged]) -> Iterator[str]:
    for clause, figures in groupby(stated, key=lambda each: each.clause):
        yield f"# notice.md#{clause}" if clause else "# notice.md"
        yield from (f"#   {each.place.line}: {_said(each)} ({each.figure.kind})" for each in figures)


def _said(judged: Judged) -> str:
    return " ".join(judged.figure.text.split())


def _title(text: str) -> str | None:
    """The first line, where it is one of a title: short, and no sentence or numbered clause."""
    line = text.lstrip().split("\n", 1)[0].lstrip("#").strip()
    heads = re.match(r"[0-9]", line) and text.lstrip().startswith("#")
    return None if heads or not 0 < len(line) <= LONGEST_TITLE or re.search("[。；;]$", line) else line


_PUBLISHED = re.compile(r"[ \t]{0,2}(?:公布|发布|印发)")
_PUBLISHED_ON = re.compile("(?:(?:公布|发布|印发)(?:日期|时间)[：:]|[Pp]ublished on)[ ]?$")


def _published(covered: Coverage) -> date | None:
    """The one day that stands alone in its line, or is said to be that of publication; None where there are several."""
    text = covered.notice.text
    days = {
        days[0]
        for judged in covered.figures
        if judged.figure.kind is Kind.DATE and isinstance(judged.figure.value, When) and judged.figure.value.day
        if (days := judged.figure.value.days()) and _is_of_publication(text, judged)
    }
    return days.pop() if len(days) == 1 else None


def _is_of_publication(text: str, judged: Judged) -> bool:
    first, last = judged.figure.core
    line = text[text.rfind("\n", 0, first) + 1 : first] + (text[last:].split("\n", 1)[0])
    said = _PUBLISHED.match(text, last) or _PUBLISHED_ON.search(text, max(0, first - 20), first)
    return not line.strip(" \t\u3000()（）") or bool(said)
