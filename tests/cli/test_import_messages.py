"""2,816 messages of citizens with their answers are taken over as cases of the hotline, and counted there as its own.

They are data of a contest, with no licence that is stated, and no part of the project.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from bridgehead.ledger import models
from bridgehead.primitives.moment import now
from bridgehead.queries.counted import counted
from bridgehead.work.copying import copy_registers
from tests.cities import RUNNING, publish
from tests.cli.calling import bridgehead

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MAPPED = {
    "留言编号": "number",
    "留言用户": "caller",
    "留言时间": "received on",
    "留言详情": "description",
    "答复意见": "answer",
    "答复时间": "closed on",
}
OF_ALL = {"stage": "已办结", "kind": "求助", "subject": "其他"}
"""The file tells neither kind nor subject, which the register asks for."""


def _options(option: str, pairs: Mapping[str, str]) -> list[str]:
    return [part for name, value in pairs.items() for part in (option, f"{name}={value}")]


def test_all_messages_become_closed_cases_whose_times_are_counted(shared: Path, tmp_path: Path, settings: Any) -> None:
    publish(RUNNING)
    file, rejects = shared / "data/messages/full_dataset_sheet_4.xlsx", tmp_path / "rejects.csv"
    told = [*_options("--map", MAPPED), *_options("--all", OF_ALL), "--rejects", str(rejects)]
    command = ["import", RUNNING, "hotline-report", str(file), "--home", str(settings.HOME), *told]
    looked = bridgehead(*command)
    assert looked.exit_code == 0, looked.output
    assert looked.stdout.splitlines()[:2] == ["可导入 2,816", "  已办结 2,816"]
    assert "TB012 unknown column «留言主题»" in looked.stderr, "what is left out is said"
    assert not models.Record.objects.filter(register="hotline-report").exists()
    assert bridgehead(*command, "--write").exit_code == 0
    assert not rejects.exists()
    records = models.Record.objects.filter(register="hotline-report", stage="closed")
    assert records.count() == 2_816
    assert records.get(number="2549").submitted_at.isoformat() == "2019-04-25T01:32:09+00:00"

    settings.HOME = tmp_path
    copy_registers(tmp_path, now())
    found = counted(RUNNING, "hotline-rates")
    assert found is not None
    half, most = (each for each in found[0].times[None][None] if each.name == "closing")
    assert (half.cases, half.percent, most.percent) == (2_816, 50, 90)
    days = [round(timedelta(seconds=each.seconds or 0) / timedelta(days=1), 1) for each in (half, most)]
    assert days == [11.2, 41.0]
    page = strip_tags(Client().get(f"/en/figures/{RUNNING}/hotline-rates/").content.decode())
    assert "50% of 2,816 within 11.2 days" in page
    assert "90% of 2,816 within 41 days" in page


def test_without_kind_and_subject_nothing_is_taken_over(shared: Path, settings: Any) -> None:
    publish(RUNNING)
    file = shared / "data/messages/full_dataset_sheet_4.xlsx"
    told = _options("--map", MAPPED)
    done = bridgehead("import", RUNNING, "hotline-report", str(file), "--home", str(settings.HOME), *told, "--write")
    assert done.exit_code == 2
    assert ["TB011 no column «kind»" in done.stderr, "TB011 no column «subject»" in done.stderr] == [True, True]
    assert not models.Record.objects.filter(register="hotline-report").exists()
