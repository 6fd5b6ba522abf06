"""What the environment says is what the settings hold."""

import os
import subprocess
import sys
from pathlib import Path


def setting(name: str, **environment: str) -> str:
    """The value of one of the product's own settings, read by a process with that environment."""
    wanted = f"from alongside import settings; print(settings.{name})"
    source = str(Path(__file__).parents[1] / "src")
    answer = subprocess.run(
        [sys.executable, "-c", wanted],
        env={**os.environ, "PYTHONPATH": source, "ALONGSIDE_SECRET_KEY": "for this test only", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


def test_mails_are_written_to_the_folder_that_was_named() -> None:
    url = "filemail:///var/lib/alongside/mails"
    assert setting("EMAIL_FILE_PATH", ALONGSIDE_EMAIL_URL=url) == "/var/lib/alongside/mails"


def test_a_mail_server_is_reached_as_its_address_says() -> None:
    url = "smtp+tls://me%40example.org:secret@mail.example.org:587"
    assert setting("EMAIL_HOST_USER", ALONGSIDE_EMAIL_URL=url) == "me@example.org"
    assert setting("EMAIL_USE_TLS", ALONGSIDE_EMAIL_URL=url) == "True"


def test_cookies_are_secure_where_people_come_over_https() -> None:
    assert setting("SESSION_COOKIE_SECURE", ALONGSIDE_URL="https://mentoring.example.org") == "True"
    assert setting("SESSION_COOKIE_SECURE", ALONGSIDE_URL="http://127.0.0.1:8000") == "False"


def test_the_demonstration_is_off_unless_asked_for() -> None:
    assert setting("DEMO", ALONGSIDE_DEMO="") == "False"


def test_the_name_in_the_address_is_answered_to() -> None:
    assert "mentoring.example.org" in setting("ALLOWED_HOSTS", ALONGSIDE_URL="https://mentoring.example.org")
