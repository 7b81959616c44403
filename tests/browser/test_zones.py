"""Zones and projects are drawn on a map, when somebody opens it, under the rules of what may be loaded."""

from typing import Any

import pytest

from tests.browser.conftest import City
from tests.web.test_permissions import SCREENING


@pytest.mark.parametrize(("language", "width"), [("", 390), ("/en", 1440)])
def test_projects_and_zones_are_on_the_map_and_say_their_names(
    language: str, width: int, city: City, chromium: Any
) -> None:
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(city.address + language + SCREENING)
    assert [each for each in asked if "maplibre" in each] == [], "no page has the map before somebody opens it"
    page.locator(".zones [data-open]").click()
    page.locator(".map[data-drawn]").wait_for()
    page.wait_for_timeout(500)
    box = page.locator(".map").bounding_box()
    for east in range(10):  # across the middle of the map
        page.locator(".map").click(position={"x": box["width"] * (east + 0.5) / 10, "y": box["height"] / 2})
        if "虚构" in page.locator("[data-told]").inner_text():
            break
    assert "虚构" in page.locator("[data-told]").inner_text()
    assert said == []
    assert all(each.startswith(city.address) for each in asked if not each.startswith(("data:", "blob:")))


def test_without_a_script_the_tables_say_all_and_nothing_offers_a_map(city: City, chromium: Any) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(city.address + SCREENING)
    assert not page.locator(".zones [data-open]").is_visible()
    assert page.get_by_text("与生态保护红线重叠 2,165.9665 公顷").first.is_visible()


@pytest.mark.parametrize("language", ["", "/en"])
def test_an_open_map_has_no_barriers_and_fits_a_phone(language: str, city: City, chromium: Any, axe: str) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True).new_page()
    page.goto(city.address + language + SCREENING)
    page.locator(".zones [data-open]").click()
    page.locator(".map[data-drawn]").wait_for()
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
