"""How messages leave: into files by default, by e-mail where a server is named."""

import os
import smtplib
from collections.abc import Mapping
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bridgehead.actions.send import Sender
from bridgehead.ledger import outbox


def by_mail(server: str, sender: str, name: str, message: Mapping[str, Any]) -> None:
    """By SMTP over TLS (RFC 8314), with a Message-ID that is the same each time, so that mail programs show it once."""
    where = urlsplit(server)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, message["to"], message["title"]
    mail["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    mail.set_content(message["text"])
    with smtplib.SMTP_SSL(where.hostname or "", where.port or 465, timeout=30) as smtp:
        if where.username:
            smtp.login(unquote(where.username), unquote(where.password or ""))
        smtp.send_message(mail)


def senders(home: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Sender]:
    """A sender for each channel. `BRIDGEHEAD_MAIL` names a server, `BRIDGEHEAD_MAIL_FROM` who writes."""
    files = partial(outbox.write, home)
    server = environment.get("BRIDGEHEAD_MAIL")
    mail = partial(by_mail, server, environment["BRIDGEHEAD_MAIL_FROM"]) if server else files
    return {"e-mail": mail, "telephone": files}
