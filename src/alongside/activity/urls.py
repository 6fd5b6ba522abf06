"""The addresses of what happens in the background."""

from django.urls import URLPattern, path

from alongside.activity import views

urlpatterns: list[URLPattern] = [
    path("o/<slug:organisation>/jobs/<str:public_id>/", views.job_page, name="job"),
    path(
        "o/<slug:organisation>/jobs/<str:public_id>/cancellation/",
        views.job_cancellation,
        name="job_cancellation",
    ),
]
