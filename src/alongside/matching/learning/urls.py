"""Addresses of what the past says."""

from django.urls import path

from alongside.matching.learning import views

LESSONS = "o/<slug:organisation>/programmes/<str:programme_id>/matching/lessons/"

urlpatterns = [
    path(LESSONS, views.matching_lessons, name="matching_lessons"),
    path(f"{LESSONS}draft/", views.advised_criteria, name="advised_criteria"),
    path(f"{LESSONS}draft/removal/", views.advised_criteria_removal, name="advised_criteria_removal"),
]
