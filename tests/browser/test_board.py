"""The board in a browser: charts that are drawn under the service's own rules of what may run, and a large screen."""

from typing import Any

import pytest

from tests.browser.conftest import City

CHARTS = "document.querySelectorAll('.chart canvas').length"


@pytest.mark.parametrize("address", ["/board/", "/en/board/?large&by=weeks"])
def test_charts_are_drawn_and_nothing_is_refused(address: str, city: City, chromium: Any) -> None:
    page = chromium.new_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(city.address + address)
    page.locator(".chart canvas").last.wait_for(state="attached")
    assert page.evaluate(CHARTS) == page.locator("[data-figures]").count()
    assert said == []


def test_without_a_script_the_table_has_the_figures_and_no_room_is_kept_for_a_chart(city: City, chromium: Any) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{city.address}/en/board/")
    assert not page.locator(".chart").first.is_visible()
    page.locator("details summary").first.click()
    assert page.locator("details tbody tr").first.is_visible()


def test_a_large_screen_is_dark_and_goes_on_without_moving(city: City, chromium: Any) -> None:
    page = chromium.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.clock.install()
    page.goto(f"{city.address}/board/?large")
    page.locator(".chart canvas").last.wait_for(state="attached")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor").removeprefix("rgb(").split(",")[0]
    assert int(light) < 64
    page.evaluate("scrollTo(0, 300)")
    tops = "[...document.querySelectorAll('.tile')].map(each => each.getBoundingClientRect().top)"
    before, charts = page.evaluate(tops), page.evaluate(CHARTS)
    with page.expect_response(lambda answer: "large" in answer.url):
        page.clock.run_for(61_000)
    page.locator(".chart canvas").nth(charts - 1).wait_for(state="attached")
    assert page.evaluate(tops) == before
