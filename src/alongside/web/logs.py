"""What the log leaves out: addresses of pages that open an account for whoever reads them."""

import logging
import re

SECRET_ADDRESSES = re.compile(r"/(invitations|sign-in/address|password/reset/key)/[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Shorten such an address to what it is for; a request that is refused is logged with its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's words; every record is kept."""
        record.msg, record.args = SECRET_ADDRESSES.sub(r"/\1/…", record.getMessage()), None
        return True
