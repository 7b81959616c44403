"""Every figure of a text is found, with its exact value, whatever its form and whatever stands around it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.rulebook.figures import Kind, When, find
from tests.rulebook.writing import HAN_DIGITS, forms, han


def said(text: str) -> list[tuple[Kind, object, set[str]]]:
    return [(figure.kind, figure.value, set(figure.operators)) for figure in find(text).figures]


def values(text: str) -> list[object]:
    return [figure.value for figure in find(text).figures]


@given(number=st.integers(1, 9_999_9999_9999), data=st.data())
def test_a_number_is_found_in_any_of_its_forms(number: int, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(forms(number)))
    assert said(f"奖励{written}元。") == [(Kind.MONEY, number, set())]
    assert values(f"人数为{written}人；") == [number]


@given(
    number=st.integers(1, 9_9999_9999),
    before=st.text(alphabet="政府对机构，。；：（）\n 组织 x", max_size=40),
    after=st.text(alphabet="，。；）\n政府对机构游客", max_size=40),
    data=st.data(),
)
def test_text_around_a_figure_does_not_change_what_is_found(
    number: int, before: str, after: str, data: st.DataObject
) -> None:
    written = data.draw(st.sampled_from(forms(number)))
    found = find(f"{before}。共{written}元。{after}")
    assert [figure.value for figure in found.figures] == [number]


@given(number=st.integers(10_000, 9_999_999), data=st.data())
def test_a_number_broken_by_the_end_of_a_line_is_one_number(number: int, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from([str(number), f"{number:,}", han(number)]))
    at = data.draw(st.integers(1, len(written)))
    assert values(f"资金共{written[:at]}\n{written[at:]}元。") == [number]


@given(
    text=st.text(alphabet="零〇一两三九十百千万亿廿点半几余多0189.,％%成折元人年月日第前首至到-~ \n①ⅧWw", max_size=60)
)
def test_any_text_is_read(text: str) -> None:
    for figure in find(text).figures:
        assert text[slice(*figure.core)]


@given(day=st.dates(date(1950, 1, 1), date(2049, 12, 31)), data=st.data())
def test_a_day_is_found_in_any_of_its_forms(day: date, data: st.DataObject) -> None:
    year = "".join(HAN_DIGITS[int(digit)] for digit in str(day.year)).replace("零", "〇")
    written = data.draw(
        st.sampled_from(
            [
                f"{day.year}年{day.month}月{day.day}日",
                f"{day.year} 年 {day.month} 月 {day.day} 日",
                f"{year}年{han(day.month).replace('一十', '十')}月{han(day.day)}日",
                day.isoformat(),
                f"{day.year}/{day.month}/{day.day}",
                f"{day.day} {day:%B} {day.year}",
                f"{day:%B} {day.day}, {day.year}",
            ]
        )
    )
    assert values(f"公告：{written}。") == [When(day.year, day.month, day.day)]


@given(start=st.dates(date(2000, 1, 1), date(2040, 12, 31)), length=st.integers(1, 300))
def test_the_end_of_a_period_takes_the_year_of_its_start(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    if end.year != start.year:
        return
    text = f"{start.year}年{start.month}月{start.day}日至{end.month}月{end.day}日"
    assert said(text) == [
        (Kind.DATE, When(start.year, start.month, start.day), {">="}),
        (Kind.DATE, When(end.year, end.month, end.day), {"<="}),
    ]


@given(
    st.text(max_size=200)
    | st.text(alphabet="0123456789０１,.，。万亿千百十一二三半前第至年月日:-/%\n 人元A(（)", max_size=200)
)
def test_any_text_can_be_read_and_no_digit_is_lost(text: str) -> None:
    found = find(text)
    spans = sorted([figure.span for figure in found.figures] + [passed.span for passed in found.passed_over])
    for index, character in enumerate(text):
        if character in "0123456789０１２３４５６７８９":
            assert any(start <= index < end for start, end in spans), (index, character, spans)
    for figure in found.figures:
        assert text[figure.span[0] : figure.span[1]] == figure.text
        assert (
            figure.span[0]
            <= figure.core[0]
            <= figure.numeral[0]
            < figure.numeral[1]
            <= figure.core[1]
            <= figure.span[1]
        )


MONEY = [
    ("45万元", 450_000),
    ("4.5亿元", 450_000_000),
    ("1.5 万亿元", 1_500_000_000_000),
    ("2千元", 2000),
    ("3万5千元", 35_000),
    ("三万五千元", 35_000),
    ("壹拾万元整", 100_000),
    ("１００，０００元", 100_000),
    ("人民币5万元", 50_000),
    ("¥100,000", 100_000),
    ("CNY 50,000", 50_000),
    ("100,000 yuan", 100_000),
    ("1.5 million yuan", 1_500_000),
]
SHARES = [
    ("50%", "1/2"),
    ("百分之五十", "1/2"),
    ("百分之百", "1"),
    ("50 per cent", "1/2"),
    ("5成", "1/2"),
    ("3‰", "3/1000"),
    ("三分之一", "1/3"),
    ("2/3", "2/3"),
    ("八五折", "17/20"),
    ("零点八五折", "17/20"),
    ("零点八折", "4/5"),
    ("0.85折", "17/20"),
    ("八点五折", "17/20"),
    ("半数", "1/2"),
    ("3个百分点", "3/100"),
    ("1.5‰", "3/2000"),
    ("万分之五", "1/2000"),
    ("两成半", "1/4"),
    ("减半", "1/2"),
    ("对半", "1/2"),
]


@pytest.mark.parametrize(("text", "value"), MONEY)
def test_money(text: str, value: int) -> None:
    assert said(text) == [(Kind.MONEY, value, set())]


CURRENCIES = [
    ("6万美元", 60_000, "USD"),
    ("USD5000", 5000, "USD"),
    ("$100", 100, "$"),
    ("港币5万元", 50_000, "HKD"),
    ("5万元（港币）", 50_000, "HKD"),
    ("HK$3000", 3000, "HKD"),
    ("5000 US dollars", 5000, "USD"),
    ("5万元人民币", 50_000, "CNY"),
    ("5万元", 50_000, "yuan"),
    ("30角", 3, "yuan"),
    ("3元5角2分", Fraction(88, 25), "yuan"),
    ("30元三角", Fraction(303, 10), "yuan"),
]


@pytest.mark.parametrize(("text", "value", "currency"), CURRENCIES)
def test_money_says_its_currency(text: str, value: Fraction, currency: str) -> None:
    assert [(figure.kind, figure.value, figure.unit) for figure in find(f"奖励{text}。").figures] == [
        (Kind.MONEY, value, currency)
    ]


@pytest.mark.parametrize("text", ["三角洲", "八角亭", "TOP"])
def test_what_only_looks_like_money_is_none(text: str) -> None:
    assert find(f"在{text}举办。").figures == ()


ODD_MONEY = [
    ("奖励8W元", 80_000),
    ("奖励30Ｗ", 300_000),
    ("①万元", 10_000),
    ("⑫万元", 120_000),
    ("八 万 元", 80_000),
    ("二 十 五 万 元", 250_000),
    ("三0万元", 300_000),
    ("三〇万元", 300_000),
    ("8O万元", 800_000),
    ("8OO元", 800),
    ("l5万元", 150_000),
    ("٣万元", 30_000),
]


@pytest.mark.parametrize(("text", "value"), ODD_MONEY)
def test_money_is_found_however_oddly_its_digits_are_typed(text: str, value: int) -> None:
    assert said(f"每趟{text}。") == [(Kind.MONEY, value, set())]


@pytest.mark.parametrize(("text", "value"), [*SHARES, ("百分之点八", "1/125"), ("按点八折", "4/5"), ("½", "1/2")])
def test_percentages_and_parts(text: str, value: str) -> None:
    assert said(text) == [(Kind.SHARE, Fraction(value), set())]


RATIOS = [
    ("按6:4加权", ["3/5", "2/5"]),
    ("按六比四分配", ["3/5", "2/5"]),
    ("按总客流和增长六四加权排名", ["3/5", "2/5"]),
    ("收益六四开", ["3/5", "2/5"]),
    ("按四六比例分担", ["2/5", "3/5"]),
    ("按三七的\n权重", ["3/10", "7/10"]),
    ("按六四开发放", ["3/5", "2/5"]),
    ("按五三二加权", ["1/2", "3/10", "1/5"]),
    ("七四加权", ["7/11", "4/11"]),
    ("五四青年节", []),
    ("三四开", []),
    ("三七开展", []),
    ("十四六比例", []),
]


@pytest.mark.parametrize(("text", "shares"), RATIOS)
def test_the_terms_of_a_ratio_are_shares_of_the_whole(text: str, shares: list[str]) -> None:
    assert said(text) == [(Kind.SHARE, Fraction(share), set()) for share in shares]


COMPARISONS = [
    ("400人以上", 400, {">="}),
    ("400人及以上", 400, {">="}),
    ("不少于400人", 400, {">="}),
    ("超过1,000人", 1000, {">"}),
    ("不低于3次", 3, {">="}),
    ("200人以下", 200, {"<="}),
    ("不超过3次", 3, {"<="}),
    ("不满18周岁", 18, {"<"}),
    ("5万元（含）以上", 50_000, {">="}),
    ("5万元（不含）以上", 50_000, {">"}),
    ("more than 1,000 people", 1000, {">"}),
    ("at least two nights", 2, {">="}),
    ("400 or more people", 400, {">="}),
    ("4A级及以上", 4, {">="}),
    ("每满100人", 100, {">="}),
    ("下达100万元", 1_000_000, set()),
    ("达100万元", 1_000_000, {">="}),
    ("过半数", Fraction(1, 2), {">"}),
    ("过半", Fraction(1, 2), {">"}),
    ("逾万人", 10_000, {">"}),
    ("400人", 400, set()),
]


@pytest.mark.parametrize(("text", "value", "operators"), COMPARISONS)
def test_a_comparison_is_part_of_the_figure(text: str, value: int, operators: set[str]) -> None:
    assert [(value, operators) for _, value, operators in said(text)] == [(value, operators)]


PLACES = [
    ("前3个", [(3, {"<="})]),
    ("前三名", [(3, {"<="})]),
    ("first 8 organisers", [(8, {"<="})]),
    ("第1名", [(1, {"="})]),
    ("第2至5名", [(2, {">="}), (5, {"<="})]),
    ("前三甲", [(3, {"<="})]),
    ("前两批", [(2, {"<="})]),
    ("第2名至第5名", [(2, {">="}), (5, {"<="})]),
    ("第二至第五", [(2, {">="}), (5, {"<="})]),
    ("2nd to 5th", [(2, {">="}), (5, {"<="})]),
    ("第51—100名", [(51, {">="}), (100, {"<="})]),
    ("前③趟", [(3, {"<="})]),
    ("前⑫家", [(12, {"<="})]),
    ("第Ⅷ名", [(8, {"="})]),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_quotas_and_places(text: str, places: list[tuple[int, set[str]]]) -> None:
    assert said(text) == [(Kind.QUOTA, value, operators) for value, operators in places]


DATES = [
    ("5月4日", [When(None, 5, 4)]),
    ("2023年5月4日—10月31日", [When(2023, 5, 4), When(2023, 10, 31)]),
    ("5月4日至10日", [When(None, 5, 4), When(None, 5, 10)]),
    ("4 May to 30 September 2023", [When(2023, 5, 4), When(2023, 9, 30)]),
    ("2022年1-9月", [When(2022), When(2022, 1), When(2022, 9)]),
    ("2021—2025年", [When(2021), When(2025)]),
    ("2023年前三季度", [When(2023, 9, months=9)]),
    ("2023年底", [When(2023, 12, 31)]),
    ("2023年上半年", [When(2023, 6, months=6)]),
    ("4月底前", [When(None, 4)]),
    ("2023年Q3", [When(2023, 9, months=3)]),
    ("一、二季度", [When(None, 3, months=3), When(None, 6, months=3)]),
    ("二O二三年五月", [When(2023, 5)]),
    ("2023.5.4—9.30", [When(2023, 5, 4), When(2023, 9, 30)]),
    ("2023年5月4日至次年3月31日", [When(2023, 5, 4), When(2024, 3, 31)]),
    ("2023年5月4日公布，每年3月1日至4月30日申报", [When(2023, 5, 4), When(None, 3, 1), When(None, 4, 30)]),
    ("2023年5月4日公布，次月10日前报送", [When(2023, 5, 4), When(None, None, 10)]),
]


@pytest.mark.parametrize(("text", "days"), DATES)
def test_dates_take_what_they_leave_out_from_the_date_beside_them(text: str, days: list[When]) -> None:
    assert values(text) == days


MORE, LESS = {">", ">="}, {"<", "<="}
APPROXIMATE = [
    ("10余万元", Kind.MONEY, 100_000, MORE),
    ("十余万元", Kind.MONEY, 100_000, MORE),
    ("10万余元", Kind.MONEY, 100_000, MORE),
    ("万余人", Kind.COUNT, 10_000, MORE),
    ("十余万", Kind.NUMBER, 100_000, MORE),
    ("20多家", Kind.COUNT, 20, MORE),
    ("十几家", Kind.COUNT, 10, MORE),
    ("十来个", Kind.COUNT, 10, MORE),
    ("3个多月", Kind.COUNT, 3, MORE),
    ("一年多", Kind.COUNT, 1, MORE),
    ("数百人", Kind.COUNT, 100, MORE),
    ("数万元", Kind.MONEY, 10_000, MORE),
    ("几十家", Kind.COUNT, 10, MORE),
    ("上千人", Kind.COUNT, 1000, MORE),
    ("四五百人", Kind.COUNT, 400, {">="}),
    ("十三四岁", Kind.COUNT, 13, {">="}),
    ("三五家", Kind.COUNT, 3, {">="}),
    ("近百万元", Kind.MONEY, 1_000_000, LESS),
    ("近万人", Kind.COUNT, 10_000, LESS),
    ("nearly 300 people", Kind.COUNT, 300, LESS),
    ("约三百人", Kind.COUNT, 300, set()),
    ("约50%", Kind.SHARE, Fraction(1, 2), set()),
    ("300人左右", Kind.COUNT, 300, set()),
    ("5月上旬", Kind.DATE, When(None, 5), set()),
    ("2023年初", Kind.DATE, When(2023), set()),
]


@pytest.mark.parametrize(("text", "kind", "value", "operators"), APPROXIMATE)
def test_an_approximate_figure_is_found_whole_and_says_where_the_truth_lies(
    text: str, kind: Kind, value: object, operators: set[str]
) -> None:
    assert said(f"全市{text}。") == [(kind, value, operators)]
    figure = find(f"全市{text}。").figures[0]
    assert (figure.approximate, figure.decides, figure.written) == (True, False, text)


EXACT = [
    ("近三年", 3),
    ("近3个月", 3),
    ("附近3家", 3),
    ("节约10万元", 100_000),
    ("签约5家", 5),
    ("总人数百人以上", 100),
    ("每万人", 10_000),
    ("亿元以上", 100_000_000),
    ("2个亿元", 200_000_000),
    ("对半年内", Fraction(1, 2)),
    ("规模以上企业3家规模以上企业", 3),
]


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_what_only_looks_approximate_is_exact(text: str, value: Fraction) -> None:
    assert [(figure.value, figure.approximate) for figure in find(text).figures] == [(value, False)]


@given(number=st.integers(1, 99), scale=st.sampled_from(["", "百", "万", "亿"]), more=st.sampled_from("余多"))
def test_words_for_more_may_stand_before_or_behind_what_multiplies(number: int, scale: str, more: str) -> None:
    worth = {"": 1, "百": 100, "万": 10**4, "亿": 10**8}[scale]
    for written in (f"{number}{more}{scale}元", f"{number}{scale}{more}元", f"{number} {more}{scale}元"):
        assert [(figure.value, figure.written) for figure in find(written).figures] == [(number * worth, written)]


SMALL_NUMBERS = [
    ("俩人以上", Kind.COUNT, 2),
    ("仨人以上", Kind.COUNT, 3),
    ("双人以上", Kind.COUNT, 2),
    ("双人及以上", Kind.COUNT, 2),
    ("Ⅱ级以上", Kind.GRADE, 2),
]


@pytest.mark.parametrize(("text", "kind", "value"), SMALL_NUMBERS)
def test_two_and_three_in_one_word_are_figures(text: str, kind: Kind, value: int) -> None:
    assert said(f"{text}的团队") == [(kind, value, {">="})]


@pytest.mark.parametrize("text", ["双人床", "双方", "他们俩", "Ⅱ期工程"])
def test_two_in_a_name_is_none(text: str) -> None:
    assert find(f"{text}。").figures == ()


SERIES = [
    ("第三批", 3, "批"),
    ("第3轮", 3, "轮"),
    ("第二期", 2, "期"),
    ("第十届", 10, "届"),
    ("第一次", 1, "次"),
    ("首批", 1, "批"),
    ("首次", 1, "次"),
    ("首名", 1, "名"),
]


@pytest.mark.parametrize(("text", "value", "unit"), SERIES)
def test_one_of_a_series_is_a_figure_and_no_quota(text: str, value: int, unit: str) -> None:
    assert [(figure.unit, figure.written) for figure in find(f"{text}企业").figures] == [(unit, text)]
    assert said(f"{text}企业") == [(Kind.COUNT, value, {"="})]


CHOSEN = [
    ("名额5个", Kind.QUOTA),
    ("共5个名额", Kind.QUOTA),
    ("评选10家企业", Kind.QUOTA),
    ("每市推荐3家", Kind.QUOTA),
    ("遴选不超过20个项目", Kind.QUOTA),
    ("每年限7家", Kind.QUOTA),
    ("仅限7名", Kind.QUOTA),
    ("期限7个月", Kind.COUNT),
    ("共7个。", Kind.QUOTA),
    ("共7个县区参加", Kind.COUNT),
    ("五个地区的学生", Kind.COUNT),
    ("评选满3年", Kind.COUNT),
    ("评选标准5条", Kind.COUNT),
    ("招用5人", Kind.COUNT),
]


@pytest.mark.parametrize(("text", "kind"), CHOSEN)
def test_a_count_is_a_quota_where_the_text_says_that_so_many_are_chosen(text: str, kind: Kind) -> None:
    assert [figure.kind for figure in find(text).figures] == [kind]


TIMES_AS_MUCH = [
    ("翻一番", 2),
    ("翻了两番", 4),
    ("翻3番", 8),
    ("翻倍", 2),
    ("双倍", 2),
    ("两倍", 2),
    ("1.5倍", Fraction(3, 2)),
]


@pytest.mark.parametrize(("text", "value"), TIMES_AS_MUCH)
def test_doubling_is_a_figure_in_times(text: str, value: Fraction) -> None:
    assert [(figure.value, figure.unit, figure.written) for figure in find(f"产值{text}。").figures] == [
        (value, "倍", text)
    ]


DECIMALS_OR_TIMES = [
    ("零点五", Kind.NUMBER, Fraction(1, 2)),
    ("零点五个百分点", Kind.SHARE, Fraction(1, 200)),
    ("百分之零点五", Kind.SHARE, Fraction(1, 200)),
    ("三点五万元", Kind.MONEY, 35_000),
    ("三点五分", Kind.COUNT, Fraction(7, 2)),
    ("下午三点五分", Kind.TIME, 905),
    ("三点十分", Kind.TIME, 190),
    ("零点前", Kind.TIME, 0),
]


@pytest.mark.parametrize(("text", "kind", "value"), DECIMALS_OR_TIMES)
def test_a_chinese_point_is_decimal_unless_a_time_of_day_is_said(text: str, kind: Kind, value: Fraction) -> None:
    assert [(figure.kind, figure.value) for figure in find(text).figures] == [(kind, value)]


def test_times_are_minutes_after_midnight() -> None:
    assert values("8:00-18:00，上午8时至下午6时30分") == [480, 1080, 480, 1110]


def test_chinese_numbers_of_an_enumeration_or_range_share_the_last_unit() -> None:
    assert said("一至三名") == [(Kind.COUNT, 1, {">="}), (Kind.COUNT, 3, {"<="})]
    assert said("设一二三等奖") == [(Kind.GRADE, grade, set()) for grade in (1, 2, 3)]
    assert said("设一、二等奖") == [(Kind.GRADE, grade, set()) for grade in (1, 2)]


def test_numbers_of_an_enumeration_share_the_last_unit() -> None:
    assert said("分别奖励3、2和1万元") == [
        (Kind.MONEY, 30_000, set()),
        (Kind.MONEY, 20_000, set()),
        (Kind.MONEY, 10_000, set()),
    ]


MAY_PAY = [
    ("奖励金额80000。", True),
    ("每趟 8万，不重复奖励", True),
    ("每人30", True),
    ("每组3辆车", False),
    ("人数1000，住宿2晚", False),
]


@pytest.mark.parametrize(("text", "decides"), MAY_PAY)
def test_a_bare_number_decides_where_it_may_be_money(text: str, decides: bool) -> None:
    assert find(text).figures[0].decides is decides


@pytest.mark.parametrize("text", ["奖励⑫万元整", "前⑫家企业", "百分之点八以上", "x½"])
def test_a_figure_of_odd_signs_is_shown_as_it_stands(text: str) -> None:
    (figure,) = find(text).figures
    assert text[slice(*figure.span)] == figure.text
    assert figure.written in figure.text


NOT_FIGURES = [
    "①个人申报",
    "①元旦",
    "12345热线",
    "一带一路",
    "三区三线",
    "一律统一办理，一定做到，十分重要，万一",
    "三公经费",
    "依照第十二条",
    "同政发〔2023〕12号",
    "（一）总则",
    "1. 学生",
    "## 2.1 旅游专列",
    "电话：0352-1234567",
    "G20峰会",
    "单位：万元",
    "三甲医院",
    "一二线城市",
    "成百上千",
    "百姓",
]


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_what_is_no_figure_is_passed_over_for_a_reason(text: str) -> None:
    found = find(text)
    assert not found.figures
    assert found.passed_over
    assert all(passed.reason for passed in found.passed_over)


def test_the_number_of_a_clause_of_the_text_is_no_figure() -> None:
    assert not find("其他条件与2.1相同", clauses=frozenset({"2.1"})).figures
    assert values("其他条件与2.1相同") == [Fraction(21, 10)]
