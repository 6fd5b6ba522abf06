"""Goals; a verb is a resource that one posts to."""

from django.urls import path

from alongside.growth import views

GROWTH = "o/<slug:organisation>/growth/"
GOAL = f"{GROWTH}goals/<str:public_id>/"

urlpatterns = [
    path(GROWTH, views.growth, name="growth"),
    path(f"{GROWTH}new-goal/", views.goal_setting, name="goal_setting"),
    path(GOAL, views.goal_page, name="goal"),
    path(f"{GOAL}wording/", views.goal_wording, name="goal_wording"),
    path(f"{GOAL}reaching/", views.goal_reaching, name="goal_reaching"),
    path(f"{GOAL}letting-go/", views.goal_letting_go, name="goal_letting_go"),
    path(f"{GOAL}taking-up/", views.goal_taking_up, name="goal_taking_up"),
    path(f"{GOAL}deletion/", views.goal_deletion, name="goal_deletion"),
    path(f"{GOAL}readers/<str:reader_id>/", views.goal_sharing, name="goal_sharing"),
    path(f"{GOAL}readers/<str:reader_id>/removal/", views.goal_unsharing, name="goal_unsharing"),
]
