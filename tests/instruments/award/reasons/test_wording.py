"""A reason in one sentence, in Chinese and in English."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bridgehead.instruments.award import case
from bridgehead.instruments.award.reasons.reasons import findings, reason
from bridgehead.instruments.award.reasons.topics import topics
from bridgehead.primitives.decision import Reason
from tests.instruments.award.made_up import CLAIM, terms

FILED = datetime(2023, 6, 2, 9)  # noqa: DTZ001 (wall-clock time)


def the_reason(condition: str, **claim: object) -> Reason:
    award = terms(conditions={"it": condition}, derived={"score": "2 * people + nights"}, as_of="done on")
    compiled = case.compile(award)
    standing = compiled.decide(CLAIM | {key.replace("_", " "): value for key, value in claim.items()})
    found = findings(topics(award, standing.version), standing.verdict, standing.claim, award.atoms.all[0].mask)
    return reason(found[0])


@pytest.mark.parametrize(
    ("condition", "claim", "zh", "en"),
    [
        (
            "nights >= 1",
            {"nights": 0},
            "住宿 0 晚，公告要求 1 晚以上，差 1 晚（第2条）。",
            "Nights: 0 nights; the notice asks for 1 night or more; 1 night short (clause 2).",
        ),
        (
            "1 <= nights",
            {"nights": 0},
            "住宿 0 晚，公告要求 1 晚以上，差 1 晚（第2条）。",
            "Nights: 0 nights; the notice asks for 1 night or more; 1 night short (clause 2).",
        ),
        (
            "nights >= 1",
            {"nights": 2},
            "住宿 2 晚，公告要求 1 晚以上，符合（第2条）。",
            "Nights: 2 nights; the notice asks for 1 night or more, which is met (clause 2).",
        ),
        (
            "nights >= 1",
            {"nights": None},
            "未填住宿，公告要求 1 晚以上（第2条）。",
            "“Nights” is not given; the notice asks for 1 night or more (clause 2).",
        ),
        (
            "people > 1000",
            {"people": 1000},
            "人数 1,000 人，公告要求超过 1,000 人，差 1 人（第2条）。",
            "People: 1,000 people; the notice asks for over 1,000 people; 1 person short (clause 2).",
        ),
        (
            "people < 50",
            {"people": 60},
            "人数 60 人，公告要求不足 50 人，超出 11 人（第2条）。",
            "People: 60 people; the notice asks for under 50 people; 11 people over (clause 2).",
        ),
        (
            "nights <= 3",
            {"nights": 5},
            "住宿 5 晚，公告要求不超过 3 晚，超出 2 晚（第2条）。",
            "Nights: 5 nights; the notice asks for 3 nights or less; 2 nights over (clause 2).",
        ),
        (
            "not(nights > 3)",
            {"nights": 5},
            "住宿 5 晚，公告要求不超过 3 晚，超出 2 晚（第2条）。",
            "Nights: 5 nights; the notice asks for 3 nights or less; 2 nights over (clause 2).",
        ),
        (
            "people between 200 and 400",
            {"people": 450},
            "人数 450 人，公告要求 200 人至 400 人，超出 50 人（第2条）。",
            "People: 450 people; the notice asks for 200 people to 400 people; 50 people over (clause 2).",
        ),
        (
            "people in (200..400]",
            {"people": 200},
            "人数 200 人，公告要求超过 200 人、不超过 400 人，差 1 人（第2条）。",
            "People: 200 people; the notice asks for over 200 people, 400 people or less; 1 person short (clause 2).",
        ),
        (
            "ticket rate >= 0.5",
            {"ticket_rate": Decimal("0.43")},
            "购票率 43%，公告要求 50%以上，差 7 个百分点（第2条）。",
            "Ticket rate: 43%; the notice asks for 50% or more; 7 percentage points short (clause 2).",
        ),
        (
            "ticket rate > 0.5",
            {"ticket_rate": Decimal("0.5")},
            "购票率 50%，公告要求超过 50%，差 0.01 个百分点（第2条）。",
            "Ticket rate: 50%; the notice asks for over 50%; 0.01 percentage points short (clause 2).",
        ),
        (
            "turnover >= 20000000",
            {"turnover_verified": Decimal("18500000.00")},
            "营业额 1,850 万元，公告要求 2,000 万元以上，差 150 万元（第2条）。",
            "Turnover: CNY 18,500,000; the notice asks for CNY 20,000,000 or more; CNY 1,500,000 short (clause 2).",
        ),
        (
            "turnover <= 10 * invoice",
            {},
            "营业额 500 万元，公告要求不超过 100 万元，超出 400 万元（第2条）。",
            "Turnover: CNY 5,000,000; the notice asks for CNY 1,000,000 or less; CNY 4,000,000 over (clause 2).",
        ),
        (
            'kind = "train"',
            {"kind": "bus"},
            "种类为汽车，公告要求为火车（第2条）。",
            "Kind: bus; the notice asks for train (clause 2).",
        ),
        (
            'kind != "bus"',
            {"kind": "bus"},
            "种类为汽车，公告要求为汽车以外（第2条）。",
            "Kind: bus; the notice asks for other than bus (clause 2).",
        ),
        (
            'stop in ("大同站", "大同南站")',
            {"stop": "太原站"},
            "停靠站为太原站，公告要求为大同站或大同南站（第2条）。",
            "Stop: 太原站; the notice asks for 大同站 or 大同南站 (clause 2).",
        ),
        (
            'not(stop in ("大同站", "大同南站"))',
            {},
            "停靠站为大同站，公告要求为大同站或大同南站以外（第2条）。",
            "Stop: 大同站; the notice asks for other than 大同站 or 大同南站 (clause 2).",
        ),
        (
            'done on in [date("2023-05-04")..date("2023-09-30")]',
            {"done_on": date(2023, 10, 2)},
            "完成日期为2023年10月2日，公告要求为2023年5月4日至9月30日，晚 2 天（第2条）。",
            "Done on: 2 October 2023; the notice asks for 4 May to 30 September 2023; 2 days late (clause 2).",
        ),
        (
            'done on > date("2023-05-20")',
            {},
            "完成日期为2023年5月20日，公告要求为2023年5月20日之后，早 1 天（第2条）。",
            "Done on: 20 May 2023; the notice asks for after 20 May 2023; 1 day early (clause 2).",
        ),
        (
            'filed at < date and time("2023-10-16T00:00:00")',
            {"filed_at": datetime.fromisoformat("2023-10-17T08:30")},
            "申报时间为2023年10月17日 08:30，公告要求为2023年10月16日之前，晚 2 天（第2条）。",
            "Filed at: 17 October 2023 08:30; the notice asks for before 16 October 2023; 2 days late (clause 2).",
        ),
        (
            'filed at >= date and time("2023-10-16T08:00:00")',
            {"filed_at": datetime.fromisoformat("2023-10-16T07:59:59")},
            "申报时间为2023年10月16日 07:59:59，公告要求为2023年10月16日 08:00 起，早 1 秒（第2条）。",
            "Filed at: 16 October 2023 07:59:59; the notice asks for 16 October 2023 08:00 or later; "
            "1 second early (clause 2).",
        ),
        (
            'filed at <= date and time("2023-10-16T08:00:00")',
            {"filed_at": datetime.fromisoformat("2023-10-16T20:30:05")},
            "申报时间为2023年10月16日 20:30:05，公告要求为不晚于2023年10月16日 08:00，"
            "晚 12 小时 30 分钟 5 秒（第2条）。",
            "Filed at: 16 October 2023 20:30:05; the notice asks for 16 October 2023 08:00 or earlier; "
            "12 hours 30 minutes 5 seconds late (clause 2).",
        ),
        (
            'filed at in [date and time("2023-01-01T00:00:00")..date and time("2024-01-01T00:00:00"))',
            {"filed_at": datetime.fromisoformat("2024-01-01T00:00")},
            "申报时间为2024年1月1日 00:00，公告要求为2023年1月1日至12月31日，晚 1 秒（第2条）。",
            "Filed at: 1 January 2024 00:00; the notice asks for 1 January to 31 December 2023; "
            "1 second late (clause 2).",
        ),
        (
            "accepted",
            {"accepted": False},
            "审核通过：否，公告要求：是（第2条）。",
            "Accepted: no; the notice asks for yes (clause 2).",
        ),
        (
            "not(accepted)",
            {},
            "审核通过：是，公告要求：否（第2条）。",
            "Accepted: yes; the notice asks for no (clause 2).",
        ),
        (
            "discount >= 0.1",
            {},
            "折扣为空白，公告要求 10%以上（第2条）。",
            "Discount: blank; the notice asks for 10% or more (clause 2).",
        ),
        (
            "nights >= 2 or people >= 400",
            {},
            "住宿 1 晚、人数 300 人，不符合公告的“住宿 ≥ 2 或 人数 ≥ 400”（第2条）。",
            "Nights: 1 night; people: 300 people; "
            "this does not meet the notice's “nights ≥ 2 or people ≥ 400” (clause 2).",
        ),
        (
            "nights >= 2 or people >= 400",
            {"people": None},
            "未填人数，无法判断是否符合“住宿 ≥ 2 或 人数 ≥ 400”（第2条）。",
            "“People” is not given, so it is open whether “nights ≥ 2 or people ≥ 400” holds (clause 2).",
        ),
        (
            'kind = "bus" or people >= 400',
            {},
            "种类为火车、人数 300 人，不符合公告的“种类 = 汽车 或 人数 ≥ 400”（第2条）。",
            "Kind: train; people: 300 people; this does not meet the notice's “kind = bus or people ≥ 400” (clause 2).",
        ),
        (
            "score >= 700",
            {},
            "score 601，公告要求 700 以上，差 99（第2条）。",
            "Score: 601; the notice asks for 700 or more; 99 short (clause 2).",
        ),
        (
            "invoice / people >= 500",
            {},
            "发票金额 / 人数约 333.333333，公告要求 500 以上，差约 166.666667（第2条）。",
            "Invoice / people: about 333.333333; the notice asks for 500 or more; about 166.666667 short (clause 2).",
        ),
        (
            "count(sights) >= 2",
            {},
            "count(景区) 1，公告要求 2 以上，差 1（第2条）。",
            "count(sights): 1; the notice asks for 2 or more; 1 short (clause 2).",
        ),
        (
            'list contains(sights, "云冈石窟")',
            {},
            '景区为恒山，不符合公告的“list contains(景区, "云冈石窟")”（第2条）。',
            'Sights: 恒山; this does not meet the notice\'s “list contains(sights, "云冈石窟")” (clause 2).',
        ),
        (
            "nights >= values.minimum nights",
            {"done_on": date(2023, 7, 1)},
            "住宿 1 晚，公告要求 2 晚以上，差 1 晚（第2条）。",
            "Nights: 1 night; the notice asks for 2 nights or more; 1 night short (clause 2).",
        ),
        (
            "nights >= values.minimum nights",
            {"done_on": None},
            "未填完成日期，无法判断是否符合“住宿 ≥ 最少住宿晚数”（第2条）。",
            "“Done on” is not given, so it is open whether “nights ≥ least nights” holds (clause 2).",
        ),
        (
            "discount >= values.minimum nights",  # a field that may be blank, and is
            {"done_on": None, "discount": None},
            "未填完成日期，无法判断是否符合“折扣 ≥ 最少住宿晚数”（第2条）。",
            "“Done on” is not given, so it is open whether “discount ≥ least nights” holds (clause 2).",
        ),
        (
            "nights >= values.minimum nights",
            {"done_on": date(2024, 1, 1)},
            "当日没有施行的标准，无法判断是否符合“住宿 ≥ 最少住宿晚数”（第2条）。",
            "No figure is in force on the day, so it is open whether “nights ≥ least nights” holds (clause 2).",
        ),
    ],
)
def test_a_reason_is_one_sentence(condition: str, claim: dict[str, object], zh: str, en: str) -> None:
    found = the_reason(condition, **claim)
    assert (found.zh, found.en) == (zh, en)


@pytest.mark.parametrize(
    ("condition", "claim", "seen", "needed", "distance"),
    [
        ("nights >= 1", {"nights": 0}, 0, ">= 1", 1),
        ("people > 1000", {"people": 998}, 998, "> 1000", 3),
        ("ticket rate > 0.5", {"ticket_rate": Decimal("0.5")}, Decimal("0.5"), "> 0.5", Decimal("0.0001")),
        ('stop = "太原站"', {}, "大同站", '= "太原站"', None),
        ('kind in ("bus", "boat")', {}, "train", 'in ("bus", "boat")', None),
        ('done on < date("2023-05-20")', {}, date(2023, 5, 20), "< 2023-05-20", 1),
        (
            'filed at < date and time("2023-10-16T08:00:00")',
            {"filed_at": datetime.fromisoformat("2023-10-16T08:00")},
            datetime.fromisoformat("2023-10-16T08:00"),
            "< 2023-10-16T08:00:00",
            timedelta(seconds=1),
        ),
        ("nights >= 2 or people >= 400", {}, False, "nights >= 2 or people >= 400", None),
        ("nights >= 1", {"nights": None}, None, ">= 1", None),
        ("nights >= 1", {"nights": 1}, 1, ">= 1", None),
    ],
)
def test_a_reason_is_also_values(
    condition: str, claim: dict[str, object], seen: object, needed: str, distance: object
) -> None:
    found = the_reason(condition, **claim)
    assert (found.seen, found.needed, found.distance) == (seen, needed, distance)


def test_what_is_worked_out_keeps_its_brackets_and_durations_are_in_words() -> None:
    soon = the_reason('date(filed at) - done on <= duration("P2D")', done_on=date(2023, 5, 1), filed_at=FILED)
    assert "32 天，公告要求不超过 2 天" in soon.zh
    assert "32 days; the notice asks for 2 days or less" in soon.en
    assert the_reason("(people + nights) * 2 <= 10").zh.startswith("(")
    assert "(kind" not in the_reason('kind != "a)" and people > 0').zh
