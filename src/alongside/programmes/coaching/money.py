"""Money as people read it: an exact amount with its currency, as the reader's language writes numbers."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

CURRENCIES = (
    (
        "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY"
    )
    + " TWD USD ZAR"
).split()
"""Codes of ISO 4217 that a programme may pay in."""

WITHOUT_DECIMALS = frozenset({"HUF", "JPY", "KRW", "TWD"})


def money(amount: Decimal, currency: str) -> str:
    """An amount in words: 1,250.00 EUR."""
    decimals = 0 if currency in WITHOUT_DECIMALS and amount == amount.to_integral_value() else 2
    number = number_format(amount, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return _("%(number)s %(currency)s") % {"number": number, "currency": currency}
