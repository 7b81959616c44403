"""`bridgehead swing report` and `swing replay`, on a run that was watched, signed and commanded; all made up."""

import struct
import zlib
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from numpy.typing import NDArray

from bridgehead.actions.act_on import Act, act_on
from bridgehead.actions.watch import note_alarms, note_segment
from bridgehead.instruments.operation.watching.watch import Watch
from bridgehead.live.made_up import MadeUp, Trouble
from bridgehead.live.motion import Eased
from bridgehead.live.raster import COLOURS
from bridgehead.primitives.actor import SERVICE
from bridgehead.queries.run import run as seen
from bridgehead.tables import recording
from bridgehead.tables.recording import Recorder
from tests.actions.test_operation import ALL_HOLD, RAMP, Run, by, show, turning
from tests.cli.calling import ROOT, bridgehead

pytestmark = pytest.mark.django_db
FILE = f"rulebooks/{RAMP}/ramp-a.yaml"


@pytest.fixture
def home(tmp_path: Path, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "bridgehead.sqlite3").touch()
    return tmp_path


@pytest.fixture
def gusty(home: Path) -> Run:
    """A minute of a turn, of which the wind gets too strong in the last twenty seconds."""
    run = turning()
    show(run, ALL_HOLD)
    act_on(by(run, run.actor), Act("command", "start"))
    found = seen(run.matter, run.number, SERVICE)
    watch, written = Watch(found.operation, "first"), []
    made_up = MadeUp(watch.live, Eased(watch.course), [Trouble("gust", 40)])
    made_up.command("start")
    recorder = Recorder(run.folder, watch.names, 100_000)
    for step in range(1, 3001):
        now = 1000.0 + step / 50
        frame = made_up.frame(now)
        assert frame is not None
        row, changes = watch.take(frame, now)
        assert row is not None
        recorder.take((frame.source, frame.n, frame.at, now), row.values, frame.values, row.faults)
        written += changes
    for each in recorder.end():
        note_segment(by(run, SERVICE), recording.close(each))
    entries = [
        {
            "entry": at,
            "number": at,
            "what": each.what,
            "key": each.key,
            "level": each.level,
            "at": each.at,
            "values": {},
        }
        for at, each in enumerate(written, 1)
        if each.key == "alarm/wind"
    ]
    note_alarms(by(run, SERVICE), entries)
    return run


def report(home: Path, name: str, *more: str) -> str:
    result = bridgehead("swing", "report", FILE, "--out", str(home / name), "--home", str(home), *more)
    return result.output + result.stderr


def test_a_report_tells_plan_and_fact_alarms_signatures_and_hashes(home: Path, gusty: Run) -> None:
    assert "report.html" in report(home, "report.html", "--lang", "en")
    page = (home / "report.html").read_text(encoding="utf-8")
    assert "Rotation of ramp A · First possession" in page
    assert '<polyline class="planned"' in page
    assert '<polyline class="measured"' in page
    assert '<polyline class="measured broad"' in page, "the bridge where it came to"
    assert page.count('class="railway"') == 2
    for said in (
        "86.000 °",
        "The railway has given its possession",
        "made-up chief",
        "<td>Start</td>",
        "<td>Wind</td>",
    ):
        assert said in page
    (hash_,) = (each["hash"] for each in seen(RAMP, gusty.number, SERVICE).record.state["segments"].values())
    assert hash_ in page
    assert "<script" not in page
    assert "http" not in page


def test_a_report_in_word_says_the_same(home: Path, gusty: Run) -> None:
    report(home, "report.docx", "--run", gusty.number)
    with ZipFile(home / "report.docx") as packed:
        text = packed.read("word/document.xml").decode()
        pictures = [packed.read(each) for each in packed.namelist() if each.startswith("word/media/")]
    for said in ("A匝道转体 · 第一天窗", "铁路已给天窗", "made-up chief", "封存的记录", "平面（按比例）"):
        assert said in text
    plan, curve = sorted(map(pixels, pictures), key=lambda each: -each.shape[0])
    assert plan.shape[0] == plan.shape[1], "to scale"
    for picture in (plan, curve):
        for look in ("planned", "measured"):
            assert (picture == COLOURS[look]).all(axis=-1).sum() > 40, look  # type: ignore[index]
    assert (plan == COLOURS["railway"]).all(axis=-1).sum() > 200


def pixels(png: bytes) -> NDArray[np.uint8]:
    """Of a picture without filters, as ours are."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    size, name = struct.unpack(">I4s", png[33:41])
    assert name == b"IDAT"
    lines = np.frombuffer(zlib.decompress(png[41 : 41 + size]), np.uint8).reshape(high, 1 + 3 * wide)
    return lines[:, 1:].reshape(high, wide, 3)


def test_a_replay_raises_the_same_alarm_from_the_raw_samples_and_others_by_another_file(
    home: Path, gusty: Run, tmp_path: Path
) -> None:
    told = bridgehead("swing", "replay", FILE, "--home", str(home), "--lang", "en").output
    lines = [line.split() for line in told.splitlines() if "raised" in line]
    assert [line[1:] for line in lines] == [["raised", "red", "Wind"]]
    folder = tmp_path / "changed"
    folder.mkdir()
    for each in (ROOT / "rulebooks" / RAMP).iterdir():
        text = each.read_text(encoding="utf-8").replace("red: wind >= 10.8", "red: wind >= 20")
        (folder / each.name).write_text(text, encoding="utf-8")
    told = bridgehead("swing", "replay", str(folder / "ramp-a.yaml"), "--home", str(home), "--lang", "en").output
    assert [line.split()[1:] for line in told.splitlines() if "raised" in line] == [["raised", "yellow", "Wind"]]


def test_what_is_not_there_is_told_with_what_is(home: Path, gusty: Run) -> None:
    assert "OP026 no run «ramp-a-9» of ramp-a; expected one of ramp-a-1" in report(home, "a.html", "--run", "ramp-a-9")
    assert "OP025 a report as «.pdf»; expected a file that ends in .html or .docx" in report(home, "a.pdf")
    assert "TB051" in report(home, "nowhere/a.html")
