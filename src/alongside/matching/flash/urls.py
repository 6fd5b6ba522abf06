"""Addresses of flash mentoring; a verb is a resource that one posts to."""

from django.urls import path

from alongside.matching.flash.views import bookings, finding, numbers, offering

PROGRAMME = "o/<slug:organisation>/programmes/<str:programme_id>/"
SLOT = "o/<slug:organisation>/slots/<str:public_id>/"
BOOKINGS = "o/<slug:organisation>/bookings/"
BOOKING = f"{BOOKINGS}<str:public_id>/"

urlpatterns = [
    path(f"{PROGRAMME}slots/", finding.slots, name="slots"),
    path(f"{PROGRAMME}slots/with/<str:enrolment_id>/", finding.guide_slots, name="guide_slots"),
    path(f"{PROGRAMME}own-slots/", offering.own_slots, name="own_slots"),
    path(f"{PROGRAMME}short-meetings/", numbers.programme_slots, name="programme_slots"),
    path(SLOT, finding.slot, name="slot"),
    path(f"{SLOT}booking/", finding.slot_booking, name="slot_booking"),
    path(f"{SLOT}withdrawal/", offering.slot_withdrawal, name="slot_withdrawal"),
    path(BOOKINGS, bookings.bookings, name="bookings"),
    path(BOOKING, bookings.booking, name="booking"),
    path(f"{BOOKING}cancellation/", bookings.booking_cancellation, name="booking_cancellation"),
    path(f"{BOOKING}holding/", bookings.booking_holding, name="booking_holding"),
    path(f"{BOOKING}absence/", bookings.booking_absence, name="booking_absence"),
]
