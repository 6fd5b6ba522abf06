"""The tags that pages are composed with; docs/building-pages.md shows each."""

import hashlib
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context, RequestContext
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.web import charts
from alongside.web.forms import described_by, first_control, is_radio, look_of

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


@register.inclusion_tag("web/components/seen.html", takes_context=True)
def seen(
    context: Context,
    audience: str,
    text: str = "",
    only_when: bool = False,  # noqa: FBT001, FBT002
) -> dict[str, Any]:
    """Who can read this: ``me``, ``pair`` or ``team``, in words and with its icon.

    ``only_when`` shows the line only while that audience is chosen in the composer around it. “Only you” and
    “only you two” lead to their limits, in a tab of its own, because somebody may be writing.
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
        "organisation": context.get("organisation") if audience in {"me", "pair"} else None,
    }


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's widget with the class of the house, and its errors and hint tied to it."""
    look, described = look_of(field), described_by(field)
    house = {"input": "input", "slider": "range"}.get(look, "")
    classes = " ".join(filter(None, [house, field.field.widget.attrs.get("class", "")]))
    attributes = {"class": classes, "aria-describedby": described}
    return field.as_widget(attrs={name: value for name, value in attributes.items() if value})


@register.simple_tag
def group_attributes(field: BoundField) -> SafeString:
    """What a fieldset says of its field to screen readers: hint, error, and whether one has to choose."""
    attributes = {"aria-describedby": described_by(field)}
    if is_radio(field):
        attributes |= {
            "role": "radiogroup",
            "aria-invalid": "true" if field.errors else "",
            "aria-required": "true" if field.field.required else "",
        }
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in attributes.items() if value))


@register.filter
def field_template(field: BoundField) -> str:
    """The template that draws the field."""
    return f"web/components/fields/{look_of(field)}.html"


@register.inclusion_tag("web/components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, at its top: what concerns the whole, and the way to each wrong field."""
    general = [*form.non_field_errors()]
    general += [error for field in form.hidden_fields() for error in field.errors]
    fields = [field for field in form.visible_fields() if field.errors]
    several = len(form.visible_fields()) > 1
    return {
        "general": general,
        "wrong": [(first_control(field), field) for field in fields] if several else [],
        "count": len(general) + len(fields),
    }


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
