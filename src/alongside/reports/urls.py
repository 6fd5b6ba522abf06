"""Today is the front page of an organisation."""

from django.urls import path

from alongside.reports import views

DASHBOARD = "o/<slug:organisation>/programmes/<str:public_id>/dashboard/"

urlpatterns = [
    path("o/<slug:organisation>/", views.today, name="today"),
    path(DASHBOARD, views.programme_dashboard, name="programme_dashboard"),
    path(f"{DASHBOARD}pairs.xlsx", views.programme_pairs_file, name="programme_pairs_file"),
]
