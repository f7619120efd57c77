"""Subjects without what programs put before them: `Re: TR : Fwd: [Atelier] Volet` is about « Volet »."""

import re

ANSWER = r"re|ré|rép|réf|ref|aw|antw|sv|vs|odp"
FORWARD = r"fwd?|tr|wg|vl|rv|enc"
PREFIX = re.compile(
    rf"^\s*(?:(?P<answer>{ANSWER})|(?P<forward>{FORWARD}))(?:\s*[\[(^]\d+[\])]?)?\s*[:：]\s*", re.IGNORECASE
)
LIST_TAG = re.compile(r"^\s*\[[^\[\]]{1,40}\]\s*")
WAS = re.compile(r"\s*[(\[]\s*(?:was|était)\s*:.*[)\]]\s*$", re.IGNORECASE)
MUTT_FORWARD = re.compile(r"^\[\S+@\S+: (.*)\]$")
END = re.compile(r"\s*\((?:fwd|tr)\)\s*$", re.IGNORECASE)
SAYS_NOTHING = re.compile(
    r"\W*|\W*(?:no subject|sans objet|sans sujet|aucun objet|kein betreff|none|hello|bonjour)\W*", re.I
)


class Subject:
    """A subject taken apart."""

    def __init__(self, text: str, list_name: str = "") -> None:
        self.answers = self.forwards = False
        self.topic = self.without_prefixes(text, list_name)
        forwarded = END.search(self.topic)
        if forwarded:
            self.forwards, self.topic = True, self.topic[: forwarded.start()]

    def without_prefixes(self, text: str, list_name: str) -> str:
        """Without prefixes; a tag in brackets goes where it names the list, or stands between two prefixes."""
        while True:
            if found := MUTT_FORWARD.match(text):
                self.forwards, text = True, found[1]
            elif found := PREFIX.match(text):
                self.answers = self.answers or bool(found["answer"])
                self.forwards = self.forwards or bool(found["forward"])
                text = text[found.end() :]
            elif (tag := LIST_TAG.match(text)) and (self.is_list(tag[0], list_name) or PREFIX.match(text[tag.end() :])):
                text = text[tag.end() :]
            else:
                return text.strip()

    @staticmethod
    def is_list(tag: str, list_name: str) -> bool:
        return bool(list_name) and tag.strip(" []\t").casefold() == list_name.casefold()

    @property
    def thread(self) -> str:
        """What mails of one thread share; '' where it says too little to join anything by it."""
        topic = WAS.sub("", self.topic)
        while tag := LIST_TAG.match(topic):
            topic = topic[tag.end() :]
        same = " ".join(re.findall(r"\w+", topic.casefold()))
        return "" if SAYS_NOTHING.fullmatch(topic) else same
