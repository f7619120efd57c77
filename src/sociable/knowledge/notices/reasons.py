"""Why somebody is told of something. Of several reasons, the one with the lowest number is said."""

from enum import IntEnum


class Reason(IntEnum):
    HELP = 1
    """Somebody asks them for help."""
    ROUTED = 2
    """A question was passed to them."""
    REVIEW = 3
    """Somebody asks them to review a post."""
    CIRCLE = 4
    """They are invited to a circle."""
    MENTION = 5
    """They are named."""
    REPLY = 6
    """Something was said to what they wrote."""
    HELD = 7
    """What an outsider said to what they wrote waits for their word."""
    PROMOTE = 8
    """Their comment is asked for as a post."""
    TAKEN = 9
    """What they suggested for a page was taken."""
    LEFT = 10
    """What they suggested for a page was not taken."""
    THANKS = 11
    BOOST = 12
    """What they wrote was passed on."""
    THREAD = 13
    """Something was said further down in a thread of theirs."""
    BLOG = 14
    """They may write in a blog."""
    CIRCLE_HANDED = 15
    """A circle is theirs now."""
    USEFUL = 16
    """What they wrote is useful to somebody."""
    FOLLOWED = 17
    """Something was said in a thread they follow."""
    ENDORSED = 18
    """Somebody says who would know the answer to what they asked."""
    EXCUSED = 19
    """Somebody who was asked cannot answer what they asked."""
    ANSWERED = 20
    """Their answer settled a question."""
    CREDITED = 21
    """Something was made of what they had said, and names them."""
    APPROVED = 22
    """A post they asked to be reviewed was approved."""
    SENT_BACK = 23
    """A post they asked to be reviewed should change first."""
    MUTED = 100
    """Nothing is told: they want to hear nothing of this thread."""


LATEST = (Reason.HELP, Reason.CIRCLE, Reason.HELD, Reason.APPROVED, Reason.SENT_BACK)
"""Asked again, somebody is told again; all else is told at its first time, and never twice."""
