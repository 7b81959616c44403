"""How pages come: small, with their text before any script, and without anything that moves under the reader."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import City
from tests.browser.test_pages import PUBLIC, STAFF_PAGES, named, whose
from tests.web.test_permissions import DESK, FIGURES

WITH_CHARTS = frozenset(("/board/", FIGURES))
MOST, MOST_WITH_CHARTS = 60_000, 300_000
"""Bytes of a first page as they are sent, with all that belongs to it."""
SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
}).observe({ type: "layout-shift", buffered: true });
"""
MOST_SHIFTED = 0.02

PAGES = pytest.mark.parametrize("path", [*PUBLIC, *STAFF_PAGES])


@PAGES
def test_a_first_page_is_small_and_nothing_moves(
    path: str, city: City, chromium: Any, sessions: Callable[[str], Any]
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    if path in DESK:
        context.add_cookies(sessions(whose(path)))
    page = context.new_page()
    sent: list[int] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    network.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    page.add_init_script(SHIFTS)
    page.goto(city.address + named(path), wait_until="networkidle")
    assert 0 < sum(sent) <= (MOST_WITH_CHARTS if path in WITH_CHARTS else MOST)
    assert page.evaluate("window.shifted") <= MOST_SHIFTED
    context.close()


@PAGES
def test_the_text_is_there_before_any_script(
    path: str, city: City, chromium: Any, sessions: Callable[[str], Any]
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    if path in DESK:
        context.add_cookies(sessions(whose(path)))
    page = context.new_page()
    page.route("**/*.js", lambda _: None)  # it never comes
    page.add_init_script(SHIFTS)
    page.goto(city.address + named(path), wait_until="commit")
    page.locator("main h1").first.wait_for()
    assert page.locator("main").inner_text().strip()
    assert page.evaluate("window.shifted") <= MOST_SHIFTED
    context.close()
