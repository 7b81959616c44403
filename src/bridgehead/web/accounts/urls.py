"""The addresses by which staff signs in: those of allauth that need neither sign-up nor e-mail."""

from allauth.account import views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as elsewhere
from allauth.socialaccount.providers.openid_connect import views as single_sign_on
from django.urls import path

from bridgehead.web.accounts.locked_out import telling

urlpatterns = [
    path("login/", telling(views.login), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", telling(views.reauthenticate), name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/authenticate/", telling(second_factor.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", telling(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("oidc/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/error/", elsewhere.login_error, name="socialaccount_login_error"),
    path("oidc/<provider_id>/login/", single_sign_on.login, name="openid_connect_login"),
    path("oidc/<provider_id>/login/callback/", single_sign_on.callback, name="openid_connect_callback"),
]
