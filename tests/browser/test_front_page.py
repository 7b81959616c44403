"""The front page as it is printed, and as its figures are followed."""

import re
from typing import Any

import pytest

from tests.browser.conftest import City

A4 = (595, 842)
"""Points."""


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["/", "/front-page/2023-09-20/"])
def test_it_prints_as_one_sheet(language: str, path: str, city: City, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(f"{city.address}{language}{path}")
    assert page.locator(".newspaper article").count() == 7
    sheet = page.pdf(prefer_css_page_size=True, print_background=False)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    (wide, high) = (float(each) for each in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", sheet)[0])
    assert (round(wide), round(high)) == A4
    page.close()


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_figure_of_it_leads_somewhere(language: str, city: City, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(f"{city.address}{language}/")
    for article in range(7):
        figures = page.locator(".newspaper article").nth(article).locator("h2 a, p:not(.kicker) a")
        assert figures.count() >= 2
        for at in range(figures.count()):
            figures.nth(at).click()
            page.wait_for_load_state()
            assert page.locator("main h1").first.inner_text().strip()
            assert page.title().split(" · ")[0] not in ("没有这一页", "There is no such page")
            page.go_back()
    page.close()
