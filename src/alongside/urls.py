"""Every address: the front doors, then each feature's own list."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from alongside.api import api, nothing_here

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("alongside.accounts.urls")),
    path("", include("alongside.activity.urls")),
    path("", include("alongside.privacy.urls")),
    path("", include("alongside.web.urls")),
    path("", include("alongside.people.urls")),
    path("api/v1/", api.urls),
    re_path("^api/", nothing_here, name="api_nothing_here"),
    path("account/", include("alongside.accounts.library_urls")),
    path("", include("alongside.programmes.urls")),
    path("", include("alongside.growth.urls")),
    path("", include("alongside.relationships.urls")),
    path("", include("alongside.reports.urls")),
    path("", include("alongside.matching.urls")),
]
