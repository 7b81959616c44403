"""Which commands make the folder of a service: `serve`, `demo` and `restore`. Others look, and change nothing there."""

import shutil
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.calling import bridgehead
from tests.forms import RULEBOOKS
from tests.served import PROGRAM, environment, free_port, run, start, until_ready

LOOKING: tuple[tuple[str, ...], ...] = (
    ("verify", "HOME"),
    ("replay", "HOME"),
    ("export", "HOME", "--out", "OUT"),
    ("backup", "HOME", "--out", "OUT"),
    ("prove", "TJ-2023-00001", "--home", "HOME"),
    ("work", "--home", "HOME"),
    ("user", "list", "--home", "HOME"),
    ("unit", "list", "--home", "HOME"),
    ("token", "made-up", "--scope", "read", "--home", "HOME"),
    ("award", "datong/tourism-2023", "special-train", "--home", "HOME"),
    ("import", "datong/tourism-2023", "special-train-claim", "README.md", "--home", "HOME"),
    ("demo", "go-to", "2024-01-05", "--home", "HOME"),
)


def _nothing(folder: Path) -> None:
    pass


def _empty(folder: Path) -> None:
    folder.mkdir()


def _backup(folder: Path) -> None:
    folder.mkdir()
    (folder / "backup.json").write_text("{}")
    (folder / "attachments").mkdir()


@pytest.mark.parametrize(
    ("made", "found"),
    [(_nothing, "there is no such folder"), (_empty, "not the folder of a service"), (_backup, "this is a backup")],
)
def test_what_is_no_home_is_told_and_left_as_it_is(
    made: Callable[[Path], None], found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home = tmp_path / "home"
    made(home)
    before = sorted(tmp_path.rglob("*"))
    for arguments in LOOKING:
        done = bridgehead(*(each.replace("HOME", str(home)).replace("OUT", f"{tmp_path}/out") for each in arguments))
        assert (done.exit_code, f"{home}: CL016 " in done.stderr, found in done.stderr) == (2, True, True), done.stderr
        assert sorted(tmp_path.rglob("*")) == before, arguments


def test_a_database_without_a_ledger_is_no_home(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "bridgehead.sqlite3").close()
    (tmp_path / "bridgehead.sqlite3").touch()
    done = run("verify", str(tmp_path))
    assert (done.returncode, "CL016 its database has no ledger" in done.stderr) == (2, True), done.stderr


def _served(home: Path, port: int, **more: str) -> subprocess.CompletedProcess[str]:
    command = (*PROGRAM, "serve", "--home", str(home), "--port", str(port))
    return subprocess.run(command, env=environment() | more, capture_output=True, text=True, check=False, timeout=120)


def test_what_keeps_a_service_from_starting_is_told_by_its_code(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    wrong = {
        "CL017 this cannot be the folder of a service": _served(file / "home", 0),
        "CL018 DATABASE_URL begins with «mysql»": _served(tmp_path / "a", 0, DATABASE_URL="mysql://made-up/up"),
        "CL018 BRIDGEHEAD_MASTER holds no secret": _served(tmp_path / "b", 0, BRIDGEHEAD_MASTER="made up"),
        "CL019 the database does not answer": _served(
            tmp_path / "c", 0, DATABASE_URL=f"postgresql://made-up@127.0.0.1:{free_port()}/made-up"
        ),
    }
    with _taken() as port:
        wrong[f"CL020 nothing can listen on 127.0.0.1:{port}"] = _served(
            tmp_path / "d", port, BRIDGEHEAD_RULEBOOKS=str(RULEBOOKS / "datong/flyover-ramp-a")
        )
    for said, done in wrong.items():
        _told(done, said)


def _told(done: subprocess.CompletedProcess[str], said: str) -> None:
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


@contextmanager
def _taken() -> Iterator[int]:
    """A port at which nothing can listen: a service that is to, does before all that it does at a start, and ends."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def _in_force(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(home / "bridgehead.sqlite3")) as database:
        return dict(database.execute("SELECT matter, max(n) FROM ledger_enactment GROUP BY matter"))


@pytest.mark.slow
def test_a_matter_is_called_as_its_rulebook_says_whichever_folder_is_named(tmp_path: Path) -> None:
    own, home = RULEBOOKS / "datong/tourism-2023", tmp_path / "home"
    copy = shutil.copytree(own, tmp_path / "copies/of/tourism")
    with _taken() as port:
        for named in (own, copy, copy.parent, tmp_path / "copies", own.parent, f"{own.parent}:{RULEBOOKS}", RULEBOOKS):
            _told(_served(home, port, BRIDGEHEAD_RULEBOOKS=str(named)), "CL020")
            assert _in_force(home)["datong/tourism-2023"] == 1
    every = {about.parent.relative_to(RULEBOOKS).as_posix() for about in RULEBOOKS.rglob("about.yaml")}
    assert _in_force(home) == dict.fromkeys(every, 1)


@pytest.mark.slow
def test_a_start_with_rulebooks_that_are_refused_puts_none_in_force(tmp_path: Path) -> None:
    home, named = tmp_path / "home", tmp_path / "rulebooks"
    for each in ("datong/tourism-2023", "examples/spring-fairs"):
        shutil.copytree(RULEBOOKS / each, named / each)
    about = named / "examples/spring-fairs/about.yaml"
    text = about.read_text(encoding="utf-8")
    told = _served(home, 0, BRIDGEHEAD_RULEBOOKS=str(tmp_path / "rulebook"))
    _told(told, f"{tmp_path}/rulebook: CL025 there is no such folder, in which rulebooks were looked for")
    _told(told, f"did you mean «{named}»?")
    (tmp_path / "empty").mkdir()
    told = _served(home, 0, BRIDGEHEAD_RULEBOOKS=f"{named}:{tmp_path}/empty")
    _told(told, f"{tmp_path}/empty: CL025 no rulebook stands in this folder")
    about.write_text(text.replace("currency: CNY\n", ""), encoding="utf-8")
    _told(_served(home, 0, BRIDGEHEAD_RULEBOOKS=str(named)), f"{about}:1:1: RB201")
    about.write_text(text.replace("examples/spring-fairs", "datong/tourism-2023"), encoding="utf-8")
    found = "AC130 this rulebook calls itself «datong/tourism-2023», as that in"
    _told(_served(home, 0, BRIDGEHEAD_RULEBOOKS=str(named)), f"{about}: {found} {named}/datong/tourism-2023 does")
    assert _in_force(home) == {}
    about.write_text(text, encoding="utf-8")
    with _taken() as port:
        _told(_served(home, port, BRIDGEHEAD_RULEBOOKS=str(named)), "CL020")
    before = _in_force(home)
    assert before == {"datong/tourism-2023": 1, "examples/spring-fairs": 1}
    shutil.copytree(RULEBOOKS / "examples/culture-grants", named / "examples/culture-grants")
    about.write_text(text.replace("examples/spring-fairs", "spring-fairs"), encoding="utf-8")
    found = "AC030 this rulebook calls itself «spring-fairs», and by title, city and issuer is «examples/spring-fairs»"
    told = _served(home, 0, BRIDGEHEAD_RULEBOOKS=str(named))
    _told(told, f"{about}: {found}; expected «rulebook: examples/spring-fairs»")
    assert _in_force(home) == before


def test_whoever_is_asked_to_stop_ends_in_peace(tmp_path: Path) -> None:
    port = free_port()
    process = start(tmp_path, port)
    try:
        until_ready(port)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
