"""Nobody signs up: accounts are opened by an administrator, and a second factor is kept sealed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponseForbidden

from bridgehead.ledger import keys
from bridgehead.web.accounts.models import User


class ByPassword(DefaultAccountAdapter):  # type: ignore[misc]  # of a library without types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class BySingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the provider knows by the name of an open account is that account's."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        user = User.objects.filter(username=sociallogin.account.uid, is_active=True).first()
        if user is None:
            raise ImmediateHttpResponse(HttpResponseForbidden())
        sociallogin.connect(request, user)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors stand in the database under the master key."""

    def encrypt(self, text: str) -> str:
        return keys.seal_secret(settings.MASTER_KEY, text)

    def decrypt(self, encrypted_text: str) -> str:
        return keys.open_secret(settings.MASTER_KEY, encrypted_text)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Accounts have no e-mail address."""
