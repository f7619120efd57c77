"""Words of the sources as people say them: roles and kinds in the reader's language. An unknown word stays as it is."""

from babel import Locale
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

ROLES = {
    "answerer": _("answerer"),
    "asker": _("asker"),
    "author": _("author"),
    "co-author": _("co-author"),
    "commenter": _("commenter"),
    "committer": _("committer"),
    "editor": _("editor"),
    "endorsed": _("said to know the answer"),
    "helper": _("helper"),
    "merger": _("merger"),
    "participant": _("participant"),
    "poster": _("writer of the note"),
    "proofreader": _("proofreader"),
    "reporter": _("reporter"),
    "reviewer": _("reviewer"),
    "signer": _("signer"),
    "suggester": _("suggester"),
    "tester": _("tester"),
    "translator": _("translator"),
}

KINDS = {
    "answer": pgettext_lazy("kind", "Answer"),
    "article": _("Article"),
    "comment": pgettext_lazy("kind", "Comment"),
    "commit": _("Commit"),
    "document": _("Document"),
    "incident": _("Incident report"),
    "issue": _("Issue"),
    "mail": _("E-mail"),
    "meeting": _("Meeting notes"),
    "merge": _("Merge"),
    "message": _("Message"),
    "note": _("Note"),
    "page": _("Page"),
    "paper": _("Paper"),
    "post": _("Post"),
    "publication": _("Publication"),
    "publication title": _("Publication title"),
    "question": _("Question"),
    "remark": _("Remark"),
    "suggestion": _("Suggestion"),
}

SURE = {
    "strong": _("Strong signs"),
    "some": _("Some signs"),
    "faint": _("Faint signs"),
}
"""How sure the locator is of a person."""

SAID_BY_THE_KIND = frozenset(
    {("answer", "answerer"), ("comment", "commenter"), ("note", "poster"), ("question", "asker")}
)
"""Kinds that say the role of whoever made them."""


def label_of_role(role: str) -> str:
    return str(ROLES.get(role, role))


def label_of_kind(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def label_of_language(code: str) -> str:
    """The name of a language (ISO 639) in the reader's own."""
    return str(Locale.parse(get_language() or "en", sep="-").languages.get(code, code))
