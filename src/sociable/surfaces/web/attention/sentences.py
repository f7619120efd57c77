"""What a notice says, in the reader's language: who did what. The title of what it is about stands beside it."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _

from sociable.knowledge.notices.read import Notice
from sociable.knowledge.notices.reasons import Reason

NAMED = 2
"""People called by name; more are counted."""


def who(names: list[str], others: int) -> str:
    """ "Ada Lovelace", "Ada Lovelace and Bruno Côté", "Ada Lovelace and 3 others"."""
    if not names:
        return gettext("Somebody")
    if len(names) == 1 and not others:
        return names[0]
    if len(names) == NAMED and not others:
        return gettext("%(a)s and %(b)s") % {"a": names[0], "b": names[1]}
    rest = len(names) - 1 + others
    many = ngettext("%(a)s and %(number)s other", "%(a)s and %(number)s others", rest)
    return many % {"a": names[0], "number": rest}


Says = Callable[[int], str]
"""The sentence for so many people."""

SENTENCES: Mapping[Reason, Says] = {
    Reason.HELP: lambda n: ngettext("%(who)s asks you for help", "%(who)s ask you for help", n),
    Reason.ROUTED: lambda n: ngettext("%(who)s passed a question to you", "%(who)s passed a question to you", n),
    Reason.REVIEW: lambda n: ngettext("%(who)s asks you to review a post", "%(who)s ask you to review a post", n),
    Reason.CIRCLE: lambda n: ngettext("%(who)s invites you to a circle", "%(who)s invite you to a circle", n),
    Reason.MENTION: lambda n: ngettext("%(who)s names you", "%(who)s name you", n),
    Reason.REPLY: lambda n: ngettext("%(who)s answers you", "%(who)s answer you", n),
    Reason.PROMOTE: lambda n: ngettext(
        "%(who)s would make a post of your comment", "%(who)s would make a post of your comment", n
    ),
    Reason.TAKEN: lambda n: ngettext("%(who)s took what you suggested", "%(who)s took what you suggested", n),
    Reason.LEFT: lambda n: ngettext("%(who)s left the page as it was", "%(who)s left the page as it was", n),
    Reason.THANKS: lambda n: ngettext("%(who)s thanks you", "%(who)s thank you", n),
    Reason.BOOST: lambda n: ngettext("%(who)s passes on what you wrote", "%(who)s pass on what you wrote", n),
    Reason.THREAD: lambda n: ngettext("%(who)s says more in your thread", "%(who)s say more in your thread", n),
    Reason.BLOG: lambda n: ngettext("%(who)s lets you write in a blog", "%(who)s let you write in a blog", n),
    Reason.CIRCLE_HANDED: lambda n: ngettext("%(who)s hands a circle to you", "%(who)s hand a circle to you", n),
    Reason.USEFUL: lambda n: ngettext("%(who)s finds this useful", "%(who)s find this useful", n),
    Reason.FOLLOWED: lambda n: ngettext(
        "%(who)s says more in a thread you follow", "%(who)s say more in a thread you follow", n
    ),
    Reason.ENDORSED: lambda n: ngettext("%(who)s says who would know", "%(who)s say who would know", n),
    Reason.EXCUSED: lambda n: ngettext("%(who)s cannot answer this", "%(who)s cannot answer this", n),
    Reason.ANSWERED: lambda n: ngettext("%(who)s took your answer", "%(who)s took your answer", n),
    Reason.CREDITED: lambda n: ngettext(
        "%(who)s made something of what you said", "%(who)s made something of what you said", n
    ),
    Reason.APPROVED: lambda n: ngettext("%(who)s approves your post", "%(who)s approve your post", n),
    Reason.SENT_BACK: lambda n: ngettext(
        "%(who)s would change your post first", "%(who)s would change your post first", n
    ),
}

KINDS: Mapping[Reason, Promise] = {
    Reason.HELP: _("Somebody asks you for help"),
    Reason.ROUTED: _("A question is passed to you"),
    Reason.REVIEW: _("A post waits for your review"),
    Reason.CIRCLE: _("You are invited to a circle"),
    Reason.MENTION: _("You are named"),
    Reason.REPLY: _("Somebody answers you"),
    Reason.HELD: _("A comment from outside waits to be let in"),
    Reason.PROMOTE: _("A post is to be made of your comment"),
    Reason.TAKEN: _("What you suggested for a page is taken"),
    Reason.LEFT: _("What you suggested for a page is not taken"),
    Reason.THANKS: _("You are thanked"),
    Reason.BOOST: _("What you wrote is passed on"),
    Reason.THREAD: _("More is said in a thread of yours"),
    Reason.BLOG: gettext_lazy("You may write in a blog"),
    Reason.CIRCLE_HANDED: gettext_lazy("A circle is handed to you"),
    Reason.USEFUL: _("What you wrote is useful to somebody"),
    Reason.FOLLOWED: _("More is said in a thread you follow"),
    Reason.ENDORSED: _("Somebody says who would know what you asked"),
    Reason.EXCUSED: _("Somebody whom you asked cannot answer"),
    Reason.ANSWERED: _("Your answer settled a question"),
    Reason.CREDITED: _("A page or a post is made of what you said"),
    Reason.APPROVED: _("A post of yours was approved by its reviewer"),
    Reason.SENT_BACK: _("A reviewer would change a post of yours first"),
}
"""What one may be told of, as the settings say it."""


def sentence(notice: Notice, names: list[str]) -> str:
    if notice.reason == Reason.HELD:
        waits = ngettext(
            "%(number)s comment from outside waits for your word",
            "%(number)s comments from outside wait for your word",
            notice.number,
        )
        return waits % {"number": notice.number}
    shown = names[:NAMED]
    people = max(1, len(notice.actors)) if names else 1  # "Somebody finds", however many may not be named
    return SENTENCES[notice.reason](people) % {"who": who(shown, people - len(shown) if names else 0)}
