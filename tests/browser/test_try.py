"""Any notice, tried in a browser: also without scripts, on a phone, in either language."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import City
from tests.browser.test_pages import LATIN, SAID, SQUEEZED


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_example_is_one_click_away_and_its_page_has_no_barriers(
    language: str, city: City, chromium: Any, axe: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.goto(city.address + ("/en" if language == "en" else "") + "/try/")
    page.get_by_role("link", name="See it with an example" if language == "en" else "用示例看看").click()
    page.locator("#sums").wait_for()
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SQUEEZED) == []
    strange = r"[\u4e00-\u9fff]+" if language == "en" else r"(?<![\w.@/-])[A-Za-z]{3,}(?![\w.@/-])"
    assert [word for word in re.findall(strange, page.evaluate(SAID, language)) if word not in LATIN] == []
    context.close()


def test_a_notice_is_pasted_read_and_taken_home_without_scripts(city: City, chromium: Any, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{city.address}/en/try/")
    page.get_by_label("The notice").fill("一、奖励\n资金共45万元：前3趟每趟奖励10万元，前3趟每趟奖励5万元。")
    page.get_by_role("button", name="Read the notice").click()
    assert page.locator("mark.figure").all_inner_texts() == ["45万元", "前3趟", "10万元", "前3趟", "5万元"]
    assert page.get_by_role("cell", name="agrees").is_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the sketch").click()
    taken.value.save_as(tmp_path / "sketch.zip")
    with zipfile.ZipFile(tmp_path / "sketch.zip") as packed:
        assert sorted(packed.namelist()) == ["sketch/about.yaml", "sketch/notice.md"]
    context.close()
