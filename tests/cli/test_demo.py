"""`bridgehead demo`, as a process of its own: made-up records, and a folder in which nothing says what to make up."""

import json
import re
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.forms import RULEBOOKS
from tests.served import run, serving


def _all_sealed(home: Path) -> None:
    verified = run("verify", str(home))
    assert verified.returncode == 0, verified.stdout
    told = re.search(r"^(\d+) events of \d+ records, (\d+) of them under \d+ seals$", verified.stdout, re.MULTILINE)
    assert told is not None
    assert told[1] == told[2]


def test_without_a_sheet_there_is_nothing_to_make_up(tmp_path: Path) -> None:
    rulebooks = RULEBOOKS / "datong" / "flyover-ramp-a"
    done = run("demo", "--lang", "en", "--home", str(tmp_path / "home"), BRIDGEHEAD_RULEBOOKS=str(rulebooks))
    assert done.returncode == 2
    assert f"CL015 nothing to make up in {rulebooks}" in done.stderr


def _page(port: int, path: str, **headers: str) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


def _signed_in(port: int, name: str, password: str) -> urllib.request.OpenerDirector:
    """A browser without a script in which somebody has signed in."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = f"http://127.0.0.1:{port}/account/login/"
    with browser.open(page, timeout=30) as form:
        (key,) = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.read().decode()))
    typed = {"csrfmiddlewaretoken": key, "login": name, "password": password}
    with browser.open(page, urlencode(typed).encode(), timeout=30) as answer:
        assert answer.url.endswith("/desk/"), answer.read().decode()
    return browser


def _told_what_is_made_up(lines: list[str]) -> None:
    counted = [line.rpartition(" ") for line in lines if not line.startswith("Screened: ")]
    assert sum(int(count) for name, _, count in counted if count.isdigit() and not name.startswith("made-up-")) == 60
    assert sum(line.startswith("Made up: ") for line in lines) == len({*RULEBOOKS.rglob("samples/made-up.yaml")})
    assert any(line.startswith("60 records, ") for line in lines)


def _verified(home: Path) -> None:
    """A demonstration begins with a ledger that was verified in a process of its own, and what came out is kept."""
    with closing(sqlite3.connect(home / "bridgehead.sqlite3")) as kept:
        (found,) = kept.execute("SELECT events, seals, mistakes FROM ledger_verification")
        (events,) = kept.execute("SELECT COUNT(*) FROM ledger_leaf").fetchone()
    assert found == (events, 1, 0)


def test_the_clock_of_a_demonstration_goes_forward_while_the_service_runs(tmp_path: Path) -> None:
    home = ("--home", str(tmp_path / "home"))
    filled = run("demo", "--records", "60", "--on", "2023-09-20", "--lang", "en", *home)
    assert filled.returncode == 0, filled.stderr
    assert filled.stdout.count("Settled, as a preview: ") == 3
    assert "Settled, confirmed, published and paid: Subsidy for spring fairs" in filled.stdout
    _told_what_is_made_up(filled.stdout.splitlines())
    accounts = tmp_path / "home" / "accounts.txt"
    assert accounts.read_text() in filled.stdout
    assert accounts.stat().st_mode & 0o777 == 0o600
    _verified(tmp_path / "home")
    name, password = accounts.read_text().splitlines()[0].split()
    token = run("token", "made-up-clerk", "--scope", "read", "--days", "1", *home).stdout.strip()
    records = "/api/matters/datong/business-environment-2023/registers/inspection-report/records"
    results = "/en/results/datong/tourism-2023/short-video/"
    with serving(tmp_path / "home") as port:
        assert "演示时钟 2023-09-20 · 数据虚构" in _page(port, "/")
        assert "Clock of the demonstration: 2023-09-20" in _page(port, "/en/")
        assert "CZ-2023-" in _page(port, "/en/results/examples/spring-fairs/fair-subsidy/")
        browser = _signed_in(port, name, password)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            _page(port, results)
        moved = run("demo", "go-to", "2024-01-05", "--lang", "en", *home)
        assert moved.returncode == 0, moved.stderr
        assert "Settled, confirmed and published: Short-video reward" in moved.stdout
        assert re.search(r"^Problems and suggestions on the business environment \d+$", moved.stdout, re.MULTILINE), (
            moved.stdout
        )
        assert "DSP-2023-" in _page(port, results)
        assert "演示时钟 2024-01-05" in _page(port, "/")
        with browser.open(f"http://127.0.0.1:{port}/desk/", timeout=30) as desk:
            assert desk.url.endswith("/desk/"), "whoever is signed in stays so"
        listed = json.loads(_page(port, records, Authorization=f"Bearer {token}"))
        assert listed["records"], "a token is good by the machine's clock"
        assert any(each["submitted_at"] > "2023-09-21" for each in listed["records"]), "the office goes on"
    back = run("demo", "go-to", "2023-12-31", "--lang", "en", *home)
    assert (back.returncode, back.stderr[:5]) == (2, "AC081")
    _all_sealed(tmp_path / "home")
    _told_beside_anything_else(tmp_path / "home")


def _told_beside_anything_else(home: Path) -> None:
    """A payment file that was changed is told whatever else was."""
    (paid,) = home.glob("payments/**/fair-subsidy-1.csv")
    paid.write_bytes(paid.read_bytes() + b"x")
    with closing(sqlite3.connect(home / "bridgehead.sqlite3")) as kept, kept:
        kept.execute("UPDATE ledger_record SET due_at = '2020-02-02 02:02:02' WHERE id = 9")
    done = run("verify", str(home))
    codes = [line[:5] for line in done.stdout.splitlines() if line.startswith("LG1")]
    assert (done.returncode, codes) == (1, ["LG102", "LG115"]), done.stdout + done.stderr
    assert "LG115 the payment file of run 1 of fair-subsidy, named by event " in done.stdout
    assert "settlements are not decided again before all events fit; their files were held" in done.stdout
    assert done.stdout.splitlines()[-1] == "2 do not fit"


def test_only_a_service_that_is_made_up_has_a_clock(tmp_path: Path) -> None:
    home = ("--home", str(tmp_path / "home"))
    with serving(tmp_path / "home"):
        added = run("unit", "add", "made-up-bureau", "--zh", "虚构局", "--en", "Made-up bureau", *home)
    assert added.returncode == 0, added.stderr
    refused = run("demo", "go-to", "2024-01-05", *home)
    assert (refused.returncode, refused.stderr[:5]) == (2, "AC080")
    assert not (tmp_path / "home" / "clock").exists()
    late = run("demo", "--on", "2023-09-20", *home)
    assert (late.returncode, late.stderr[:5]) == (2, "AC081")
