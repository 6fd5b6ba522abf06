"""How pages say what a profile holds."""

from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from alongside.tables.languages import LANGUAGES

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """A language by its name, in the reader's language where it is known."""
    try:
        return str(_(get_language_info(code)["name"]))
    except KeyError:
        return LANGUAGES.get(code, code).split(" ")[0]


@register.filter
def place_of_zone(name: str) -> str:
    """A time zone as people say it: its place."""
    return name.rpartition("/")[2].replace("_", " ")
