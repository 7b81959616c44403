"""Every page of the table of URLs, as it is seen: without barriers, without overflow, in one language."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import City
from tests.cities import TOURISM
from tests.web.test_permissions import DESK, OPERATIONS

FOR_MACHINES = re.compile(r"/(api|open311|static|health|metrics|ready)\b|/data/.|/(figures|chains|screens)/.*/file/")
PUBLIC = sorted(path for method, path in OPERATIONS if method == "get" and not FOR_MACHINES.match(path))
WITHOUT_A_PAGE = re.compile(
    r"/desk/(acts|attaching|counts|looks|files|award-acts|payments|tables|searches|several|views|forgetting)/|/desk/import/.*\.csv/|/desk/operations/."
)
"""What is sent to, or gives a file."""
NOT_THERE_YET = frozenset(("/results/{matter}/{name}/", "/why/{matter}/{name}/{number}/"))
"""What is there once an award is published; until then the page that says so is looked at."""
STAFF_PAGES = sorted(path for path in DESK if not WITHOUT_A_PAGE.match(path))
NAMES = {"matter": TOURISM, "name": "special-train-claim", "number": "TJ-2023-00001"}
LATIN = {
    "English",
    "Bridgehead",
    "CSV",
    "GeoJSON",
    "Parquet",
    "API",
    "OpenAPI",
    "Open311",
    "UTC",
    "PDF",
    "Excel",
    "JPG",
    "PNG",
    "DOCX",
    "XLSX",
    "MiB",
    "MB",
    "YAML",
    "SDMX",
}
"""Names, also of kinds of files, that a Chinese page says as they are."""
SAID = """language => {
  const parts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), said = [];
  while (parts.nextNode()) {
    const within = parts.currentNode.parentElement;
    if (!within.closest("script, style, code, [translate=no]") && within.closest("[lang]").lang.startsWith(language))
      said.push(parts.currentNode.data);
  }
  return said.join(" ");
}"""


def whose(path: str) -> str:
    """Somebody of the staff who may see a page."""
    return "made-up-supervisor" if "supervisor" in DESK[path] else "made-up-administrator"


def named(path: str) -> str:
    """A path of the table with the names of what the city has."""
    award = re.search("/(awards|qualify|results|why)/", path)
    account = {"name": "made-up-clerk"} if "/accounts/" in path else {}
    return path.format(**NAMES | ({"name": "special-train"} if award else {}) | account)


SQUEEZED = """[...document.querySelectorAll("th, td")].filter(each => {
  const box = each.getBoundingClientRect();
  return box.height > 4 * box.width;
}).map(each => each.textContent)"""
"""Cells of tables in which a word stands letter below letter."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", [*PUBLIC, *STAFF_PAGES])
def test_a_page_has_no_barriers_fits_a_phone_and_keeps_to_one_language(
    path: str, language: str, city: City, chromium: Any, axe: str, sessions: Callable[[str], Any]
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    if path in DESK:
        context.add_cookies(sessions(whose(path)))
    page = context.new_page()
    answer = page.goto(city.address + ("/en" if language == "en" else "") + named(path))
    assert answer.status == (404 if path in NOT_THERE_YET else 200)
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    barriers = [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")]
    assert barriers == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SQUEEZED) == []
    said = page.evaluate(SAID, language)
    strange = r"[\u4e00-\u9fff]+" if language == "en" else r"(?<![\w.@/-])[A-Za-z]{3,}(?![\w.@/-])"
    assert [word for word in re.findall(strange, said) if word not in LATIN] == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert page.evaluate(SQUEEZED) == []
    context.close()


ACCOUNT = {
    "/account/login/": 200,
    "/account/oidc/error/": 401,
    "/account/oidc/cancelled/": 200,
    "/account/2fa/": 200,
    "/account/password/change/": 200,
    "/account/reauthenticate/": 200,
    "/account/logout/": 200,
}
OF_NOBODY = ("/account/login/", "/account/oidc/error/", "/account/oidc/cancelled/")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ACCOUNT)
def test_a_page_of_an_account_has_no_barriers_and_keeps_to_one_language(
    path: str, language: str, city: City, chromium: Any, axe: str, sessions: Callable[[str], Any]
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    if path not in OF_NOBODY:
        context.add_cookies(sessions("made-up-supervisor"))
    page = context.new_page()
    assert page.goto(city.address + ("/en" if language == "en" else "") + path).status == ACCOUNT[path]
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    strange = r"[\u4e00-\u9fff]+" if language == "en" else r"(?<![\w.@/-])[A-Za-z]{3,}(?![\w.@/-])"
    assert [word for word in re.findall(strange, page.evaluate(SAID, language)) if word not in LATIN] == []
    context.close()


def test_what_looks_for_barriers_is_as_its_makers_gave_it() -> None:
    folder = Path(__file__).parent / "axe"
    (about,) = json.loads((folder / "vendored.json").read_text())
    assert hashlib.sha256((folder / about["file"]).read_bytes()).hexdigest() == about["sha256"]
