"""The peer of the service, django-helpdesk behind waitress and as durable: `python -m benchmarks.helpdesk_service`.

FOLDER PORT follow; DATABASE_URL names a PostgreSQL. It has one queue, and a member of its staff whose token
FOLDER/token holds. Its own settings are those that its documentation gives, and mail goes nowhere.
"""

import os
import sys
from pathlib import Path

import django
import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

from bridgehead.config.databases import database

THREADS = 8
PROCESSORS = (
    "template.context_processors.request",
    "contrib.auth.context_processors.auth",
    "contrib.messages.context_processors.messages",
)
APPS = ("auth", "contenttypes", "sessions", "sites", "messages", "staticfiles", "humanize", "admin")


def main(folder: Path, port: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    configure(folder)
    call_command("migrate", verbosity=0)
    (folder / "token").write_text(staff())
    settings.ROOT_URLCONF = (path("", include(("helpdesk.urls", "helpdesk"))),)
    waitress.serve(get_wsgi_application(), host="127.0.0.1", port=port, threads=THREADS)


def configure(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="made-up",
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": database(os.environ.get("DATABASE_URL"), folder)},
        INSTALLED_APPS=[
            *(f"django.contrib.{app}" for app in APPS),
            "helpdesk",
            "rest_framework",
            "rest_framework.authtoken",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": [f"django.{each}" for each in PROCESSORS]},
            }
        ],
        REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"]},
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        SITE_ID=1,
        STATIC_URL="/static/",
        USE_TZ=True,
        HELPDESK_TEAMS_MODE_ENABLED=False,
    )
    django.setup()


def staff() -> str:
    """Make the queue and the member of staff; the key of a token."""
    from django.contrib.auth.models import User
    from helpdesk.models import Queue
    from rest_framework.authtoken.models import Token

    Queue.objects.create(title="made-up", slug="made-up", allow_public_submission=True)
    user = User.objects.create(username="made-up", is_staff=True, is_superuser=True)
    key: str = Token.objects.create(user=user).key
    return key


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
