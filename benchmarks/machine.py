"""What a measure was taken on."""

import os
import platform
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "duckdb",
    "ibis-framework",
    "numpy",
    "pyarrow",
    "numba",
    "scipy",
    "zen-engine",
    "common-expression-language",
    "rule-engine",
    "openfisca-core",
    "django-helpdesk",
    "pysfeel",
)


def preface(day: str | None) -> list[str]:
    """Lines that say when, where and with which versions; the day is the system's where none is passed in."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"Measured on {day or datetime.now().astimezone().date().isoformat()} by `make bench`, in one run;"
        " programs take turns, and the median counts.",
        f"{os.cpu_count()} cores ({_processor()}), {_memory()} GiB of memory, {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}, {packages}.",
    ]


def _processor() -> str:
    lines = _lines("/proc/cpuinfo")
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> int:
    total = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal:")), "0")
    return round(int(total) / 2**20)


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []
