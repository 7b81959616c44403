"""A made-up city that is served in earnest, and Debian's Chromium to look at it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.served import run, serving


@dataclass(frozen=True)
class City:
    """Where a city is served, and by which password each account signs in."""

    address: str
    passwords: dict[str, str]
    home: Path


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    home = tmp_path_factory.mktemp("city") / "home"
    filled = run("demo", "--records", "60", "--on", "2023-09-20", "--home", str(home))
    assert filled.returncode == 0, filled.stderr
    passwords = dict(line.split() for line in (home / "accounts.txt").read_text().splitlines())
    with serving(home) as port:
        yield City(f"http://127.0.0.1:{port}", passwords, home)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser without a window; skips where Playwright or Chromium is absent."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is absent")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is absent")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which looks for barriers."""
    return (Path(__file__).parent / "axe/axe.min.js").read_text()


@pytest.fixture(scope="session")
def sessions(city: City, chromium: Any) -> Callable[[str], Any]:
    """The cookie of an account that has signed in: once, since an office may not sign in again and again."""

    @cache
    def cookies(name: str) -> Any:
        context = chromium.new_context()
        sign_in(context.new_page(), city, name)
        kept = [each for each in context.cookies() if each["name"] == "sessionid"]
        context.close()
        return kept

    return cookies


def sign_in(page: Any, city: City, name: str) -> None:
    page.goto(f"{city.address}/account/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", city.passwords[name])
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/**")
