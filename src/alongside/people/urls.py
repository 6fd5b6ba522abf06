"""The addresses of people, all inside an organisation."""

from django.urls import URLPattern, URLResolver, include, path

from alongside.people.views import characteristics, conflicts, directory, imports, profiles

inside: list[URLPattern | URLResolver] = [
    path("people/", directory.people_list, name="people"),
    path("people/file/", directory.people_file, name="people_file"),
    path("people/<str:public_id>/", profiles.person_page, name="person"),
    path("people/<str:public_id>/photo/", profiles.person_photo, name="person_photo"),
    path("people/<str:public_id>/profile/", profiles.profile_form, name="profile"),
    path("profile/", profiles.own_page, name="own_profile"),
    path("profile/matching/", characteristics.characteristics_page, name="characteristics"),
    path("levels/", directory.levels_page, name="levels"),
    path("conflicts/", conflicts.conflicts_page, name="conflicts"),
    path("conflicts/<str:public_id>/withdrawal/", conflicts.conflict_withdrawal, name="conflict_withdrawal"),
    path("imports/", imports.imports_page, name="imports"),
    path("imports/<str:public_id>/", imports.import_page, name="import_page"),
    path("imports/<str:public_id>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<str:public_id>/file/", imports.import_file, name="import_file"),
    path("imports/<str:public_id>/confirmation/", imports.import_confirmation, name="import_confirmation"),
    path("imports/<str:public_id>/cancellation/", imports.import_cancellation, name="import_cancellation"),
    path("imports/<str:public_id>/removal/", imports.import_removal, name="import_removal"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("o/<slug:organisation>/", include(inside))]
