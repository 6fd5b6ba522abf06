"""People come in by a link, an invitation or a password; nobody else does, and nobody learns who has an account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from alongside.accounts.actions import invite, offer_persona
from alongside.accounts.models import Invitation, Person, User
from alongside.activity.actions import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)


def link_in(message: str) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", message)
    assert found
    return found.group(1)


def without_tokens(page: bytes) -> str:
    """The page without what protects its forms, which differs every time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", page.decode())


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_mailed_link_signs_in_once(cast: Cast, client: Client) -> None:
    client.post(reverse("sign_in_link"), {"email": cast.mentee.email.upper()})
    link = link_in(str(mail.outbox[0].body))
    assert client.get(link).status_code == 200
    assert not is_signed_in(client)
    assert client.post(link).status_code == 302
    assert is_signed_in(client)
    assert Client().post(link).status_code == 410


@pytest.mark.parametrize(
    "page", ["no-such-page", "account_logout", "//elsewhere.example/", "https://x.example/"]
)
def test_a_link_leads_to_no_page_that_is_not_ours(cast: Cast, client: Client, page: str) -> None:
    client.post(reverse("sign_in_link"), {"email": cast.mentee.email, "next": page})
    arrival = client.post(link_in(str(mail.outbox[0].body)))
    assert (arrival.status_code, arrival["Location"]) == (302, reverse("home"))


def test_an_unknown_address_gets_the_same_answer_and_no_mail(cast: Cast, client: Client) -> None:
    known = client.post(reverse("sign_in_link"), {"email": cast.mentee.email})
    unknown = client.post(reverse("sign_in_link"), {"email": "nobody@northfield.example"})
    assert known.status_code == unknown.status_code
    assert without_tokens(known.content) == without_tokens(unknown.content)
    assert len(mail.outbox) == 1


def test_nobody_who_left_is_invited(cast: Cast) -> None:
    gone = Person.objects.create(
        organisation=cast.organisation, name="Gone", email="gone@northfield.example", left_at=timezone.now()
    )
    with pytest.raises(RuleBroken, match="has left"):
        invite(gone, by=cast.admin)


def test_an_invitation_opens_the_account_once(cast: Cast, client: Client) -> None:
    newcomer = Person.objects.create(
        organisation=cast.organisation, name="New Person", email="new@northfield.example"
    )
    invite(newcomer, by=cast.admin)
    link = link_in(str(mail.outbox[0].body))
    assert client.post(link, {"password": "a long enough sentence"}).status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.user is not None
    assert newcomer.user.check_password("a long enough sentence")
    assert Client().post(link).status_code == 410


def test_an_old_invitation_says_so(cast: Cast, client: Client) -> None:
    newcomer = Person.objects.create(
        organisation=cast.organisation, name="New Person", email="new@northfield.example"
    )
    invite(newcomer, by=cast.admin)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(link_in(str(mail.outbox[0].body))).status_code == 410


def test_a_weak_password_is_refused_with_the_reason(cast: Cast, client: Client) -> None:
    newcomer = Person.objects.create(
        organisation=cast.organisation, name="New Person", email="new@northfield.example"
    )
    invite(newcomer, by=cast.admin)
    answer = client.post(link_in(str(mail.outbox[0].body)), {"password": "short"})
    assert b"at least 12 characters" in answer.content
    newcomer.refresh_from_db()
    assert newcomer.user is None


def test_wrong_passwords_lock_the_door_for_a_while(cast: Cast, client: Client) -> None:
    wrong = {"login": cast.mentee.email, "password": "not the password"}
    for _attempt in range(6):
        client.post(reverse("account_login"), wrong)
    client.post(reverse("account_login"), {**wrong, "password": "correct horse battery staple"})
    assert not is_signed_in(client)


def test_the_door_of_the_demonstration_exists_there_only(cast: Cast, client: Client) -> None:
    offer_persona(cast.mentee, part="Mentee", line="Wants to lead.", position=1)
    door = reverse("demo_door", args=[cast.mentee.public_id])
    with override_settings(DEMO=False):
        assert client.post(door).status_code == 404
    assert not is_signed_in(client)
    assert client.post(door).status_code == 302
    assert is_signed_in(client)


def test_the_door_opens_for_personas_only(cast: Cast, client: Client) -> None:
    assert client.post(reverse("demo_door", args=[cast.manager.public_id])).status_code == 404


def test_a_sent_mail_leaves_no_link_behind(cast: Cast, client: Client) -> None:
    client.post(reverse("sign_in_link"), {"email": cast.mentee.email})
    assert list(cast.mentee.deliveries.values_list("state", "text")) == [("sent", "")]


def test_a_forgotten_password_is_replaced_by_a_link(cast: Cast, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": cast.mentee.email})
    chosen = {"password1": "a quite different sentence", "password2": "a quite different sentence"}
    link = link_in(str(mail.outbox[0].body))
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], chosen)
    client.post(reverse("account_login"), {"login": cast.mentee.email, "password": chosen["password1"]})
    assert is_signed_in(client)
    assert [message.subject for message in mail.outbox] == [
        "Your link for a new password",
        "You have a new password",
    ]
    assert "Northfield Health" in mail.outbox[0].body


