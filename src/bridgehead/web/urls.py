"""Every address of the service."""

from pathlib import Path

import ninja
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve

from bridgehead.web import health
from bridgehead.web.api.main import api

urlpatterns = [
    path("health", health.health),
    path("ready", health.ready),
    path("metrics", health.metrics),
    path("api/", api.urls),
    path("open311/", include("bridgehead.web.open311.urls")),
    path("static/ninja/<path:path>", serve, {"document_root": Path(ninja.__file__).parent / "static/ninja"}),
    *(
        path(f"static/{face}/<path:path>", serve, {"document_root": Path(__file__).parent / face / "static" / face})
        for face in ("faces", "portal", "desk", "board")
    ),
    *i18n_patterns(
        path("", include("bridgehead.web.portal.urls")),
        path("desk/", include("bridgehead.web.desk.urls")),
        path("board/", include("bridgehead.web.board.urls")),
        path("account/", include("bridgehead.web.accounts.urls")),
        prefix_default_language=False,
    ),
]
