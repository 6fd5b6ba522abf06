"""The pattern page: every part that pages are built from, drawn by the same tags, with its markup.

It is written for people who build pages, in English, and exists in the demonstration only. Each part is
one template in ``web/patterns/``; what is shown as its markup is that template's own text.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.utils.safestring import SafeString, mark_safe

from alongside.web import charts
from alongside.web.forms import Cards, Day, Grades, Scale, Segments, Slider, Switch

TEMPLATES = Path(__file__).parent / "templates" / "web" / "patterns"


@dataclass(frozen=True)
class Part:
    """One part as shown: the name of its template, and when to use it."""

    title: str
    name: str
    note: str = ""

    @property
    def markup(self) -> str:
        """How a page writes it."""
        return (
            (TEMPLATES / f"{self.name}.html").read_text().removeprefix("{% load days i18n web %}\n").strip()
        )


@dataclass(frozen=True)
class Chapter:
    """Parts that belong together."""

    key: str
    title: str
    parts: tuple[Part, ...]


CHAPTERS = (
    Chapter(
        "act",
        "Buttons and links",
        (
            Part(
                "Buttons",
                "buttons",
                "One .btn-main on a page: the thing to do now. Say the verb and the object.",
            ),
            Part("Icons", "icons", "An icon goes with a word. Alone, it says its object too."),
            Part("Menu", "menu", "A details element. Escape and a press elsewhere close it."),
        ),
    ),
    Chapter(
        "write",
        "Fields",
        (
            Part("A form", "form", "One tag. Labels, hints and errors are tied to their controls."),
            Part(
                "A form with errors", "form_errors", "The way to each wrong field, and the error beside it."
            ),
            Part("Choices", "choices", "A widget of web/forms.py says how its field is drawn."),
            Part("File", "file", "A file may be dropped on it where scripts run."),
        ),
    ),
    Chapter(
        "privacy",
        "Writing and privacy",
        (
            Part("Who can read this", "seen", "Two lines are two people, one dashed line is only you."),
            Part("Notes", "notes"),
            Part("Composer", "composer", "Choosing a reader changes the edge, the ground and the sentence."),
        ),
    ),
    Chapter(
        "say",
        "Words and people",
        (
            Part(
                "Status, tag, chip",
                "words",
                "A status is a shape and a word. A tag labels. A chip is a filter.",
            ),
            Part("People", "people"),
            Part("Days", "days"),
            Part("Callout", "callout"),
            Part("Empty", "empty", "Say what would stand here, and the first step."),
        ),
    ),
    Chapter(
        "hold",
        "Surfaces and figures",
        (
            Part(
                "Leaf",
                "leaf",
                "A .section with its rule is enough for most things. A leaf is what one acts on.",
            ),
            Part("Figures", "figures"),
            Part("Facts", "facts"),
            Part("List", "list"),
        ),
    ),
    Chapter(
        "move",
        "Moving about",
        (
            Part("Breadcrumb", "crumbs"),
            Part("Tabs", "tabs", "Links to real addresses."),
            Part("Steps", "steps"),
            Part("Fold", "fold"),
            Part("Pages of a list", "pages", "Keeps the filters in the address."),
        ),
    ),
    Chapter(
        "tables", "Tables", (Part("Table", "table", "In .scroll, so that only the table moves on a phone."),)
    ),
    Chapter(
        "time",
        "Progress and time",
        (
            Part("Progress and meter", "progress"),
            Part("Thread", "thread", "Sessions on the two lines of a pair."),
            Part("Strip", "strip", "What comes, on the same two lines."),
        ),
    ),
    Chapter(
        "charts",
        "Charts",
        (
            Part("Row chart", "plot", "A table, so that it can be read aloud. Marks stand in per cent."),
            Part("One mark each", "units", "charts.units, beside the same in words."),
        ),
    ),
)


TOPICS = ("Delegating", "Feedback")
GRADES = (("", "Not at all"), (1, "1, a little"), (3, "3, well"), (5, "5, very well"))


class PatternForm(forms.Form):
    """One field of each kind that is written in."""

    name = forms.CharField(
        label="Name of the programme", help_text="As people will read it on the join page."
    )
    site = forms.ChoiceField(label="Where", choices=[("riverside", "Riverside"), ("elm", "Elm House")])
    purpose = forms.CharField(
        label="What it is for", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    starts_on = forms.DateField(label="First day", widget=Day)


class ChoicesForm(forms.Form):
    """One field of each kind that is chosen in."""

    matching = forms.ChoiceField(
        label="Who makes the pairs",
        choices=[("proposed", "Alongside proposes"), ("chosen", "Mentees choose")],
        widget=Cards(
            hints={"proposed": "You see every reason and decide.", "chosen": "Each sees three mentors."}
        ),
    )
    rhythm = forms.ChoiceField(
        label="They meet",
        choices=[(7, "Every week"), (14, "Every two weeks"), (30, "Every month")],
        widget=Segments,
    )
    use = forms.ChoiceField(
        label="How useful was this hour?",
        choices=[(number, number) for number in range(1, 6)],
        widget=Scale(low="Not useful", high="Very useful"),
    )
    topics = forms.MultiValueField(
        label="How well do you know each?",
        fields=[forms.ChoiceField(choices=GRADES, required=False) for _topic in TOPICS],
        required=False,
        widget=Grades(things=TOPICS, choices=GRADES),
    )
    ways = forms.MultipleChoiceField(
        label="Meets",
        choices=[("video", "By video"), ("place", "At Riverside")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.IntegerField(label="Hours they share", min_value=0, max_value=5, widget=Slider)
    is_apart = forms.BooleanField(label="Not in the same line", required=False, widget=Switch)
    is_kept = forms.BooleanField(label="Keep it for a year", help_text="Then it is erased.", required=False)


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(label="File of people", help_text="CSV or XLSX, up to 5 MB.")


@dataclass(frozen=True)
class Sample:
    """Somebody to draw."""

    name: str


def patterns(request: HttpRequest) -> HttpResponse:
    """Every part with its markup; there is no such page outside the demonstration."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    context = samples()
    chapters = [
        (chapter, [(part, _drawn(part, request, context)) for part in chapter.parts]) for chapter in CHAPTERS
    ]
    return render(request, "web/patterns.html", {"chapters": chapters})


def samples() -> dict[str, Any]:
    """What the parts are drawn with."""
    chosen = {"matching": "proposed", "rhythm": 14, "use": 4, "ways": ["video"], "hours": 3, "is_apart": True}
    return {
        "form": PatternForm(),
        "wrong_form": PatternForm({"site": "riverside", "starts_on": "tomorrow"}, auto_id="wrong_%s"),
        "choices_form": ChoicesForm(initial=chosen),
        "file_form": FileForm(),
        "amara": Sample("Amara Okafor"),
        "henrik": Sample("Henrik Lindqvist"),
        "page": Paginator(range(240), 20).get_page(4),
        "crowd": charts.units([("good", 37), ("warn", 4), ("bad", 3)]),
        "drawing": charts.marks([0.4, 0.55, 0.8], lowest=0, highest=1),
        "icon_names": ("lock", "pair", "team", "calendar", "check", "alert", "info", "download", "arrow"),
    }


def _drawn(part: Part, request: HttpRequest, context: dict[str, Any]) -> SafeString:
    template = engines["django"].get_template(f"web/patterns/{part.name}.html")
    return mark_safe(template.render(context, request))  # noqa: S308  a template's own output, escaped there
