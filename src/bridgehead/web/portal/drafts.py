"""What somebody has typed and not filed yet, kept where they ask for it: in their session, sealed, and no longer."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from bridgehead.ledger import keys
from bridgehead.primitives.errors import BridgeheadError, Mistake

DRAFTS = "drafts"
LONGEST = 2**16
"""Signs of a draft; a session is no store."""


def keep(request: HttpRequest, of: str, typed: Mapping[str, object], step: int) -> None:
    """Raises BridgeheadError with AC047 for more than a draft holds."""
    written = json.dumps({"typed": typed, "step": step}, ensure_ascii=False)
    if len(written) > LONGEST:
        raise BridgeheadError([Mistake("AC047", f"a draft of {len(written):,} signs", None, f"at most {LONGEST:,}")])
    kept = request.session.get(DRAFTS, {})
    request.session[DRAFTS] = {**kept, of: keys.seal_secret(settings.MASTER_KEY, written)}


def kept(request: HttpRequest, of: str) -> tuple[dict[str, object], int] | None:
    """What was typed and the step at which it was left; None where no draft is kept, or none that opens."""
    sealed = request.session.get(DRAFTS, {}).get(of)
    if sealed is None:
        return None
    try:
        found = json.loads(keys.open_secret(settings.MASTER_KEY, sealed))
    except BridgeheadError:
        return None
    return found["typed"], found["step"]


def until(request: HttpRequest) -> datetime:
    """When the session ends, and with it what is kept in it."""
    found = request.session.get_expiry_date()
    assert isinstance(found, datetime)
    return found


def forget(request: HttpRequest, of: str) -> None:
    if drafts := request.session.get(DRAFTS):
        request.session[DRAFTS] = {name: each for name, each in drafts.items() if name != of}
