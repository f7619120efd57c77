"""The form part that all rooms share; `writing/editor.html` shows it."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sociable.people.models import Person
from sociable.surfaces.web.reader import person_of
from sociable.things import drafts
from sociable.things.models import Unsaved
from sociable.things.verbs import TITLE

LONGEST = 1_000_000
"""Characters of a text: some 600 printed pages."""


SAVED = "writing_saved"


class EditorForm(forms.Form):
    """What is written: `title`, `text`, and `base`, the number of the version it started from (0: something new)."""

    title = forms.CharField(label=_("Title"), max_length=TITLE)
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"})
    )
    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    just_saved = False
    """Whether what was written there last is saved: the browser's tab may forget it."""
    restored: Unsaved | None = None
    """What the form was filled with, when that had been kept and not saved."""

    def __init__(self, data: Any = None, *, titled: bool = True, where: str = "", initial: Any = None) -> None:
        ids = re.sub("[^a-z0-9]+", "-", where) or "id"  # several may stand on one page
        super().__init__(data, auto_id=f"{ids}_%s", initial=initial, label_suffix="")
        self.where = where
        if not titled:
            del self.fields["title"]

    def clean_base(self) -> int:
        return self.cleaned_data["base"] or 0


def editor_for(
    request: HttpRequest, *, where: str, title: str = "", text: str = "", base: int = 0, titled: bool = True
) -> EditorForm:
    """The form for writing there: as it was sent; or with what its writer had not saved; or else as given.

    `where` names the place of writing ("wiki:new:3", "thing:45"), the same each time it is opened.
    """
    if request.method == "POST":
        return EditorForm(request.POST, titled=titled, where=where)
    me = person_of(request)
    found = unsaved(me, where, title, text) if me else None
    said = {"title": found.title, "text": found.text, "base": found.base} if found else {}
    form = EditorForm(titled=titled, where=where, initial={"title": title, "text": text, "base": base, **said})
    form.restored = found
    form.just_saved = told_saved(request, where)
    return form


def unsaved(me: Person, where: str, title: str, text: str) -> Unsaved | None:
    """What they had not saved there. What says the same as what stands was kept a moment after it was saved."""
    found = drafts.kept(person=me, where=where)
    if found and (found.title, lines(found.text)) == (title, lines(text)) and text:
        drafts.drop(person=me, where=where)
        return None
    return found


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")


def saved(request: HttpRequest, where: str) -> None:
    """Tells that what was written there is saved: nothing of it need be kept any more."""
    me = person_of(request)
    if me:
        drafts.drop(person=me, where=where)
        request.session[SAVED] = [*request.session.get(SAVED, [])[-20:], where]


def told_saved(request: HttpRequest, where: str) -> bool:
    """Whether something was saved there since the form was last opened; told once."""
    done = request.session.get(SAVED, [])
    if where in done:
        request.session[SAVED] = [one for one in done if one != where]
    return where in done
