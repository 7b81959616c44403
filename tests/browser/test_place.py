"""A place is chosen on a map, which is drawn, when somebody asks for it, under the rules of what may be loaded."""

from typing import Any

import pytest

from tests.browser.conftest import City
from tests.cities import INSPECTION

FORM = f"/services/{INSPECTION}/inspection-report/"
EAST, NORTH = (f"[name='{axis}:where it happened']" for axis in ("east", "north"))
WITHIN = {EAST: (112, 115), NORTH: (39, 41)}


def _degrees(page: Any) -> dict[str, float]:
    return {axis: float(page.locator(axis).input_value()) for axis in WITHIN}


@pytest.mark.parametrize(("language", "width"), [("", 390), ("/en", 1440)])
def test_a_place_is_chosen_on_the_map_and_goes_with_the_form(
    language: str, width: int, city: City, chromium: Any
) -> None:
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(city.address + language + FORM)
    assert [each for each in asked if "maplibre" in each] == [], "no page has the map before somebody opens it"
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("[name='field:kind'][value=suggestion]").check()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("[name='field:subject']").select_option("projects")
    page.locator("[name='field:unit complained of']").wait_for(state="detached")
    page.locator("[name='field:description']").fill("made up")
    page.locator(".place [data-open]").click()
    page.locator(".map[data-drawn]").wait_for()
    page.locator("[data-middle]").click()
    middle = _degrees(page)
    box = page.locator(".map").bounding_box()
    page.locator(".map").click(position={"x": box["width"] / 2 - 40, "y": box["height"] / 2})
    touched = _degrees(page)
    assert all(low < middle[axis] < high for axis, (low, high) in WITHIN.items())
    assert touched[EAST] < middle[EAST]
    assert page.locator(".maplibregl-marker").count() == 1
    with page.expect_navigation():
        page.locator("main button[value=next]").click()
    carried = page.locator("[name='field:where it happened']").input_value()
    assert carried == f"POINT ({touched[EAST]:.5f} {touched[NORTH]:.5f})"
    assert said == []
    assert all(each.startswith(city.address) for each in asked if not each.startswith(("data:", "blob:")))


def test_without_a_script_a_place_is_typed_and_nothing_offers_a_map(city: City, chromium: Any) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(city.address + FORM)
    page.locator(EAST).fill("113.3")
    assert not page.locator(".place [data-open]").is_visible()


@pytest.mark.parametrize("language", ["", "/en"])
def test_an_open_map_has_no_barriers_and_fits_a_phone(language: str, city: City, chromium: Any, axe: str) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True).new_page()
    page.goto(city.address + language + FORM)
    page.locator(".place [data-open]").click()
    page.locator(".map[data-drawn]").wait_for()
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
