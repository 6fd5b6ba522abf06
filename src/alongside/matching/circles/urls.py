"""Addresses of circles; a verb is a resource that one posts to."""

from django.urls import path

from alongside.matching.circles import views

SEATS = "o/<slug:organisation>/circles/"
SEAT = f"{SEATS}<str:public_id>/"
DRAFTED = "o/<slug:organisation>/drafted-circles/<str:public_id>/"

DRAFTED_SEAT = "o/<slug:organisation>/drafted-seats/<str:public_id>/"

urlpatterns = [
    path(SEATS, views.seats, name="seats"),
    path(SEAT, views.seat, name="seat"),
    path(f"{SEAT}acceptance/", views.seat_acceptance, name="seat_acceptance"),
    path(f"{SEAT}refusal/", views.seat_refusal, name="seat_refusal"),
    path(
        "o/<slug:organisation>/programmes/<str:programme_id>/free-seats/",
        views.free_seats_page,
        name="free_seats",
    ),
    path(DRAFTED_SEAT, views.seat_move, name="seat_move"),
    path(DRAFTED, views.circle, name="circle"),
    path(f"{DRAFTED}apart/", views.circle_apart, name="circle_apart"),
    path(f"{DRAFTED}together/", views.circle_together, name="circle_together"),
]
