"""The verbs of the ledger, in the alphabet's order.

Grammar: a verb of W3C ActivityStreams 2.0 keeps its name; one of ours is written `sociable:Verb`. An act reads
"actor verb thing (version) [in public] at time", and `detail` adds ids and small numbers, never words: text lives in
versions, so that a person can be erased without forging history.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb, what it says of the world, and the keys its detail may hold."""

    name: str
    meaning: str
    detail: Mapping[str, str] = field(default_factory=dict)


TOKEN = {"token": "id of the token; what it is called is in that row"}
STANCE = {"stance": "id of what was said; the topic itself is in that row, and goes with it"}

ENDORSED = {"person": "id", "role": "id of the role of whoever is said to know"}
FOLLOWED = {"person": "id of the person", "tag": "id of the tag"}
BLOG = {"blog": "id of the blog"}
KEY = {"key": "id of the key"}
POST = {"post": "id of the post in its blog"}
REVIEWED = {**POST, "person": "id of who had asked for the review"}

REASON = {"reason": "number of the kind, as docs/notices.md lists them"}
HOURS = {
    "begins": "minutes after midnight; -1 for no hours",
    "ends": "minutes after midnight; -1 for no hours",
    "weekends": "1 if weekends are quiet",
}

VERBS = (
    Verb(
        "Accept",
        "The actor took what was suggested for a page of the wiki, or the thing as the answer to what they asked; "
        "or joins the public they were invited to.",
        {"page": "id of the page"},
    ),
    Verb("Add", "The actor is credited on the thing in one more role.", {"role": "id of the role"}),
    Verb("Announce", "The actor passed the thing on to whoever follows them, as far as those may see it."),
    Verb("Create", "The actor made the thing; its first version says what.", {"role": "id of the role"}),
    Verb("Delete", "The thing was withdrawn; nobody is shown it any more."),
    Verb(
        "Follow",
        "The actor wants to hear of the person or the tag in the detail, or of what is said to the thing.",
        FOLLOWED,
    ),
    Verb(
        "Invite",
        "The actor asked the person in the detail for help, with a thing, to answer that question; "
        "with a public alone, to join that circle.",
        {"person": "id"},
    ),
    Verb("Join", "The actor became a member of the public."),
    Verb(
        "Leave",
        "The actor is no longer a member of the public.",
        {"by": "id of who ended it, where it was somebody else"},
    ),
    Verb("Like", "The actor found the thing useful."),
    Verb("Move", "The thing is now for another public.", {"from": "id of the public it was for"}),
    Verb(
        "Reject",
        "The actor left the page of the wiki as it is; or does not join the public they were invited to.",
        {"page": "id of the page"},
    ),
    Verb("Remove", "The actor is no longer credited on the thing in the role.", {"role": "id of the role"}),
    Verb(
        "Undo",
        "The actor took back having asked the person in the detail for help, or having kept them apart from another.",
        {"person": "id", "from": "id of whom they were kept apart from"},
    ),
    Verb("Update", "The thing has a new version.", {"number": "the version's number"}),
    Verb("sociable:Admit", "The actor lets a comment in that waited for it."),
    Verb("sociable:Affirm", "The actor says that the page is still true.", {"number": "of the version they read"}),
    Verb("sociable:Approve", "The actor read a post that is to be published, and says yes to it.", REVIEWED),
    Verb(
        "sociable:AskOn",
        "The actor said when to ask whether the page is still true.",
        {"day": "counted from the first of January of the year 1, which is 1; 0 for never"},
    ),
    Verb("sociable:Attach", "The actor made a file part of the thing.", {"file": "id"}),
    Verb("sociable:Authorise", "The person in the detail may write in the blog.", {**BLOG, "person": "id"}),
    Verb("sociable:Ballot", "The actor chose in the poll of a note.", {"choice": "id of the choice"}),
    Verb(
        "sociable:Begin",
        "The actor took a step of the site's first day, or skipped it.",
        {"step": "number of the step", "skipped": "1 if it was skipped"},
    ),
    Verb("sociable:Close", "The actor closed a function that nobody belonged to, or a circle to new words."),
    Verb("sociable:Conceal", "The person in the detail is no longer shown to the public.", {"person": "id"}),
    Verb("sociable:Confirm", "The actor says that a topic is theirs.", STANCE),
    Verb(
        "sociable:Contribute",
        "The actor had a hand in the thing, in a role other than its maker's.",
        {"role": "id of the role"},
    ),
    Verb(
        "sociable:Credit",
        "The actor made the thing of what others had said; the person in the detail is named for it.",
        {"person": "id"},
    ),
    Verb("sociable:Declare", "The actor says that they know a topic that their work does not show yet.", STANCE),
    Verb("sociable:Decline", "The actor does not want their comment to become a post.", BLOG),
    Verb("sociable:Discharge", "The person in the detail writes in the blog no more.", {**BLOG, "person": "id"}),
    Verb("sociable:EndKey", "The actor ended the key of their feeds.", KEY),
    Verb(
        "sociable:Endorse",
        "The actor says that the person in the detail would know the answer to the question.",
        ENDORSED,
    ),
    Verb("sociable:Erase", "The person named in the detail asked to be forgotten, and was.", {"person": "id"}),
    Verb("sociable:Excuse", "The actor cannot answer the question that they were asked."),
    Verb(
        "sociable:Found",
        "The actor founded the public; a circle is theirs. With a space, it is one of the wiki's, before that public.",
        {"space": "id of the wiki's space"},
    ),
    Verb("sociable:GoAway", "The actor is not available for a while.", {"stand_in": "id of the person instead"}),
    Verb("sociable:Grant", "The actor made a token, by which a script may speak for them.", TOKEN),
    Verb("sociable:Guard", "Only its owner changes the page from now on; others suggest."),
    Verb("sociable:Hand", "The actor asked the person in the detail to review a post.", {**POST, "person": "id"}),
    Verb("sociable:HandOver", "The circle is the person's in the detail from now on.", {"person": "id"}),
    Verb("sociable:Hear", "The actor wants to be told of a kind of thing again.", REASON),
    Verb("sociable:Hide", "The actor is not to be found for a topic.", STANCE),
    Verb("sociable:Hold", "The thing is shown to nobody until somebody who looks after the page lets it in."),
    Verb("sociable:Introduce", "What is said of the person in the detail (role, place …) changed.", {"person": "id"}),
    Verb(
        "sociable:KeepApart",
        "The actor found that two people who look like one are two.",
        {"person": "id of one", "from": "id of the other"},
    ),
    Verb("sociable:KeepHouseHours", "The actor keeps the quiet hours of the organisation."),
    Verb("sociable:KeepOut", "Only those whom the thing is for comment on it from now on."),
    Verb("sociable:KeepQuiet", "The actor is told nothing in these hours of the day, where they are.", HOURS),
    Verb(
        "sociable:LetIn", "Whoever sees the thing may comment on it, from outside too; what they write is held first."
    ),
    Verb("sociable:MakeKey", "The actor made a key, by which a feed reader reads what they may read.", KEY),
    Verb("sociable:Mention", "The thing names the person in the detail.", {"person": "id"}),
    Verb(
        "sociable:Merge",
        "The actor found that two people known here are one.",
        {"person": "id of the one joined to the other", "into": "id of the other"},
    ),
    Verb(
        "sociable:Mute", "The actor wants to be shown nothing of the person, the tag, the thread or the word.", FOLLOWED
    ),
    Verb(
        "sociable:Name", "The actor said what the public is called: the organisation, one of its functions, a circle."
    ),
    Verb("sociable:Need", "The actor needs the answer to the question, too."),
    Verb("sociable:Open", "The actor opened a blog for the public.", BLOG),
    Verb("sociable:Pass", "The actor passed a question they were asked to the person in the detail.", {"person": "id"}),
    Verb("sociable:Pause", "A scheduled source is left alone for the time being.", {"source": "id"}),
    Verb("sociable:Permit", "The actor allows their comment to become a post.", {**BLOG, **POST}),
    Verb(
        "sociable:Place",
        "The actor put the wiki's page under another.",
        {"under": "id of the other page; 0 where it stands under none"},
    ),
    Verb("sociable:Plan", "A post is to be published by itself at a set time.", POST),
    Verb("sociable:Propose", "The actor asked whoever wrote the comment whether it may become a post.", BLOG),
    Verb("sociable:PutBack", "The thing, which had been withdrawn, is before its public again."),
    Verb("sociable:Readmit", "The person in the detail was given a link to choose a password with.", {"person": "id"}),
    Verb("sociable:Refuse", "The actor does not let a comment in that waited for it."),
    Verb("sociable:Release", "Everybody who writes in its space changes the page again."),
    Verb("sociable:Reopen", "The circle is open to new words again."),
    Verb(
        "sociable:ResetSecondFactor",
        "The passkeys and codes of the person in the detail were taken away, so that they can sign in again.",
        {"person": "id"},
    ),
    Verb(
        "sociable:Restore",
        "The actor made an earlier version of the thing what it says now, in a new version.",
        {"number": "the earlier version's number"},
    ),
    Verb("sociable:Resume", "A source that was paused is visited again.", {"source": "id"}),
    Verb("sociable:Retract", "The actor took back what they had said of a topic.", STANCE),
    Verb("sociable:Return", "The actor is available again."),
    Verb("sociable:Revoke", "The actor ended a token: whoever holds it is a stranger.", TOKEN),
    Verb(
        "sociable:Schedule",
        "A source is visited by itself from now on.",
        {"source": "id", "minutes": "between two visits"},
    ),
    Verb("sociable:SendBack", "The actor read a post that is to be published, and asks for changes.", REVIEWED),
    Verb(
        "sociable:SetPolicy",
        "The rules for whom the locator names changed. With a public, only its members are named.",
        {
            "languages": "how many languages it lists",
            "functions": "how many functions it lists",
            "place": "1 if it names a place",
            "at_work": "1 if only people at work are named",
            "available": "1 if only available people are named",
        },
    ),
    Verb("sociable:SetQuiet", "The organisation's quiet hours, of whoever has chosen none, are these.", HOURS),
    Verb("sociable:Settle", "The actor took a remark out of a page's margin.", {"page": "id of the page"}),
    Verb("sociable:Show", "The person in the detail may be shown to the public.", {"person": "id"}),
    Verb("sociable:Split", "The actor undid a merge.", {"person": "id", "from": "id of whom it was joined to"}),
    Verb("sociable:TakeUp", "The actor may answer the question after all."),
    Verb("sociable:Thank", "The actor thanked the person in the detail for the thing.", {"person": "id"}),
    Verb("sociable:Unaccept", "The actor takes the thing as the answer to what they asked no longer."),
    Verb("sociable:Unboost", "The actor took back having passed the thing on."),
    Verb("sociable:Unendorse", "The actor took back that the person in the detail would know.", ENDORSED),
    Verb("sociable:Unfollow", "The actor wants to hear of it no longer.", FOLLOWED),
    Verb("sociable:Unhear", "The actor does not want to be told of a kind of thing.", REASON),
    Verb("sociable:Uninvite", "The person in the detail is no longer asked to join the circle.", {"person": "id"}),
    Verb("sociable:Unlike", "The actor took back having found the thing useful."),
    Verb("sociable:Unmention", "The thing no longer names the person in the detail.", {"person": "id"}),
    Verb("sociable:Unmute", "The actor is shown it again.", FOLLOWED),
    Verb("sociable:Unneed", "The actor no longer needs the answer to the question."),
    Verb("sociable:Unschedule", "A source is not visited by itself any more.", {"source": "id"}),
    Verb("sociable:Unthank", "The actor took back having thanked the person in the detail.", {"person": "id"}),
    Verb("sociable:Withhold", "The person in the detail is not to be named by the locator.", {"person": "id"}),
    Verb("sociable:Yield", "The person in the detail may be named by the locator again.", {"person": "id"}),
)

VOCABULARY: Mapping[str, Verb] = {verb.name: verb for verb in VERBS}


class VocabularyError(ValueError):
    """An act says something that the vocabulary has no word for."""


def check(verb: str, detail: Mapping[str, int]) -> None:
    """Raises VocabularyError where the ledger may not say this."""
    known = VOCABULARY.get(verb)
    if known is None:
        raise VocabularyError(f"no verb {verb!r} in the ledger's vocabulary")
    for key, value in detail.items():
        if key not in known.detail:
            raise VocabularyError(f"{verb} has no detail {key!r}; it has {', '.join(known.detail) or 'none'}")
        if type(value) is not int:
            raise VocabularyError(f"{verb}: detail {key!r} is {value!r}; the ledger holds ids and numbers, no words")
