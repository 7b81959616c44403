"""Without a mouse: a claim is filed, taken on and settled with keys alone."""

from typing import Any

import pytest

from tests.browser.conftest import City
from tests.cities import TOURISM, TRAIN
from tests.evidence import PDF

MOST_TABS = 80
VERIFIED = ("kind", "same day and train", "passengers", "nights", "paid sights", "ticket rate", "completed on")
HERE = "selector => document.activeElement?.matches(selector) ?? false"


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is there, as somebody does who sees where it is."""
    for _ in range(MOST_TABS):
        if page.evaluate(HERE, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {selector}")


def _go(page: Any, selector: str) -> None:
    """Follow a link or press a button, and wait for the page to which it leads."""
    _tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _answer(page: Any, name: str, value: str) -> None:
    """Answer a question of a form: type, or choose with the arrows among boxes and lists."""
    field = f'[name="field:{name}"]'
    kind = page.locator(f"main {field}").first.evaluate("it => it.type")
    _tab_to(page, field)
    if kind == "radio":
        wanted = {"是": "true", "否": "false"}.get(value, value)
        page.keyboard.press("Space")
        while page.evaluate("document.activeElement.value") != wanted:
            page.keyboard.press("ArrowDown")
    elif kind == "date":
        year, month, day = value.split("-")
        page.keyboard.type(f"{month}{day}{year}")
        assert page.locator(f"main {field}").input_value() == value
    else:
        page.keyboard.type(value)


def _sign_in(page: Any, city: City, name: str) -> None:
    page.goto(f"{city.address}/account/login/")
    _tab_to(page, "input[name=login]")
    page.keyboard.type(name)
    _tab_to(page, "input[name=password]")
    page.keyboard.type(city.passwords[name])
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def page(chromium: Any) -> Any:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    yield context.new_page()
    context.close()


def test_a_claim_is_filed_taken_on_and_settled_with_keys_alone(page: Any, city: City) -> None:
    page.goto(f"{city.address}/en/services/{TOURISM}/special-train-claim/")
    while page.locator("main button[value=next]").count():
        for name, value in TRAIN.items():
            if page.locator(f'main [name="field:{name}"]:not([type=hidden])').count():
                _answer(page, name, value)
        _go(page, "main button[value=next]")
    _go(page, "main button[value=file]")
    page.wait_for_selector("main .code")
    number, code = page.locator("main .code").all_inner_texts()
    for field in ("passenger list", "train tickets", "sight tickets"):
        scan = {"name": "made-up.pdf", "mimeType": "application/pdf", "buffer": PDF}
        address = f"{city.address}/api/matters/{TOURISM}/registers/special-train-claim/records/{number}/files"
        assert page.request.post(address, multipart={"field": field, "code": code, "file": scan}).status == 201

    _sign_in(page, city, "made-up-clerk")
    page.goto(f"{city.address}/en/desk/registers/{TOURISM}/special-train-claim/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == number
    with page.expect_navigation():
        page.keyboard.press("o")
    page.keyboard.press("a")
    _tab_to(page, "details:has(input[value=verify]) summary")
    page.keyboard.press("Enter")
    for name in VERIFIED:
        _answer(page, f"{name} verified", TRAIN[name])
    _go(page, "details:has(input[value=verify]) button[type=submit]")
    page.keyboard.press("a")
    _tab_to(page, "details:has(input[value=accept]) summary")
    page.keyboard.press("Enter")
    _go(page, "details:has(input[value=accept]) button[type=submit]")
    assert "Accepted" in page.locator("h1").inner_text()

    with page.expect_navigation():
        page.keyboard.press("w")
    page.keyboard.press("j")
    while "Special-train" not in page.evaluate("document.activeElement.textContent"):
        page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("o")
    page.keyboard.press("a")
    if not page.locator("details:has(#settle-on)").evaluate("it => it.open"):
        _tab_to(page, "details:has(#settle-on) summary")
        page.keyboard.press("Enter")
    _go(page, "details:has(#settle-on) button")
    assert number in page.locator("main").inner_text()


def test_a_key_shows_all_keys_and_another_hides_them(page: Any, city: City) -> None:
    _sign_in(page, city, "made-up-clerk")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
