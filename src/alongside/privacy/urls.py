"""The addresses of privacy."""

from django.urls import URLPattern, path

from alongside.privacy import views

urlpatterns: list[URLPattern] = [
    path("o/<slug:organisation>/who-sees-what/", views.who_sees_what, name="who_sees_what"),
]
