"""Telephone and identity numbers are found in a text however they are written; numbers of other things are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.primitives.numbers_of_people import disclosed, found_in
from tests.forms import identity

PHONES = (
    "13800138000",
    "138 0013 8000",
    "138-0013-8000",
    "138·0013·8000",
    "１３８００１３８０００",
    "138\u200b00138000",
    "+86 138 0013 8000",
    "0086 13800138000",
    "0352-2023123",
    "（0352）2023123",
    "010-12345678",
    "+44 20 7946 0958",
)


@pytest.mark.parametrize("number", PHONES)
@pytest.mark.parametrize("text", ["{}", "请打{}。", "tel{}x", "1.{} 谢谢", "2023-04-21 {}", "450000元 {}，12号"])
def test_a_telephone_number_is_found_at_its_place(number: str, text: str) -> None:
    (found,) = found_in(text.format(number))
    assert found.kind == "telephone number"
    before = found.at - 1 - text.index("{")
    assert 0 <= before <= 5, "with or without the country and the bracket in front"
    assert number not in disclosed(found).zh + disclosed(found).en


@pytest.mark.parametrize("text", ["{}", "身份证{}，男", "a{}。", "{} 13800138000"])
def test_an_identity_number_is_found_whole_or_in_its_parts(text: str) -> None:
    whole = identity(7)
    for written in (whole, f"{whole[:6]} {whole[6:14]} {whole[14:]}", f"{whole[:6]}-{whole[6:14]}-{whole[14:]}"):
        found = found_in(text.format(written))[0]
        assert (found.kind, found.at, found.begins) == ("identity number", text.index("{") + 1, whole[:3])


OF_OTHER_THINGS = (
    "晋政发〔2023〕12号",
    "晋政办发〔2023〕1385号",
    "国发〔2023〕13号、14号、15号",
    "YS-2023-00001",
    "TJ-2023-00012、TJ-2023-00013",
    "SG-2023-000123",
    "HT2023042112",
    "20230421001",
    "14010020230421",
    "2023-04-21 08:30",
    "2023年4月21日8:30-18:00",
    "2023-05-04至2023-09-30",
    "2023/04/21-2023/10/31",
    "20230421-20231031",
    "1,500,000.00",
    "13,812,345,678",
    "13812345678元",
    "13812345678.50 元",
    "¥13812345678",
    "469298000000",
    "2511.89亿、4692.98亿",
    "112.93517 40.09031",
    "POINT (113.29517 40.09031)",
    "91140200MA0K12345X",
    "6222021400112233445",
    "6222 0214 0011 2233 445",
    "12345",
    "12345 热线",
    "400-123-4567",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)


@pytest.mark.parametrize("number", OF_OTHER_THINGS)
@pytest.mark.parametrize("text", ["{}", "依据{}办理", "see {}."])
def test_numbers_of_other_things_pass(number: str, text: str) -> None:
    assert found_in(text.format(number)) == []


def test_eighteen_signs_that_do_not_check_are_no_identity_number() -> None:
    wrong = identity(7)[:-1] + ("0" if identity(7)[-1] != "0" else "1")
    assert found_in(wrong) == []


WORDS = st.text("的了在是我有和就不人一上也很到说要去你看好个天来 ，。、；abcXYZ", max_size=20)
DAYS = st.dates().map(lambda day: f"{day.year}年{day.month}月{day.day}日")
SUMS = st.integers(0, 10**12).map(lambda amount: f"{amount:,} 元")
CASES = st.builds(
    "{}-{}-{:05}".format, st.sampled_from(("YS", "TJ", "YX")), st.integers(2020, 2030), st.integers(1, 99999)
)
PAPERS = st.builds("晋政发〔{}〕{}号".format, st.integers(2000, 2030), st.integers(1, 999))
OTHERS = st.one_of(WORDS, DAYS, SUMS, CASES, PAPERS)


@given(st.lists(OTHERS, max_size=6).map("，".join))
def test_a_text_of_days_sums_records_and_papers_passes(text: str) -> None:
    assert found_in(text) == []


@given(OTHERS, st.sampled_from((*PHONES, identity(7))), OTHERS)
def test_a_number_is_found_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    assert len(found_in(f"{before}，{number}，{after}")) == 1
