"""The addresses of django-helpdesk, at the root."""

from django.urls import include, path

urlpatterns = [path("", include(("helpdesk.urls", "helpdesk"))), path("admin/", include("django.contrib.auth.urls"))]
