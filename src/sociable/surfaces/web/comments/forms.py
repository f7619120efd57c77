"""The house's one form part, cut to a comment."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sociable.responses.comments.verbs import LONGEST
from sociable.surfaces.web.writing.forms import EditorForm, editor_for
from sociable.things.models import Thing

ROWS = 5


def form_for(request: HttpRequest, where: str, text: str = "", base: int = 0) -> EditorForm:
    """The editor for a comment, filled with what was sent, or not saved, or else with the text."""
    form = editor_for(request, where=where, text=text, base=base, titled=False)
    form.label_suffix = ""
    field = form.fields["text"]
    field.label = _("Your comment")
    field.widget.attrs |= {"rows": ROWS, "maxlength": LONGEST}
    return form


def place_of_writing(on: Thing) -> str:
    return f"comment:{on.pk}"
