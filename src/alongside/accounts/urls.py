"""The addresses of accounts."""

from django.urls import URLPattern, URLResolver, path

from alongside.accounts import sign_in, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("account/login/", sign_in.SignInPage.as_view(), name="account_login"),
    path("sign-in/links/", sign_in.link_request, name="sign_in_link"),
    path("sign-in/arrival/", sign_in.link_arrival, name="link_arrival"),
    path("sign-in/address/<str:token>/", sign_in.address_confirmation, name="address_confirmation"),
    path("sign-in/recovery/", sign_in.recovery, name="recovery"),
    path("sign-in/recovery/code/", sign_in.recovery_code, name="recovery_code"),
    path("invitations/<str:secret>/", sign_in.invitation_page, name="invitation"),
    path("demo/<str:public_id>/", sign_in.demo_door, name="demo_door"),
    path("o/<slug:organisation>/settings/", views.settings_page, name="settings"),
    path("o/<slug:organisation>/settings/address/", views.address_page, name="address"),
    path("o/<slug:organisation>/settings/tokens/", views.api_tokens, name="api_tokens"),
    path(
        "o/<slug:organisation>/settings/tokens/<str:public_id>/revocation/",
        views.api_token_revocation,
        name="api_token_revocation",
    ),
    path("o/<slug:organisation>/accounts/", views.accounts_page, name="accounts"),
    path("o/<slug:organisation>/accounts/<str:public_id>/roles/", views.roles_page, name="roles"),
    path(
        "o/<slug:organisation>/accounts/<str:public_id>/invitation/",
        views.invitation_sending,
        name="invitation_sending",
    ),
    path(
        "o/<slug:organisation>/accounts/<str:public_id>/invitation/withdrawal/",
        views.invitation_withdrawal,
        name="invitation_withdrawal",
    ),
    path("o/<slug:organisation>/invitations/", views.invitations, name="invitations"),
    path("o/<slug:organisation>/organisation/", views.organisation_settings, name="organisation_settings"),
]
