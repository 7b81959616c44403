"""The rules beside the clauses of a notice, in words."""

import pytest
from django.test import Client

from bridgehead.published import by_hash
from bridgehead.queries.beside import beside
from tests.cities import INSPECTION, TOURISM, publish

pytestmark = pytest.mark.django_db


def test_each_clause_that_a_rule_cites_has_what_the_rule_says() -> None:
    found = beside(publish())
    (train,) = found["2.1"]
    said = {line.about.zh: line.says.zh for line in train.lines}
    assert said["住宿"] == "1 晚以上"
    assert said["人数"] == "400 人以上"
    assert said["旅游专列"] == "前 3 名，各 10 万元"
    assert said["次序"].startswith("按完成日期（早者在前）")
    assert [line.says.en for line in found["2.2"][0].lines if line.about.en == "Passengers"] == ["200 people or more"]
    assert [line.says.zh for line in found["3"][0].lines if line.about.zh == "累计"] == ["超过 1,000 人"]
    assert [line.says.zh for line in found["2"][0].lines if line.about.zh == "资金"] == ["45 万元"]


@pytest.mark.parametrize("matter", [TOURISM, INSPECTION])
def test_all_that_is_said_stands_beside_a_clause_that_is_there(matter: str) -> None:
    by = publish(matter)
    notice = by_hash(by).notice
    assert all(notice.clause(number) for number in beside(by))
    page = Client().get(f"/en/rules/{matter}/").content.decode()
    assert "What the rules make of it" in page
