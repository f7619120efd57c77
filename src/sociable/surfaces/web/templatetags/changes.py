"""What changed in a text, as HTML that is also heard: `ins` and `del` are not read out everywhere."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sociable.things.difference import Piece

register = template.Library()


@register.simple_tag
def changed(pieces: Iterable[Piece]) -> SafeString:
    return format_html_join("", "{}", ((piece_of(one),) for one in pieces))


def piece_of(piece: Piece) -> SafeString:
    if piece.kind == "same":
        return format_html("{}", piece.text)
    tag, said = ("del", _("taken away:")) if piece.kind == "gone" else ("ins", _("added:"))
    return format_html('<{0}><span class="unseen">{1} </span>{2}</{0}>', tag, said, piece.text)
