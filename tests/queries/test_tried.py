"""What the figures of a text come to: what is certain is reckoned, what is not is left open."""

from datetime import date
from pathlib import Path

import pytest

from bridgehead.queries.tried import Reckoned, tried

DAY = date(2024, 3, 1)


def reckoned(text: str) -> list[tuple[str, str | None, bool | None]]:
    return [_short(each) for each in tried(text, DAY).reckoned]


def _short(each: Reckoned) -> tuple[str, str | None, bool | None]:
    return each.reckoning, each.comes_to.en if each.comes_to else None, each.agrees


@pytest.mark.parametrize(
    ("text", "reckoning", "comes_to", "agrees"),
    [
        ("共52场，其中春季20场、夏季18场、秋季14场。", "20场 + 18场 + 14场", "52", True),
        ("奖金共10万元：第1名奖励3万元；第2至3名各奖励2万元；第4至11名各奖励3750元。", None, "CNY 100,000", True),
        ("对前8个机构每个奖励5万元，资金共40万元。", "8 × 5万元", "CNY 400,000", True),
        ("甲村120万元、乙村80万元，合计210万元。", "120万元 + 80万元", "CNY 2,000,000", False),
        ("资金共四十五万元。\n前3趟每趟奖10万元。前３趟每趟奖五万元。", "3 × 10万元 + 3 × 五万元", "CNY 450,000", True),
        ("Grants of a total of 36 yuan: 4 fairs get 6 yuan each, 6 others 2 yuan each.", None, "CNY 36", True),
        ("上年下达1100万元，支出990万元，执行率90%。", "990万元 ÷ 1100万元", "90%", True),
        ("签约项目368个，其中新兴产业项目84个，占22.2%。", "84个 ÷ 368个", "22.8%", False),
        ("受理200件，办结180件，办结率90%。", "180件 ÷ 200件", "90%", True),
        ("余额46.92亿元，比上年末增加5.09亿元，增长12.2%。", "5.09亿元 ÷ (46.92亿元 − 5.09亿元)", "12.2%", True),
        ("产量90吨，减少10吨，下降百分之十。", "10吨 ÷ (90吨 + 10吨)", "10%", True),
        ("三项依次占40%、35%、25%。", "40% + 35% + 25%", "100%", None),
        ("出资共50万元，甲、乙分别为30万元、10万元。", "30万元 + 10万元", "CNY 400,000", False),
        ("甲、乙分别出资30万元、20万元。", "30万元 + 20万元", "CNY 500,000", None),
    ],
)  # fmt: skip
def test_what_is_certain_is_reckoned(text: str, reckoning: str | None, comes_to: str, agrees: bool | None) -> None:
    (found,) = reckoned(text)
    assert found == (reckoning or found[0], comes_to, agrees)


@pytest.mark.parametrize(
    "text",
    [
        "共45万元，其中10万元用于宣传。",
        "资金共100万元，个人最多10万元，机构最多20万元。",
        "资金共90万元。前3名奖励5万元。",
    ],
)
def test_a_total_whose_parts_are_not_certain_is_left_open(text: str) -> None:
    assert [(comes_to, agrees) for _, comes_to, agrees in reckoned(text)] == [(None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "民营企业贷款增长18.12%、小微企业贷款增长27.59%。",
        "奖励3万元至5万元。",
        "共3名。",
        "2天、3天。",
        "方向4个、优势8个。",
        "共完成48个，合格47个。",
        "甲200件，乙150件，丙120件，占比60%。",
        "利率3.5%，余额100亿元，增加10亿元。",
    ],
)
def test_nothing_is_said_of_what_does_not_add_up(text: str) -> None:
    assert reckoned(text) == []


def test_the_rewards_of_a_city_add_up_to_its_budgets() -> None:
    found = tried(Path("rulebooks/datong/tourism-2023/notice.md").read_text("utf-8"), DAY).reckoned
    assert [(each.clause, each.comes_to.en if each.comes_to else "", each.agrees) for each in found] == [
        ("2", "CNY 450,000", True),
        ("3", "CNY 400,000", True),
        ("4", "CNY 1,500,000", True),
    ]
