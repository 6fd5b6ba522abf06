"""Where the pattern page is."""

from django.urls import URLPattern, path

from alongside.web.patterns import patterns

urlpatterns: list[URLPattern] = [path("patterns/", patterns, name="patterns")]
