"""Every address of the service."""

from django.urls import path

from bridgehead.web.api.main import api

urlpatterns = [path("api/", api.urls)]
