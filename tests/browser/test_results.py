"""What everybody sees once an award is published: who has a place, and why, also of the rules of then."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import City
from tests.browser.test_pages import LATIN, SAID, SQUEEZED
from tests.cities import TOURISM
from tests.served import run, serving

AWARD = f"{TOURISM}/short-video"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city on a day after the claims of its awards were closed."""
    home = tmp_path_factory.mktemp("later") / "home"
    for command in (("--records", "60", "--on", "2023-09-20"), ("go-to", "2024-01-05")):
        done = run("demo", *command, "--home", str(home))
        assert done.returncode == 0, done.stderr
    with serving(home) as port:
        yield City(f"http://127.0.0.1:{port}", {}, home)


@pytest.mark.parametrize(("language", "width"), [("", 390), ("", 1440), ("/en", 390), ("/en", 1440)])
def test_from_the_services_somebody_comes_to_a_place_and_to_why_it_was_given(
    language: str, width: int, later: City, chromium: Any, axe: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{later.address}{language}/services/")
    page.locator(f"a[href='{language}/results/{AWARD}/']").click()
    number = page.locator("main tbody a").first.inner_text()
    _holds(page, axe, language)
    page.locator("main tbody a").first.click()
    assert page.url.endswith(f"/why/{AWARD}/{number}/")
    assert page.locator(".answer .light.green").is_visible()
    reasons = page.locator(".reasons tbody tr")
    assert reasons.count() > 0
    assert reasons.locator(".light.green").count() == reasons.count()
    assert page.locator("blockquote").inner_text().strip()
    _holds(page, axe, language)
    page.locator("main a.button").click()
    assert page.url.endswith("#object")
    assert page.locator("#reason").is_visible()
    context.close()


def test_an_objection_comes_in_without_a_script(later: City, chromium: Any) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{later.address}/en/results/{AWARD}/")
    page.locator("#reason").fill("made up: the figure of plays is another one")
    page.locator("form.panel:has(#reason) button").click()
    assert page.locator("main [role=status]").is_visible()


def _holds(page: Any, axe: str, language: str) -> None:
    """As of every page: no barriers, no overflow, one language."""
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.evaluate(SQUEEZED) == []
    said = page.evaluate(SAID, "en" if language else "zh")
    strange = r"[\u4e00-\u9fff]+" if language else r"(?<![\w.@/-])[A-Za-z]{3,}(?![\w.@/-])"
    assert [word for word in re.findall(strange, said) if word not in LATIN] == []
