"""Words of the sources as people say them: roles and kinds in the reader's language. An unknown word stays as it is."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "answerer": _("answerer"),
    "asker": _("asker"),
    "author": _("author"),
    "co-author": _("co-author"),
    "committer": _("committer"),
    "editor": _("editor"),
    "helper": _("helper"),
    "merger": _("merger"),
    "reporter": _("reporter"),
    "reviewer": _("reviewer"),
    "signer": _("signer"),
    "tester": _("tester"),
}

KINDS = {
    "answer": _("Answer"),
    "article": _("Article"),
    "comment": _("Comment"),
    "commit": _("Commit"),
    "document": _("Document"),
    "issue": _("Issue"),
    "mail": _("E-mail"),
    "merge": _("Merge"),
    "message": _("Message"),
    "note": _("Note"),
    "page": _("Page"),
    "paper": _("Paper"),
    "post": _("Post"),
    "publication": _("Publication"),
    "publication title": _("Publication title"),
    "question": _("Question"),
}

LANGUAGES = {
    "ar": _("Arabic"),
    "de": _("German"),
    "en": _("English"),
    "es": _("Spanish"),
    "fr": _("French"),
    "it": _("Italian"),
    "ja": _("Japanese"),
    "nl": _("Dutch"),
    "pt": _("Portuguese"),
    "zh": _("Chinese"),
}


def label_of_role(role: str) -> str:
    return str(ROLES.get(role, role))


def label_of_kind(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def label_of_language(code: str) -> str:
    return str(LANGUAGES.get(code, code))
