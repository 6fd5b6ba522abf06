"""Every address: the front doors, then each feature's own list."""

from django.urls import URLPattern, URLResolver, include, path

from alongside.accounts.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("account/", include("allauth.urls")),
    path("", include("alongside.accounts.urls")),
]
