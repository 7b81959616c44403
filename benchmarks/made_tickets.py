"""Fill django-helpdesk with tickets of the same stories: `python -m benchmarks.made_tickets FOLDER TICKETS`.

DATABASE_URL names a PostgreSQL. A ticket has its queue where a report has its unit; the answer is its resolution.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command

from benchmarks.helpdesk_service import configure, staff
from benchmarks.made_reports import Teller

AT_ONCE = 5_000
STATUS = {"answer": 3, "close": 4}
"""Of a ticket to which this was done last: resolved, closed; else it is open."""


def main(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    configure(folder)
    call_command("migrate", verbosity=0)
    staff()
    from django.db import connection
    from helpdesk.models import Queue, Ticket

    teller = Teller()
    for slug, title in teller.sheet.units.items():
        Queue.objects.create(title=title.zh, slug=slug)
    queues = dict(Queue.objects.values_list("slug", "pk"))
    tickets = _tickets(teller, queues, Ticket, count)
    while some := list(islice(tickets, AT_ONCE)):
        Ticket.objects.bulk_create(some)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tickets(teller: Teller, queues: dict[str, int], ticket: Any, count: int) -> Iterator[Any]:
    for n in range(count):
        story = teller.story(n, count)
        said = " ".join(story.given.values())
        yield ticket(
            title=story.given["description"],
            queue_id=queues[next((act.unit for act in story.acts if act.unit), "made-up")],
            created=story.at,
            modified=story.acts[-1].at if story.acts else story.at,
            status=STATUS.get(story.acts[-1].verb, 1) if story.acts else 1,
            description=said,
            resolution=next((act.filled["answer"] for act in story.acts if act.filled), ""),
            priority=1 + n % 5,
            due_date=story.at + timedelta(days=15),
            submitter_email="",
            secret_key="made-up",
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
