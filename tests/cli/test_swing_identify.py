"""`bridgehead swing identify` and the plan that is made with it, on the trial of the published rotation's twin."""

from pathlib import Path

import numpy as np
import pytest

from bridgehead.cli.operation import read
from bridgehead.instruments.operation import planned
from bridgehead.instruments.operation.watching.figures import course
from bridgehead.live.made_up import MadeUp
from bridgehead.live.twin import twin
from bridgehead.tables import recording
from bridgehead.tables.recording import Recorder
from tests.cli.calling import bridgehead
from tests.cli.test_swing import altered, ramp

__all__ = ["ramp"]

RAMP = "rulebooks/datong/flyover-ramp-a/ramp-a.yaml"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("trial") / "samples.parquet"
    given = ("--phase", "trial", "--every", "0.1", "--out", str(out))
    assert bridgehead("swing", "simulate", RAMP, *given).exit_code == 0
    return out


def test_friction_and_stiffness_are_told_with_their_errors_beside_the_file(samples: Path) -> None:
    result = bridgehead("swing", "identify", RAMP, "--samples", str(samples), "--lang", "en")
    assert result.exit_code == 0
    rows = {line.strip().split("  ")[0]: line.split() for line in result.output.splitlines() if "." in line}
    static, moving = rows["Static friction"], rows["Moving friction"]
    assert float(static[-2]) == pytest.approx(0.03, rel=0.03)
    assert float(moving[-2]) == pytest.approx(0.02, rel=0.03)
    assert 0 < float(static[-1]) < 0.003
    assert "--samples" in result.output


def test_the_next_plan_has_what_the_trial_told(samples: Path) -> None:
    before = bridgehead("swing", "plan", RAMP, "--lang", "en")
    after = bridgehead("swing", "plan", RAMP, "--samples", str(samples), "--lang", "en")
    assert after.exit_code == 0
    assert before.output != after.output
    pulls = [
        float(line.split()[-2])
        for told in (before, after)
        for line in told.output.splitlines()
        if "Pull to start" in line
    ]
    assert pulls[1] == pytest.approx(pulls[0], rel=0.03)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial of the twin as a run records it, ten frames a second: it stands a while and is commanded to start."""
    operation, folder = read(Path(RAMP)), tmp_path_factory.mktemp("run")
    assert operation.live is not None
    made_up = MadeUp(operation.live, twin(operation, "trial", course(planned(operation), "trial")))
    nothing_wrong = np.zeros(len(operation.live.channels), np.uint8)
    recorder = Recorder(folder, [*operation.live.channels], 3000)
    for n in range(6000):
        if n == 100:
            made_up.command("start")
        frame = made_up.frame(1e9 + n / 10)
        assert frame is not None
        recorder.take((frame.source, n + 1, frame.at, frame.at), frame.values, frame.values, nothing_wrong)
        if n % 100 == 0 and (full := recorder.flush()) is not None:
            recording.close(full)
    recorder.flush()
    return folder


def test_a_live_run_is_taken_as_it_was_recorded_and_the_next_plan_is_made_with_it(recorded: Path) -> None:
    result = bridgehead("swing", "identify", RAMP, "--samples", str(recorded), "--lang", "en")
    assert result.exit_code == 0, result.output
    rows = {line.strip().split("  ")[0]: line.split() for line in result.output.splitlines() if "." in line}
    static, moving = rows["Static friction"], rows["Moving friction"]
    assert float(static[-2]) == pytest.approx(0.03, rel=0.03)
    assert float(moving[-2]) == pytest.approx(0.02, rel=0.03)
    stiffness = next(line.split() for line in result.output.splitlines() if "Stiffness" in line)
    assert float(stiffness[-6]) == pytest.approx(float(stiffness[-9]), rel=0.05)
    assert bridgehead("swing", "plan", RAMP, "--samples", str(recorded)).exit_code == 0


def test_a_piece_of_a_run_in_which_nothing_broke_away_is_too_little(recorded: Path) -> None:
    result = bridgehead("swing", "identify", RAMP, "--samples", str(recorded / "000002.arrows"))
    assert result.exit_code == 2
    assert "OP004" in result.stderr


def test_a_run_that_does_not_measure_what_is_needed_is_told(recorded: Path, ramp: Path) -> None:
    result = bridgehead("swing", "identify", str(altered(ramp, "of: feed, ", "")), "--samples", str(recorded))
    assert result.exit_code == 2
    assert "OP027 a recording in which nothing measures the feed" in result.stderr


def test_a_track_too_coarse_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "coarse.csv"
    given = ("--phase", "trial", "--every", "10", "--out", str(out))
    assert bridgehead("swing", "simulate", RAMP, *given).exit_code == 0
    result = bridgehead("swing", "identify", RAMP, "--samples", str(out))
    assert result.exit_code == 2
    assert "OP004" in result.stderr
    assert "samples of winding up; expected 40 at least" in result.stderr