def test_a_forgotten_password_tells_nobody_who_has_an_account(cast: Cast, client: Client) -> None:
    known = client.post(reverse("account_reset_password"), {"email": cast.mentee.email}, follow=True)
    unknown = client.post(
        reverse("account_reset_password"), {"email": "nobody@northfield.example"}, follow=True
    )
    assert without_tokens(known.content) == without_tokens(unknown.content)
    assert len(mail.outbox) == 1


def test_a_mail_server_out_of_reach_gives_nobody_away(cast: Cast, client: Client) -> None:
    with override_settings(EMAIL_BACKEND="tests.activity.test_channels.OutOfReach"):
        known = client.post(reverse("account_reset_password"), {"email": cast.mentee.email}, follow=True)
    assert known.status_code == 200


@pytest.mark.parametrize("page", ["sign_in_link", "account_reset_password"])
def test_what_opens_an_account_goes_to_its_own_address_only(cast: Cast, client: Client, page: str) -> None:
    """Whoever keeps a directory can change addresses in it, and must not get into accounts by that."""
    address = cast.mentee.email
    Person.objects.filter(pk=cast.mentee.pk).update(email="attacker@northfield.example")
    client.post(reverse(page), {"email": address})
    assert [message.to for message in mail.outbox] == [[address]]


def test_somebody_of_the_directory_signs_in_by_link_without_an_invitation(cast: Cast, client: Client) -> None:
    Person.objects.create(organisation=cast.organisation, name="New Person", email="new@northfield.example")
    client.post(reverse("sign_in_link"), {"email": "new@northfield.example"})
    assert client.post(link_in(str(mail.outbox[0].body))).status_code == 302
    assert is_signed_in(client)


def test_a_changed_address_in_the_directory_opens_nobody_elses_account(cast: Cast, client: Client) -> None:
    Person.objects.filter(pk=cast.mentee.pk).update(email="attacker@northfield.example")
    client.post(reverse("sign_in_link"), {"email": "attacker@northfield.example"})
    assert mail.outbox == []


def test_an_invitation_is_for_the_address_it_was_sent_to(cast: Cast, client: Client) -> None:
    invited = Person.objects.create(
        organisation=cast.outsider.organisation, name="Mallory", email="mallory@southgate.example"
    )
    invite(invited, by=cast.outsider)
    Person.objects.filter(pk=invited.pk).update(email=cast.mentee.email)
    client.post(link_in(str(mail.outbox[0].body)), {"password": ""})
    invited.refresh_from_db()
    assert invited.user is not None
    assert invited.user.email == "mallory@southgate.example"
    assert client.get(cast.address("settings/")).status_code == 404


def test_one_account_opens_several_organisations(cast: Cast, client: Client) -> None:
    there = cast.outsider.organisation
    invited = Person.objects.create(organisation=there, name="Amara", email=cast.mentee.email)
    invite(invited, by=cast.outsider)
    link = link_in(str(mail.outbox[0].body))
    assert b"You have an account already" in client.get(link).content
    client.post(link, {"password": ""})
    invited.refresh_from_db()
    assert invited.user == cast.mentee.user
    assert b"Southgate College" in client.get("/").content


NEW = "amara@elsewhere.example"


def ask_for_new_address(cast: Cast, address: str = NEW) -> None:
    cast.client("mentee").post(cast.address("settings/address/"), {"email": address})


def test_somebody_signs_in_with_another_address_after_a_link(cast: Cast, client: Client) -> None:
    old = cast.mentee.email
    ask_for_new_address(cast)
    assert mail.outbox[0].to == [NEW]
    link = link_in(str(mail.outbox[0].body))
    client.get(link)
    cast.mentee.refresh_from_db()
    assert cast.mentee.email == old
    client.post(link)
    client.post(link)
    cast.mentee.refresh_from_db()
    assert cast.mentee.user is not None
    assert (cast.mentee.email, cast.mentee.user.email) == (NEW, NEW)
    assert [message.to for message in mail.outbox[1:]] == [[old]]


def test_a_sign_in_link_in_the_mailbox_of_before_opens_nothing(cast: Cast, client: Client) -> None:
    client.post(reverse("sign_in_link"), {"email": cast.mentee.email})
    ask_for_new_address(cast)
    before, change = (link_in(str(message.body)) for message in mail.outbox)
    client.post(change)
    assert Client().post(before).status_code == 410


def test_an_address_that_has_an_account_gets_no_link(cast: Cast, client: Client) -> None:
    ask_for_new_address(cast, cast.mentor.email)
    assert mail.outbox == []


def test_a_link_for_an_address_that_was_taken_meanwhile_changes_nothing(cast: Cast, client: Client) -> None:
    ask_for_new_address(cast)
    User.objects.create_user(NEW)
    assert client.post(link_in(str(mail.outbox[0].body))).status_code == 409
    cast.mentee.refresh_from_db()
    assert cast.mentee.email != NEW


def test_a_forged_link_for_an_address_changes_nothing(cast: Cast, client: Client) -> None:
    ask_for_new_address(cast)
    assert client.post(link_in(str(mail.outbox[0].body))[:-3] + "xx/").status_code == 410
