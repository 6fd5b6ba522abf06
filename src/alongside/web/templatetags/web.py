"""The tags that pages are composed with; docs/building-pages.md shows each."""

import hashlib
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.web import charts

register = template.Library()
register.simple_tag(charts.bar)
register.simple_tag(charts.meter)


@register.simple_tag
def icon(name: str, label: str = "", size: str = "", flip: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """An icon of the sprite; with a label where no word stands beside it, else hidden from screen readers."""
    classes = " ".join(filter(None, ["icon", f"icon-{size}" if size else "", "flip" if flip else ""]))
    address = f"{static('web/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, address)


@register.inclusion_tag("web/components/avatar.html")
def avatar(person: Any, size: str = "") -> dict[str, Any]:  # noqa: ANN401  anyone with a name
    """The person's initials in a circle, in a tint that stays theirs; decoration beside the name."""
    words = str(person.name).split()
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    tint = hashlib.sha256(str(person.name).encode()).digest()[0] % 5 + 1
    return {"initials": initials, "tint": tint, "size": size}


@register.inclusion_tag("web/components/pair.html")
def pair(one: Any, other: Any, size: str = "") -> dict[str, Any]:  # noqa: ANN401  anyone with a name
    """Two people and the two lines between them."""
    return {"one": one, "other": other, "size": size}


@register.simple_tag
def status(state: str, word: str) -> SafeString:
    """A shape and a word; ``state`` is good, warn, bad, info, now or idle."""
    return format_html('<span class="status" data-state="{}">{}</span>', state, word)


@register.inclusion_tag("web/components/seen.html")
def seen(audience: str, text: str = "", only_when: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """Who can read this: ``me``, ``pair`` or ``team``, in words and with its icon.

    ``only_when`` shows the line only while that audience is chosen in the composer around it.
    """
    words = {
        "me": _("Only you"),
        "pair": _("Only you two"),
        "team": _("You and the programme team"),
    }
    icons = {"me": "lock", "pair": "pair", "team": "team"}
    return {
        "audience": audience,
        "text": text or words[audience],
        "icon_name": icons[audience],
        "only_when": only_when,
    }


@register.filter
def kind_of_control(field: BoundField) -> str:
    """How a field is drawn: ``choice`` (one box with its label), ``choices`` (a list of them), or ``input``."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "choice" if isinstance(widget, CheckboxInput) else "input"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's widget with the class of the house, and its errors and hint tied to it."""
    attributes: dict[str, Any] = {}
    if kind_of_control(field) == "input":
        attributes["class"] = f"input {field.field.widget.attrs.get('class', '')}".strip()
    described = [f"{field.auto_id}_error"] if field.errors else []
    described += [f"{field.auto_id}_helptext"] if field.help_text else []
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)


@register.inclusion_tag("web/components/pages.html", takes_context=True)
def pages(context: RequestContext, page: Page) -> dict[str, Any]:
    """The way to the other pages of a list; keeps the filters that are in the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "ellipsis": page.paginator.ELLIPSIS,
        "prefix": f"?{query.urlencode()}&page=" if query else "?page=",
    }
