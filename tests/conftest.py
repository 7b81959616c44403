"""What every test may use: the folder of shared test data, profiles of properties; and CI skips nothing."""

import os
from pathlib import Path

import pytest

from tests import profiles

profiles.register()

ROOT = Path(__file__).parents[1]


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
