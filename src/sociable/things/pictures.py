"""Pictures as they are kept: made again from their points, so that nothing else of what was sent remains.

No place or camera (EXIF), no second file hidden behind the first; turned upright, and no larger than a page needs.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from sociable.people.verbs import Refused

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
"""What is read, and as what it is kept. SVG is a program, and is not among them."""
SIDE = 2_000
"""Points of the longer side of a picture that is kept."""
MOST_POINTS = 50_000_000
"""A picture of more is refused before it is unpacked: a few bytes can claim any size."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be kept."""

    content: bytes
    type: str
    width: int
    height: int


def picture_from(content: bytes) -> Picture:
    """The picture in some bytes, made small and clean. Raises Refused for what is none, or would be too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=list(KINDS)) as opened:
                return kept(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(too_large()) from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError, KeyError, TypeError):
        raise Refused(_("This is not a picture that can be read: JPEG, PNG, GIF or WebP.")) from None


def kept(opened: Image.Image) -> Picture:
    if opened.width * opened.height > MOST_POINTS:
        raise Refused(too_large())
    form = opened.format or ""
    opened.load()  # of one that moves, the first picture
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((SIDE, SIDE))
    made, written = BytesIO(), "PNG" if form == "GIF" else form
    plain = clean(upright, written)
    plain.save(made, written, **({"quality": 85} if written in ("JPEG", "WEBP") else {"optimize": False}))
    return Picture(made.getvalue(), KINDS[written], plain.width, plain.height)


def clean(picture: Image.Image, form: str) -> Image.Image:
    """The points alone: what a picture carries beside them stays behind."""
    see_through = form != "JPEG" and picture.has_transparency_data
    plain = picture.convert("RGBA" if see_through else "RGB")
    plain.info = {}
    return plain


def too_large() -> str:
    return _("This picture has too many points: make it smaller first.")
