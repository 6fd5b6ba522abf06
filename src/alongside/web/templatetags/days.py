"""Days as people say them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

register = template.Library()


@register.filter
def day(value: date | datetime) -> str:
    """Today, tomorrow, yesterday, or the weekday and date; with the year once it is another."""
    on, today = _local_day(value), timezone.localdate()
    near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}.get((on - today).days)
    if near:
        return near
    if on.year == today.year:
        return date_format(on, pgettext("a day of this year", "D j F"))
    return date_format(on, pgettext("a day of another year", "j F Y"))


@register.filter
def days_ago(value: date | datetime) -> str:
    """How long ago a day was, in days."""
    days = (timezone.localdate() - _local_day(value)).days
    if days <= 0:
        return _("today")
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


def _local_day(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
