"""The tags draw what they are given, safely, and tie controls to their errors."""

from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory


class NameForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As people call you.")


def draw(source: str, **context: object) -> str:
    return Template("{% load web %}" + source).render(Context(context))


def test_an_icon_label_cannot_break_out_of_its_attribute() -> None:
    assert "<script>" not in draw("{% icon 'lock' label %}", label='"><script>')


def test_a_wrong_field_is_tied_to_its_error_and_its_hint() -> None:
    html = str(NameForm({"name": ""})["name"].as_field_group())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_error id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'id="id_name_helptext"' in html


def test_other_pages_keep_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/", {"state": "held", "page": "2"})
    page = Paginator(range(100), 10).get_page(2)
    template = Template("{% load web %}{% pages page %}")
    html = template.render(RequestContext(request, {"page": page}))
    assert "?state=held&amp;page=3" in html
    assert 'aria-current="page">2</a>' in html
