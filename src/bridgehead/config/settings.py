"""Settings of Django. What differs from place to place comes from the environment; see docs/reference/running.md."""

import os
from pathlib import Path

from bridgehead.config.databases import database
from bridgehead.config.home import home, secret
from bridgehead.config.logs import LOGGING as LINES
from bridgehead.config.signing_in import providers

HOME = home()
RULEBOOKS = [folder for folder in os.environ.get("BRIDGEHEAD_RULEBOOKS", "rulebooks").split(os.pathsep) if folder]

SECRET_KEY = secret("session").hex()
MASTER_KEY = secret("master")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("BRIDGEHEAD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

DATABASES = {"default": database(os.environ.get("DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "ninja",  # its page of the interface, without anything from other hosts
    "bridgehead.ledger",
    "bridgehead.web.accounts",
    "bridgehead.web.faces",
    "bridgehead.web.portal",
    "bridgehead.web.desk",
    "bridgehead.web.board",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
STATIC_URL = "/static/"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
MIDDLEWARE = [
    "bridgehead.web.watch.watched",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "bridgehead.web.headers.guarded",
    "bridgehead.web.shape.one_shape",
    "bridgehead.web.limits.limited",
    "bridgehead.web.readable.readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bridgehead.web.shape.OfPages",
    "bridgehead.web.unread.bounded",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SECONDS_LOCKED_OUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",  # an office that opens at nine has one address; failures are counted apart
    "login_failed": f"10/m/ip,5/{SECONDS_LOCKED_OUT}s/key",
}
ACCOUNT_ADAPTER = "bridgehead.web.accounts.signing_in.ByPassword"
SOCIALACCOUNT_ADAPTER = "bridgehead.web.accounts.signing_in.BySingleSignOn"
SOCIALACCOUNT_PROVIDERS = providers()
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads elsewhere is stopped by form-action; the provider asks again
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "bridgehead.web.accounts.signing_in.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts have none
MFA_TOTP_ISSUER = "Bridgehead"

ROOT_URLCONF = "bridgehead.web.urls"
WSGI_APPLICATION = None
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "bridgehead.web.faces.language.other_language",
                "bridgehead.web.faces.clock.demonstration",
            ]
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parents[1] / "web/locale"]
USE_TZ = True
TIME_ZONE = "UTC"  # of the process; each matter has its own zone
APPEND_SLASH = False

LARGEST_FILE = int(os.environ.get("BRIDGEHEAD_LARGEST_FILE", "20")) * 2**20
"""Bytes of a file that is attached; the variable counts in MiB."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
LARGEST_REQUEST = LARGEST_FILE + DATA_UPLOAD_MAX_MEMORY_SIZE  # a file, and what is said of it
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = [
    "bridgehead.web.api.uploads.AsNamed",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
HTTPS = os.environ.get("BRIDGEHEAD_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 86400 if HTTPS else 0

PROXY = os.environ.get("BRIDGEHEAD_PROXY")
REQUESTS_A_MINUTE = int(os.environ.get("BRIDGEHEAD_REQUESTS_A_MINUTE", "1200"))

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = LINES
