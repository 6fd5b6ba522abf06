"""Secrets that are shown once and kept only as a digest."""

import hashlib
import secrets


def new_secret(prefix: str = "") -> str:
    """A secret of 256 bits, with a prefix that says what it is for."""
    return f"{prefix}{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """What is stored instead: SHA-256 in hexadecimal. Enough, because the secret itself is random."""
    return hashlib.sha256(secret.encode()).hexdigest()
