"""Logs: a line of JSON an event, without anything that somebody has typed in."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any


class Lines(logging.Formatter):
    """Of an exception the kind and where it was raised, and not its message, which can quote what is personal."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            said["exception"] = record.exc_info[0].__name__
            said["raised"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(said, ensure_ascii=False)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "bridgehead.config.logs.Lines"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "lines"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["lines"], "level": "INFO"},
    "loggers": {
        "asyncua": {"level": "WARNING"},  # it tells of every publication
        "numexpr": {"level": "WARNING"},  # it tells how many threads it has
        # these two quote paths and hosts as they were sent; `watched` has a line for each request instead
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
    },
}
