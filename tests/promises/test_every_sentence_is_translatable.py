"""Every sentence that a person sees can be said in another language.

The site is drawn in a pseudo-language that marks each translated text; what a person would see without
a mark, and what is neither a name nor a number nor something that somebody wrote, is not translatable.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils.translation import trans_real
from django.utils.translation.trans_real import DjangoTranslation
from tests.cast import Cast
from tests.routes import MARKER, know

from alongside.privacy.routes import ROUTES, Audience

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

OPEN, CLOSE = "\u27e6", "\u27e7"
SPOKEN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
SILENT = {"script", "style", "code", "option"}
SOMEBODY_INSIDE = {Audience.TEAM: "manager", Audience.STARTERS: "manager", Audience.DIRECTORY: "manager"}
SOMEBODY_INSIDE[Audience.ADMINS] = "admin"


class Marked(DjangoTranslation):
    """The pseudo-language: every text between marks."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}" if message else message

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class Seen(HTMLParser):
    """Collects what a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]
        if tag not in {"input", "meta", "link", "br", "img", "hr", "use", "rect", "line", "circle", "path"}:
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not SILENT & set(self.within):
            self.texts.append(data)


@pytest.fixture
def pseudo_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw everything in the pseudo-language."""
    monkeypatch.setattr(trans_real, "_active", trans_real.Local())
    monkeypatch.setattr(trans_real, "_default", None)
    monkeypatch.setattr(trans_real, "_translations", {})
    made: dict[str, Marked] = {}

    def translation(language: str) -> Marked:
        return made.setdefault(language, Marked(language))

    monkeypatch.setattr(trans_real, "translation", translation)


def data_of(cast: Cast) -> list[str]:
    """What is not language but data: names, addresses, what somebody wrote."""
    people = cast.everybody().values()
    names = [person.name for person in people] + [person.short_name for person in people]
    names += [
        "".join(word[0] for word in (person.name.split()[0], person.name.split()[-1])) for person in people
    ]
    programmes = [cast.mentoring.name, cast.coaching.name, cast.organisation.name]
    addresses = [person.email for person in people]
    own = [
        "Alongside",
        "Your hope",
        "people.csv",
        "New Person",
        "new@northfield.example",
        "name",
        "email",
        "UTC",
    ]
    return sorted([*names, *programmes, *addresses, *own, MARKER], key=len, reverse=True)


def unmarked(text: str, data: list[str]) -> str:
    """What is left of a text without marked parts, data, and what has no letters."""
    while re.search(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", text):
        text = re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)
    text = re.sub(r"https?://\S+", " ", text)
    for known in data:
        text = text.replace(known, " ")
    return " ".join(word for word in text.split() if re.search(r"[^\W\d_]{2}", word))


def left_over(page: str, data: list[str]) -> Iterator[str]:
    """The texts of a page that nobody could translate."""
    seen = Seen()
    seen.feed(page)
    yield from filter(None, (unmarked(text, data) for text in seen.texts))


def test_a_sentence_without_a_mark_is_found() -> None:
    page = f"<p>{OPEN}Said{CLOSE} Amara Okafor, 12 and forgotten</p><input aria-label='Also forgotten'>"
    assert list(left_over(page, ["Amara Okafor"])) == ["and forgotten", "Also forgotten"]


def test_no_page_has_a_sentence_that_cannot_be_translated(cast: Cast, pseudo_language: None) -> None:
    known, data, found = know(cast), data_of(cast), set()
    clients: dict[str, Any] = {part: cast.client(part) for part in ("mentee", "manager", "admin")}
    for name, audience in ROUTES.items():
        answer = clients[SOMEBODY_INSIDE.get(audience, "mentee")].get(known.address(name))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            assert OPEN in answer.content.decode()
            found |= {f"{name}: {text}" for text in left_over(answer.content.decode(), data)}
    assert not found, "\n".join(sorted(found))
