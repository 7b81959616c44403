"""Pictures of the front page and the three faces for the README, in both languages: `python -m docs.pictures`.

A made-up city is served in a folder that is thrown away, and looked at with Debian's Chromium as a visitor, a clerk and
a leader do.
"""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.served import run, serving

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs/pictures"
FACES: Mapping[str, str] = {"portal": "/services/", "desk": "/desk/", "board": "/board/", "front-page": "/"}
"""In the order of the README."""
LANGUAGES: Mapping[str, str] = {"zh": "", "en": "/en"}
WIDTH, HEIGHT = 1120, 630
RECORDS, DAY = "600", "2023-09-20"


def main() -> None:
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        filled = run("demo", "--records", RECORDS, "--on", DAY, "--home", str(home))
        if filled.returncode:
            raise SystemExit(filled.stderr)
        passwords = dict(line.split() for line in (home / "accounts.txt").read_text().splitlines())
        with serving(home) as port, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
            taken(page, f"http://127.0.0.1:{port}", passwords["made-up-clerk"])
            browser.close()


def taken(page: Any, address: str, password: str) -> None:
    """Take the picture of each face in each language."""
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", "made-up-clerk")
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/**")
    for language, before in LANGUAGES.items():
        for face, path in FACES.items():
            page.goto(f"{address}{before}{path}", wait_until="networkidle")
            page.screenshot(path=PICTURES / f"{face}.{language}.png")


if __name__ == "__main__":
    main()
