"""Whether the process is there, whether it can work, and what monitoring reads."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from ninja.errors import AuthenticationError
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bridgehead import __version__
from bridgehead.access import require
from bridgehead.ledger.events import written
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import by_machine
from bridgehead.primitives.words import Phrase
from bridgehead.queries.jobs import JobStanding, jobs
from bridgehead.web.api import problems
from bridgehead.web.api.callers import Bearer
from bridgehead.web.metrics import REGISTRY

NO_DATABASE = Phrase("数据库没有应答", "the database does not answer")
OTHER_VERSION = Phrase("数据库是另一版本的", "the database has the form of another version")
HERE = frozenset(("127.0.0.1", "::1"))
PASSED_ON = ("x-forwarded-for", "forwarded", "via")
"""Headers by which a proxy on this machine shows that the request came from elsewhere."""


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "well", "version": __version__})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database is there, in this version's form, and each job of the background is done in its time; else 503."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return problems.response(problems.not_ready(NO_DATABASE))
    if missing:
        return problems.response(problems.not_ready(OTHER_VERSION))
    standing = jobs(by_machine())
    told = {each.name: _told(each) for each in standing}
    if overdue := [each for each in standing if each.overdue]:
        return problems.response({**problems.not_ready(_not_done(overdue)), "jobs": told})
    return JsonResponse({"status": "ready", "jobs": told})


def _told(job: JobStanding) -> dict[str, Any]:
    last = written(job.done_at) if job.done_at else None
    return {"every": job.every, "taken_up_at": written(job.since), "done_at": last, "overdue": job.overdue}


def _not_done(overdue: Sequence[JobStanding]) -> Phrase:
    since = {each.name: written(each.done_at or each.since) for each in overdue}
    return Phrase(
        "后台任务没有按时完成：" + "、".join(f"{name}（自 {at} 起）" for name, at in since.items()),
        "the background is behind: " + ", ".join(f"«{name}» was not done since {at}" for name, at in since.items()),
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever asks on this machine, and for an administrator's token with the scope `read`."""
    if not _from_here(request):
        try:
            actor = Bearer("read")(request)
            if actor is None:
                return problems.response(problems.unknown_caller())
            require(actor, "see metrics")
        except AuthenticationError:
            return problems.response(problems.unknown_caller())
        except BridgeheadError as error:
            return problems.response(problems.of(error))
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _from_here(request: HttpRequest) -> bool:
    shown = request.headers.get("authorization") or any(name in request.headers for name in PASSED_ON)
    return request.META.get("REMOTE_ADDR") in HERE and not shown
