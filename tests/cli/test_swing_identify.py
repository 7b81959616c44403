"""`bridgehead swing identify` and the plan that is made with it, on the trial of the published rotation's twin."""

from pathlib import Path

import pytest

from tests.cli.calling import bridgehead

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


def test_a_track_too_coarse_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "coarse.csv"
    given = ("--phase", "trial", "--every", "10", "--out", str(out))
    assert bridgehead("swing", "simulate", RAMP, *given).exit_code == 0
    result = bridgehead("swing", "identify", RAMP, "--samples", str(out))
    assert result.exit_code == 2
    assert "OP004" in result.stderr
    assert "samples of winding up; expected 40 at least" in result.stderr
