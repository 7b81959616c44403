"""The service in a process that is asked for lists, counts and decisions: `python -m benchmarks.asked_of_ours HOME`.

Each is a whole request, from its address and token to the answer in JSON, without a socket and without the background.
"""

import logging
import sys
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.asked import Job, answer
from benchmarks.made_reports import MATTER, REGISTER, RULEBOOKS
from bridgehead.cli.service import enter

TOURISM = "datong/tourism-2023"
PAGE = 25
FREQUENT = ("情况", "审批", "企业", "开发区", "云冈区", "供暖管网", "已完成审批")
RARE = ("余款873万元", "ys-2023-004242", "ys-2023-99999", "虚无缥缈", "龘靐", "余款2万元分2期")
TWO = ("审批", "供暖", "工程", "企业", "余款", "回访", "核查", "还款", "龘靐", "停车")
"""Of two characters: frequent ones, and one that stands nowhere."""
ASKED_FOR = (*FREQUENT, *RARE, *TWO)


def main(home: Path) -> None:
    enter(home)
    logging.disable(logging.CRITICAL)
    from django.test import Client

    from bridgehead.actions.publish_rulebook import publish_rulebook
    from bridgehead.ledger import models
    from bridgehead.primitives.moment import now
    from bridgehead.web.accounts import tokens
    from bridgehead.web.accounts.models import User
    from bridgehead.web.serve import migrate

    migrate()  # what was filled by an earlier version stays
    publish_rulebook(RULEBOOKS / TOURISM, now())
    user, _ = User.objects.get_or_create(username="made-up-clerk", defaults={"roles": ["clerk"]})
    token = tokens.issue(user, f"measures {now():%H%M%S%f}", ["read"], now() + timedelta(days=1))
    people = [_signed_in(name) for name in ("clerk", "supervisor", "handler")]
    client = Client(headers={"authorization": f"Bearer {token}", "host": "localhost"})
    everybody = Client(headers={"host": "localhost"})
    units = [*models.Unit.objects.order_by("slug").values_list("slug", flat=True)]
    register = f"/api/matters/{MATTER}/registers/{REGISTER}"

    def get(path: str, **asked: object) -> Any:
        found = client.get(f"{register}/{path}", asked)
        assert found.status_code == 200, found.content
        return found.json()

    def listed(n: int) -> object:
        """Filtered by one, two or three things, in one of two orders."""
        chance = Random(n)
        month = chance.randint(4, 10)
        since = {"since": f"2023-{month:02}-01T00:00:00+08:00", "until": f"2023-{month + 1:02}-01T00:00:00+08:00"}
        choices: tuple[dict[str, object], ...] = (
            {},
            {"stage": chance.choice(("assigned", "solved", "received"))},
            {"unit": chance.choice(units)},
            {"stage": "assigned", "unit": chance.choice(units), "order": "due"},
            {"stage": "out of scope", "order": "newest"},
            {"order": "due", "overdue": True},
            {"unit": chance.choice(units), "stage": "answered", **since},
            since,
        )
        return get("records", size=PAGE, **choices[n % len(choices)])

    def further(n: int) -> object:
        """A page that comes next, far from the first."""
        chance = Random(n)
        since = {"until": f"2023-{chance.randint(5, 11):02}-15T00:00:00+08:00", "stage": "solved"}
        return get("records", size=PAGE, **since)

    def plain(n: int) -> object:
        return get("records", size=PAGE)

    def due(n: int) -> object:
        """By queue and status, in the order of deadlines: what django-helpdesk has as well."""
        return get("records", size=PAGE, stage="assigned", unit=units[n % len(units)], order="due")

    def text(n: int) -> object:
        return get("records", size=PAGE, text=ASKED_FOR[n % len(ASKED_FOR)])

    def two(n: int) -> object:
        return get("records", size=PAGE, text=TWO[n % len(TWO)])

    def text_in_stage(n: int) -> object:
        return get("records", size=PAGE, text=ASKED_FOR[n % len(ASKED_FOR)], stage="assigned")

    def counts(n: int) -> object:
        return get("counts", since="2023-01", until="2023-12")

    gate = f"/api/matters/{TOURISM}/awards/student-ticket/decisions"

    def decided(n: int) -> object:
        chance = Random(n)
        fields = {
            "province": chance.choice(("北京", "山西", "上海")),
            "student card": "true",
            "identity card": chance.choice(("true", "false")),
            "sight": chance.choice(("云冈石窟", "恒山", "九龙壁")),
            "visited on": "2023-05-20",
        }
        found = client.post(gate, {"fields": fields}, content_type="application/json")
        assert found.status_code == 200, found.content
        return found.json()["outcome"]

    def page(path: str, who: Any = everybody, **asked: object) -> object:
        found = who.get(path, asked)
        assert found.status_code == 200, found.content
        return found.content

    of_register, numbers = f"{MATTER}/{REGISTER}/", models.Record.objects.values_list("number", flat=True)

    def board(n: int) -> object:
        return page("/board/", by=("days", "weeks")[n % 2])

    def public_list(n: int) -> object:
        since = f"2023-{Random(n).randint(4, 11):02}-15"
        choices: tuple[dict[str, object], ...] = ({}, {"stage": "assigned"}, {"since": since}, {"stage": "solved"})
        return page(f"/board/records/{of_register}", **choices[n % len(choices)])

    def desk_list(n: int) -> object:
        choices: tuple[dict[str, object], ...] = (
            {},
            {"stage": "assigned", "order": "due"},
            {"overdue": "yes", "order": "due"},
            {"unit": units[n % len(units)]},
            {"text": TWO[n % len(TWO)]},
        )
        return page(f"/desk/registers/{of_register}", people[0], **choices[n % len(choices)])

    def inbox(n: int) -> object:
        return page("/desk/", people[(0, 2)[n % 2]], show=("all", "late")[n // 2 % 2])

    def supervision(n: int) -> object:
        return page("/desk/supervision/", people[1])

    def record_page(n: int) -> object:
        return page(f"/desk/records/{of_register}{numbers.get(pk=Random(n).randint(1, 100_000))}/", people[0])

    jobs: dict[str, Job] = {
        "board": board,
        "public list": public_list,
        "desk list": desk_list,
        "inbox": inbox,
        "supervision": supervision,
        "record page": record_page,
        "listed": listed,
        "further": further,
        "plain": plain,
        "due": due,
        "text": text,
        "two": two,
        "text in stage": text_in_stage,
        "counts": counts,
        "decided": decided,
    }
    answer(jobs, {"hits": _hits})


def _signed_in(role: str) -> Any:
    """Whoever sees pages of the desk, in a role; who handles records is of two units."""
    from django.test import Client

    from bridgehead.ledger import models
    from bridgehead.web.accounts.models import User

    user, _ = User.objects.get_or_create(username=f"made-up-{role}", defaults={"roles": [role]})
    if role == "handler":
        user.units.set(models.Unit.objects.order_by("slug")[:2])
    browser = Client(headers={"host": "localhost"})
    browser.force_login(user)
    return browser


def _hits() -> dict[str, list[int]]:
    """How many the index finds of each word, and how many of these LIKE does, and of LIKE's the index."""
    from django.db import connection

    from bridgehead.ledger import models, search

    found: dict[str, list[int]] = {}
    for word in (*RARE, *TWO[:4], "龘靐"):
        by_index = set(search.found(models.Record.objects.all(), word).values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT record_id FROM ledger_text WHERE text LIKE %s", [f"%{search.spelled(word)}%"])
            by_like = {record for (record,) in cursor}
        found[word] = [len(by_index), len(by_like), len(by_index & by_like)]
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
