"""The accounts of a demonstration: one a role, with passwords of its own that its home alone knows."""

import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bridgehead.primitives.actor import Actor

FILE = "accounts.txt"
"""The file in the home that says the passwords, which only its owner can read."""
BYTES = 12


def open_accounts(home: Path, units: Sequence[str], by: Actor, at: datetime) -> str:
    """Open an account a role, the handler's of the first unit; the lines of the file, which is written last."""
    from bridgehead.web.accounts.manage import open_account

    lines = []
    for role in ("clerk", "handler", "supervisor", "cashier", "administrator"):
        password = secrets.token_urlsafe(BYTES)
        name = f"made-up-{role}"
        open_account(name, [role], [*units][:1] if role == "handler" else [], password, by, at)
        lines.append(f"{name:<24}{password}\n")
    with os.fdopen(os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.writelines(lines)
    return "".join(lines)
