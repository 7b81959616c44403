"""The console in a browser: a made-up bridge is signed for, started and acknowledged, and nothing stale looks fresh."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import City
from tests.runs import RAMP, until_shown, watching

RUN = f"/desk/operations/{RAMP}/ramp-a-1/"
SECONDS = 60_000  # in milliseconds, of which most are never needed
TURNED = re.compile(r"^(0\.(0[5-9]|[1-9])|[1-9])")
"""A twentieth of a degree and more."""


def button(page: Any, said: str) -> Any:
    return page.locator("#log button", has_text=said)


@pytest.fixture
def watched(city: City) -> Any:
    process = watching(city.home, "--made-up", "--speed", "4")
    until_shown(city.home, 50)
    yield process
    process.kill()
    process.wait(20)


def test_a_bridge_is_signed_for_and_started_and_what_is_stale_never_looks_fresh(
    watched: Any, city: City, chromium: Any, sessions: Callable[[str], Any], axe: str
) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    context.add_cookies(sessions("made-up-supervisor"))
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"{city.address}/en{RUN}")
    page.locator("#state.green", has_text="live").wait_for(timeout=SECONDS)
    for check in ("The turning system is inspected in full", "Weighed and balanced", "Stops and buffers in place"):
        page.locator("h3:text-is('Trial') + ul li", has_text=check).locator("button").click()
        page.locator(".done li", has_text=check).wait_for(timeout=SECONDS)
    page.locator("h3:text-is('Trial') + form button").click()
    page.locator("h2", has_text="Phase: Trial").wait_for(timeout=SECONDS)
    button(page, "Start").click()
    page.locator(".done li", has_text="Start").wait_for(timeout=SECONDS)
    turned = page.locator("[data-channel=angle] output", has_text=TURNED)
    turned.wait_for(timeout=SECONDS)
    assert page.locator("#plan .axis.real").get_attribute("transform") != "rotate(0)"
    assert page.locator(".numbers .stale").count() == 0
    page.evaluate(axe)
    told = page.evaluate("axe.run()")["violations"]
    barriers = [(each["id"], each["nodes"][0]["html"]) for each in told if each["impact"] in ("serious", "critical")]
    assert barriers == []
    page.locator("[data-spectrum=vibration] output", has_text="Hz").wait_for(timeout=SECONDS)
    assert page.locator("[data-spectrum=vibration] polyline").get_attribute("points").count(",") == 100
    assert page.locator(".camera", has_text="no camera").count() == 3
    other = context.new_page()
    other.goto(f"{city.address}/en{RUN}")
    other.locator("li", has_text="Scale and encoder agree").locator("button").click()
    page.locator(".done li", has_text="Scale and encoder agree").wait_for(timeout=SECONDS)  # by itself
    other.close()
    watched.kill()
    page.locator("#state.red", has_text="stale").wait_for(timeout=SECONDS)
    page.locator("[data-channel=angle].stale").wait_for(timeout=SECONDS)
    page.goto(f"{city.address}/en{RUN}?replay")
    page.locator("#at[max='599']").wait_for(timeout=SECONDS)
    page.locator("#at").focus()
    page.keyboard.press("End")
    turned.wait_for(timeout=SECONDS)
    assert wrong == [], json.dumps(wrong)
    context.set_default_timeout(SECONDS)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
