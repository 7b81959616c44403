"""django-helpdesk in a process that is asked for the same: `python -m benchmarks.asked_of_helpdesk FOLDER`.

Its list of tickets, as its own page asks for it, and its report of queues by month.
"""

import logging
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

from benchmarks.asked import Job, answer
from benchmarks.asked_of_ours import PAGE, TWO
from benchmarks.helpdesk_service import configure

ASSIGNED = 1


def main(folder: Path) -> None:
    configure(folder)
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.helpdesk_urls"
    logging.disable(logging.CRITICAL)
    import json

    from django.contrib.auth.models import User
    from django.test import Client
    from helpdesk.models import Queue

    user = User.objects.get(username="made-up")
    client = Client(headers={"host": "127.0.0.1", "authorization": f"Token {user.auth_token.key}"})
    client.force_login(user)  # its page asks for the one, and what answers the page for the other
    queues = [*Queue.objects.order_by("slug").values_list("pk", flat=True)]

    def listed(query: dict[str, Any]) -> object:
        asked = b64encode(json.dumps(query).encode()).decode()
        found = client.get(f"/datatables_ticket_list/{asked}", {"length": PAGE, "start": 0, "draw": 1})
        assert found.status_code == 200, found.content
        assert "search_string" in query or found.json()["data"], found.content
        return found.json()

    def plain(n: int) -> object:
        return listed({"sorting": "created", "sortreverse": True})

    def due(n: int) -> object:
        of = {"queue__id__in": [queues[n % len(queues)]], "status__in": [ASSIGNED]}
        return listed({"filtering": of, "sorting": "due_date"})

    def two(n: int) -> object:
        return listed({"search_string": TWO[n % len(TWO)], "sorting": "created", "sortreverse": True})

    def counts(n: int) -> object:
        found = client.get("/reports/queuemonth/")
        assert found.status_code == 200, found.content
        return found.content

    jobs: dict[str, Job] = {"plain": plain, "due": due, "two": two, "counts": counts}
    answer(jobs, {})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
