"""What every test may use: the folder of shared test data, profiles of properties; and CI skips nothing.

A rulebook is read once by a process for the same bytes at the same place: most tests read the few of the city.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bridgehead.rulebook import load as loading
from tests import profiles

profiles.register()

ROOT = Path(__file__).parents[1]
MOST_KEPT = 32


def _shared() -> Path | None:
    named = os.environ.get("BRIDGEHEAD_SHARED")
    candidates = [Path(named)] if named else [folder / "shared" for folder in ROOT.parents]
    return next((folder for folder in candidates if (folder / "dmn-tck").is_dir()), None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test data that may not be passed on with the project; skips where it is absent."""
    folder = _shared()
    if folder is None:
        pytest.skip("../shared is absent")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _each_rulebook_is_read_once() -> Iterator[None]:
    """Where `load` reads; who calls `inspect` to see how it reads has it read anew."""
    read, known = loading.inspect, dict[object, Any]()

    def inspect(path: Path, kinds: loading.Kinds) -> Any:
        files = [each for each in sorted(path.rglob("*")) if each.is_file()]
        held = [(str(each), hashlib.sha256(each.read_bytes()).digest()) for each in files]
        key = (path, Path.cwd(), id(kinds), *held)
        if key not in known:
            if len(known) == MOST_KEPT:
                known.clear()
            known[key] = read(path, kinds)
        return known[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loading, "inspect", inspect)
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: some tests wait, for links that hang and for processes that stop."""
    return (os.cpu_count() or 1) + 1


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None or exitstatus != 0:
        return
    skipped = [
        report for report in reporter.stats.get("skipped", []) if "../shared is absent" not in str(report.longrepr)
    ]
    if skipped:
        reporter.write_line(f"{len(skipped)} tests were skipped, which CI does not allow:", red=True)
        for report in skipped:
            reporter.write_line(f"  {report.nodeid}: {report.longrepr}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
