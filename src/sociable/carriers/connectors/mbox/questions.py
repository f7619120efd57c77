"""Does a mail ask something? Sober: a sentence with a question mark, or one that begins as questions do."""

import re

from sociable.carriers.connectors.mbox.marks import one_of

LINK = re.compile(r"\b(?:https?|ftp)://\S+|\]\([^)]*\)|`[^`]*`")
END = re.compile(r"(?<=[.!?？…])[\"')»\]]*\s+|\n[ \t]*\n")
"""Where a sentence ends; a single line break ends none."""
QUESTION_MARK = ("?", "？", '?"', "?)", "? »", "?\N{NO-BREAK SPACE}»")
LOOKED_AT = 3_000
WORDS = 4
POLITE = one_of(r"""
    how are you
    how is it going
    comment (?:ça |cela )?va
    comment allez
    (?:ça|tout) va bien
    any questions
    des questions
    why not
    pourquoi pas
    isn't it
    n'est-ce pas
""")
ASKING = one_of(r"""
    (?:does|do|has|have|is|can|could|would) (?:anybody|anyone|somebody|someone|any of you)\b
    quelqu'un (?:sait|connaît|connait|a-t-il|aurait|a déjà|saurait|peut|pourrait)\b
    (?:i am|i'm|we are|we're) looking for (?:someone|somebody|help|advice)\b
    (?:je|nous) cherch(?:e|ons) (?:quelqu'un|de l'aide)\b
    qui (?:sait|connaît|pourrait)\b
    who (?:knows|could|can)\b
""")
COURTESY = re.compile(rf"\b{POLITE}\b", re.IGNORECASE)
WITHOUT_MARK = re.compile(rf"(?:^|[.!?:,]\s+)\W*(?:est-ce que )?{ASKING}", re.IGNORECASE | re.MULTILINE)


def asks(subject: str, text: str) -> bool:
    """Whether a mail that opens a thread asks for something that people know."""
    if subject.rstrip().endswith(QUESTION_MARK):
        return True
    looked_at = LINK.sub(" ", text[:LOOKED_AT])
    return bool(WITHOUT_MARK.search(looked_at)) or any(is_question(one) for one in sentences_of(looked_at))


def sentences_of(text: str) -> list[str]:
    return [one.strip() for one in END.split(text) if one.strip()]


def is_question(sentence: str) -> bool:
    asked = sentence.endswith(QUESTION_MARK) and len(re.findall(r"\w+", sentence)) >= WORDS
    return asked and not COURTESY.search(sentence)


def only_asks(text: str) -> bool:
    """Whether an answer does nothing but ask back: every sentence that is more than a greeting is a question."""
    told = [one for one in sentences_of(LINK.sub(" ", text[:LOOKED_AT])) if len(one.split()) >= WORDS]
    return bool(told) and all(one.endswith(QUESTION_MARK) for one in told)
