"""Which database: PostgreSQL where `DATABASE_URL` names one, else SQLite in the home."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from bridgehead.primitives.errors import BridgeheadError, Mistake

SQLITE = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA cache_size = -65536;
PRAGMA mmap_size = 268435456;
PRAGMA temp_store = MEMORY;
"""
"""Full sync: what was acknowledged outlives a power cut. Secure delete: what was forgotten leaves no bytes behind."""

SECONDS_TO_WAIT = 30


def database(url: str | None, home: Path) -> dict[str, Any]:
    """Settings of Django for the database. Raises BridgeheadError with CL018 for a scheme that is not known."""
    if not url:
        return _sqlite(home / "bridgehead.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgres", "postgresql"):
        found = f"DATABASE_URL begins with «{parts.scheme}»"
        raise BridgeheadError([Mistake("CL018", found, None, "postgresql://... or sqlite:///...")])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE, "timeout": SECONDS_TO_WAIT},
    }
