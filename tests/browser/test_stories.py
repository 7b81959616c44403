"""What somebody does at the faces, in a browser, from beginning to end."""

import itertools
from typing import Any

import pytest

from tests.browser.conftest import City, sign_in
from tests.cities import TOURISM, TRAIN

KINDS = list(itertools.product(("", "/en"), (390, 1440), (True, False)))
"""Language, width, and whether scripts run."""


def _filed(page: Any, city: City, language: str = "") -> tuple[str, str]:
    """Fill in the form of a claim and send it; its number and code."""
    page.goto(f"{city.address}{language}/services/{TOURISM}/special-train-claim/")
    on = page.locator("main button[value=next]")
    while True:
        for name, value in TRAIN.items():
            if page.locator(f'main [name="field:{name}"]:not([type=hidden])').count():
                _answer(page, name, value)
        if not on.count():
            break
        with page.expect_navigation():
            on.click()
    page.locator("main button[value=file]").click()
    number, code = page.locator("main .code").all_inner_texts()
    return number, code


def _answer(page: Any, name: str, value: str) -> None:
    field = page.locator(f'main [name="field:{name}"]')
    kind = field.first.evaluate("it => it.type")
    if kind == "radio":
        said = {"是": "true", "否": "false"}.get(value, value)
        page.locator(f'main [name="field:{name}"][value="{said}"]').check()
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


@pytest.mark.parametrize(("language", "width", "script"), KINDS)
def test_a_claim_is_filed_and_tracked(language: str, width: int, script: bool, city: City, chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page = context.new_page()
    number, code = _filed(page, city, language)
    page.goto(f"{city.address}{language}/track/")
    page.fill("input[name=number]", number)
    page.fill("input[name=code]", code)
    page.locator("main form button").last.click()
    assert number in page.locator("main").inner_text()
    context.close()


def test_staff_signs_in_and_sees_the_desk(city: City, chromium: Any) -> None:
    page = chromium.new_context().new_page()
    sign_in(page, city, "made-up-clerk")
    assert page.locator("main h1").count() == 1


def test_of_two_who_act_on_one_record_the_second_is_told_and_keeps_what_was_typed(city: City, chromium: Any) -> None:
    number, _ = _filed(chromium.new_context().new_page(), city)
    pages = [chromium.new_context().new_page() for _ in range(2)]
    for page in pages:
        sign_in(page, city, "made-up-clerk")
        page.goto(f"{city.address}/desk/records/{TOURISM}/special-train-claim/{number}/")
        page.locator("details:has(input[value=note]) summary").click()
        page.locator("#reason-note").fill("a made-up note")
    for page in pages:
        page.locator("details:has(input[value=note]) button[type=submit]").click()
    assert "a made-up note" in pages[0].locator(".timeline").inner_text()
    assert "AC002" in pages[1].locator(".problem").inner_text()
    assert pages[1].locator("#reason-note").input_value() == "a made-up note"
