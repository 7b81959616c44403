"""A pasted notice: its clauses become headings that can be cited, and nothing else is changed."""

from pathlib import Path

import pytest

from bridgehead.primitives.errors import BridgeheadError
from bridgehead.rulebook.figures import find
from bridgehead.rulebook.notice import HEADING
from bridgehead.rulebook.pasted import MOST_NUMERALS, MOST_SIGNS, read

NOTICES = sorted(Path("rulebooks").glob("*/*/notice.md"))


def clauses(text: str) -> list[tuple[str, str]]:
    return [(clause.number, clause.title) for clause in read(text).notice.clauses]


def test_numbers_of_every_style_become_those_that_are_cited() -> None:
    text = "公告\n一、奖励\n（一）大型。每场奖励6万元。\n１．报名\n2、审核\n（二）小型\n二、附则\n"
    assert clauses(text) == [
        ("", "公告"),
        ("1", "奖励"),
        ("1.1", "大型。"),
        ("1.1.1", "报名"),
        ("1.1.2", "审核"),
        ("1.2", "小型"),
        ("2", "附则"),
    ]
    assert clauses("第一条　目的\n第二条　范围\n（一）甲\n") == [("1", "目的"), ("2", "范围"), ("2.1", "甲")]
    assert clauses("1. Purpose\n1.1 Scope\n1.2 Terms\n2. Amount\n") == [
        ("1", "Purpose"),
        ("1.1", "Scope"),
        ("1.2", "Terms"),
        ("2", "Amount"),
    ]


def test_a_clause_without_a_title_is_called_by_its_number_and_keeps_every_sign() -> None:
    read_as = read("一、对前3场的组织者，每场奖励6万元；\n").notice.text
    assert read_as == "## 1 第1条\n\n对前3场的组织者，每场奖励6万元；\n"


def test_what_only_begins_like_a_clause_stays_text_and_is_told() -> None:
    found = read("一、奖励\n二等奖：3名\n附件\n一、名单\n")
    assert [clause.number for clause in found.notice.clauses] == ["1"]
    assert [(left.line, left.mark) for left in found.left] == [(4, "一、")]
    assert read("12345热线\n30.5亿元\n三、四季度\n2024年\n").left == ()


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.parent.name)
def test_a_notice_without_its_headings_has_the_same_figures_and_clauses_again(path: Path) -> None:
    """Its headings as a city writes them: 第2条 for a clause, and below it （一）."""
    text = path.read_text("utf-8")
    pasted = HEADING.sub(lambda found: f"{_written(found['number'])}{found['title']}", text)
    assert [each.text for each in find(read(pasted).notice.text).figures] == [each.text for each in find(text).figures]
    assert [each.number for each in read(pasted).notice.clauses] == [each.number for each in read(text).notice.clauses]


def _written(number: str) -> str:
    first, _, second = number.partition(".")
    return f"（{'〇一二三四五六七八九'[int(second)]}）" if second else f"第{first}条　"


def test_a_text_with_headings_is_left_as_it_is() -> None:
    text = "# 公告\n\n## 1 奖励\n\n一、共3名。\n"
    assert read(text).notice.text == text


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        (" \n\u3000", "CV002"),
        ("一" * (MOST_SIGNS + 1), "CV003"),
        ("共3名\x00", "CV005"),
        ("3、" * (MOST_NUMERALS + 1), "CV007"),
        ("## 1 甲\n\n## 1 乙\n", "CV001"),
    ],
)
def test_what_is_no_notice_is_refused(pasted: str, code: str) -> None:
    with pytest.raises(BridgeheadError) as refused:
        read(pasted)
    assert [mistake.code for mistake in refused.value.mistakes] == [code]


def test_line_ends_of_other_programs_are_line_ends() -> None:
    assert clauses("一、甲\r\n二、乙\x0b三、丙\u2028四、丁") == [("1", "甲"), ("2", "乙"), ("3", "丙"), ("4", "丁")]
