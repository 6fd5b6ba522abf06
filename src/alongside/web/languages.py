"""Languages as people read and write them: by name, kept as codes."""

from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from alongside.tables.languages import LANGUAGES
from alongside.tables.values import parse_language, split_list


def language_name(code: str) -> str:
    """A language by its name, in the reader's language where it is known."""
    try:
        return str(_(get_language_info(code)["name"]))
    except KeyError:
        return LANGUAGES.get(code, code).split(" ")[0]


class ListField(forms.CharField):
    """Several short texts, with commas between them."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Show a list as one line."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401
        """Give the items, each once; a list is taken as one."""
        return split_list(super().clean(", ".join(map(str, value)) if isinstance(value, list) else value))


class LanguagesField(ListField):
    """Languages by name or code, kept as codes."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Show names, where they are read back as the same languages."""
        if not isinstance(value, list):
            return value
        named = [(code, language_name(code)) for code in value]
        return ", ".join(name if parse_language(name) == code else code for code, name in named)

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401
        """Give the codes of the languages."""
        codes = []
        for item in super().clean(value):
            code = parse_language(item)
            if code is None:
                message = gettext_lazy(
                    "“%(item)s” is not a language that is known here. Write its name or its code."
                )
                raise forms.ValidationError(message, params={"item": item})
            codes.append(code)
        return codes
