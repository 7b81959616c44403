"""Every address of the service."""

from pathlib import Path

import ninja
from django.urls import include, path
from django.views.static import serve

from bridgehead.web import health
from bridgehead.web.api.main import api

urlpatterns = [
    path("health", health.health),
    path("ready", health.ready),
    path("metrics", health.metrics),
    path("api/", api.urls),
    path("account/", include("bridgehead.web.accounts.urls")),
    path("open311/", include("bridgehead.web.open311.urls")),
    path("static/ninja/<path:path>", serve, {"document_root": Path(ninja.__file__).parent / "static/ninja"}),
]
