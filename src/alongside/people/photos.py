"""Photos of people: small, square, and without what a camera writes into them (place, time, device)."""

from __future__ import annotations

import io
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from alongside.activity.actions import RuleBroken

SIDE = 512
MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def prepared_photo(source: BinaryIO) -> ContentFile:
    """Return a photo as a square JPEG of 512 pixels a side, drawn anew so that no metadata is left.

    Raises RuleBroken for files that are too large or no picture of a common kind.
    """
    data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise RuleBroken(_("This photo is larger than 10 MB. Choose a smaller one."))
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise RuleBroken(_("This photo has more than 50 million pixels. Choose a smaller one."))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RuleBroken(
            _("This file is not a photo that can be read. Choose a JPEG, PNG or WebP file.")
        ) from error
    square = ImageOps.fit(upright, (SIDE, SIDE))
    drawn = Image.new("RGB", square.size, "white")
    drawn.paste(square, mask=square.getchannel("A"))
    content = io.BytesIO()
    drawn.save(content, "JPEG", quality=85, optimize=True)
    return ContentFile(content.getvalue())
