"""How pages say what a profile holds."""

from django import template

from alongside.web.languages import language_name

register = template.Library()


register.filter("language_name", language_name)


@register.filter
def place_of_zone(name: str) -> str:
    """A time zone as people say it: its place."""
    return name.rpartition("/")[2].replace("_", " ")
