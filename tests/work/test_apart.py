"""Work in a process of its own, which ends with the one that asked for it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bridgehead.work.apart import apart
from tests.served import environment

WAITS = """
import threading
from bridgehead.work.apart import apart
from tests.work.test_apart import endless
threading.Thread(target=apart, args=(endless,), daemon=True).start()
print(input())
"""


def number() -> int:
    return os.getpid()


def death() -> None:
    os._exit(1)


def endless() -> None:
    Path(os.environ["BRIDGEHEAD_HOME"], "begun").touch()
    time.sleep(600)


def test_what_is_found_comes_from_another_process() -> None:
    assert apart(number) != os.getpid()


def test_a_death_before_the_answer_is_told() -> None:
    with pytest.raises(EOFError):
        apart(death)


def test_nobody_waits_for_it_who_is_asked_to_stop(tmp_path: Path) -> None:
    said = environment() | {"BRIDGEHEAD_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "bridgehead.config.settings"}
    asking = subprocess.Popen([sys.executable, "-c", WAITS], env=said, stdin=subprocess.PIPE)
    for _ in range(300):
        if (tmp_path / "begun").exists():
            break
        time.sleep(0.2)
    asking.communicate(b"stop\n", timeout=60)
    assert asking.returncode == 0
