"""When something fails, the page says so, in the look of the house, and leaks nothing."""

import re
from pathlib import Path

from django.test import RequestFactory
from django.views.defaults import server_error
from tests.cast import Cast

import alongside.web


def test_our_own_failure_is_told_without_the_database() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side." in response.content.decode()


def test_what_is_not_there_has_a_way_back(cast: Cast) -> None:
    response = cast.client("mentee").get(cast.address("programmes/nothing/"))
    assert response.status_code == 404
    assert "There is nothing here." in response.content.decode()


def test_every_page_has_the_way_to_who_sees_what_at_its_foot(cast: Cast) -> None:
    html = cast.client("mentee").get(cast.address("growth/")).content.decode()
    foot = html.split('<footer class="colophon">')[1]
    assert f'href="{cast.address("who-sees-what/")}"' in foot


def test_no_page_has_a_script_a_style_or_a_handler_inside() -> None:
    """Data for a script is no script; the report of the command line is no page."""
    source = Path(alongside.web.__file__).parents[1]
    inside = re.compile(
        r"<style|<script(?![^>]*(src=|application/json))|\sstyle=|\son(click|change|submit|load|input)="
    )
    found = [
        path.name
        for path in source.glob("*/templates/**/*.html")
        if inside.search(path.read_text()) and "cli" not in path.parts
    ]
    assert found == []
