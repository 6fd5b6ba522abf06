"""Whatever a field looks like, its label, hint and error are tied to it, and nothing breaks out."""

import re

import pytest
from django import forms
from django.template import Context, Template

from alongside.web.forms import Cards, Day, Scale, Segments, Slider, Switch

CHOICES = [("a", "Apples"), ("b", "Pears")]
WIDGETS: dict[str, forms.Field] = {
    "input": forms.CharField(help_text="A hint."),
    "day": forms.DateField(widget=Day, help_text="A hint."),
    "file": forms.FileField(help_text="A hint."),
    "slider": forms.IntegerField(widget=Slider, help_text="A hint."),
    "choice": forms.BooleanField(help_text="A hint."),
    "switch": forms.BooleanField(widget=Switch, help_text="A hint."),
    "choices": forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, help_text="A hint."
    ),
    "radios": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, help_text="A hint."),
    "cards": forms.ChoiceField(choices=CHOICES, widget=Cards(hints={"a": "Red ones."}), help_text="A hint."),
    "segments": forms.ChoiceField(choices=CHOICES, widget=Segments, help_text="A hint."),
    "scale": forms.ChoiceField(choices=CHOICES, widget=Scale(low="Sour", high="Sweet"), help_text="A hint."),
}


def form_with(data: dict[str, str] | None = None, **fields: forms.Field) -> forms.Form:
    return type("AForm", (forms.Form,), fields)(data)


@pytest.mark.parametrize("kind", WIDGETS)
def test_a_wrong_field_of_every_kind_is_tied_to_its_error_and_hint(kind: str) -> None:
    html = str(form_with({}, fruit=WIDGETS[kind])["fruit"].as_field_group())
    assert 'aria-describedby="id_fruit_error id_fruit_helptext"' in html
    assert html.count('id="id_fruit_error"') == 1
    assert html.count('id="id_fruit_helptext"') == 1


@pytest.mark.parametrize("kind", WIDGETS)
def test_a_right_field_of_every_kind_mentions_no_error(kind: str) -> None:
    html = str(form_with(fruit=WIDGETS[kind])["fruit"].as_field_group())
    assert 'aria-describedby="id_fruit_helptext"' in html
    assert "invalid" not in html


@pytest.mark.parametrize("kind", ["radios", "cards", "segments", "scale"])
def test_radios_are_one_group_that_says_that_one_has_to_choose(kind: str) -> None:
    html = str(form_with(fruit=WIDGETS[kind])["fruit"].as_field_group())
    assert re.search(r'<fieldset[^>]+role="radiogroup"[^>]+aria-required="true"', html)


def test_a_card_says_more_about_its_choice() -> None:
    html = str(form_with(fruit=WIDGETS["cards"])["fruit"].as_field_group())
    assert '<span class="hint">Red ones.</span>' in html


def test_a_day_is_written_as_the_browser_reads_it() -> None:
    html = str(form_with({"on": "2026-03-10"}, on=forms.DateField(widget=Day))["on"].as_field_group())
    assert 'type="date"' in html
    assert 'value="2026-03-10"' in html


def test_a_form_with_errors_begins_with_the_way_to_each() -> None:
    form = form_with({}, name=forms.CharField(label="Name"), fruit=WIDGETS["radios"], why=forms.CharField())
    html = str(form)
    assert "3 things need correcting." in html
    assert '<a href="#id_name">Name</a>' in html
    assert '<a href="#id_fruit_0">' in html
    assert 'id="id_fruit_0"' in html


def test_a_form_of_one_field_says_its_error_once() -> None:
    assert str(form_with({}, name=forms.CharField())).count("This field is required.") == 1


def test_labels_hints_and_choices_are_shown_as_text() -> None:
    bad = "<img src=x>"
    fields = [
        forms.CharField(label=bad, help_text="fine"),
        forms.ChoiceField(label=bad, choices=[("a", bad)], widget=Cards(hints={"a": bad})),
        forms.ChoiceField(label=bad, choices=[("a", bad)], widget=Scale(low=bad, high=bad)),
        forms.ChoiceField(label=bad, choices=[("a", bad)], widget=Segments),
    ]
    html = str(form_with({}, **{f"field_{position}": field for position, field in enumerate(fields)}))
    assert "<img" not in html


def test_a_control_keeps_the_classes_that_it_was_given() -> None:
    form = form_with(note=forms.CharField(widget=forms.Textarea(attrs={"class": "input-s"})))
    html = Template("{% load web %}{% control form.note %}").render(Context({"form": form}))
    assert 'class="input input-s"' in html


def test_what_may_be_left_out_says_so_except_in_a_filter() -> None:
    form = form_with(why=forms.CharField(required=False))
    assert "(optional)" in str(form)
    form.is_filter = True
    assert "(optional)" not in str(form)
