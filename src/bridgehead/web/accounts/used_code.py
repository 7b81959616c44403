"""The code by which a second factor is set up signs nobody in: who looked on could use it for the rest of its half a
minute (RFC 6238, section 5.2). The library marks those codes alone that signed somebody in.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(authenticator_added)
def use_up(request: HttpRequest, authenticator: Authenticator, **_: Any) -> None:
    code = request.POST.get("code")
    if authenticator.type == Authenticator.Type.TOTP and code:
        authenticator.wrap().validate_code(code)
