"""How staff signs in: by password, with a second factor for whoever has one, or by the single sign-on of the city."""

import os
from collections.abc import Mapping
from typing import Any

SINGLE_SIGN_ON = "single-sign-on"
"""What the city's provider is called in addresses."""


def providers(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The provider of OpenID Connect that `BRIDGEHEAD_OIDC` names, by its issuer; none where it is not set.

    Raises ValueError where the client or its secret is missing.
    """
    issuer = environment.get("BRIDGEHEAD_OIDC")
    if not issuer:
        return {}
    for name in ("BRIDGEHEAD_OIDC_CLIENT", "BRIDGEHEAD_OIDC_SECRET"):
        if not environment.get(name):
            raise ValueError(f"BRIDGEHEAD_OIDC without {name}; expected all three")
    app = {
        "provider_id": SINGLE_SIGN_ON,
        "name": environment.get("BRIDGEHEAD_OIDC_NAME", "单点登录 Single sign-on"),
        "client_id": environment["BRIDGEHEAD_OIDC_CLIENT"],
        "secret": environment["BRIDGEHEAD_OIDC_SECRET"],
        "settings": {"server_url": issuer.rstrip("/"), "uid_field": environment.get("BRIDGEHEAD_OIDC_CLAIM", "sub")},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
