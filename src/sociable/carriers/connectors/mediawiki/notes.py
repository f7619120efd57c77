"""References of wikitext as footnotes: each by a label that stays the same from version to version."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from mwparserfromhell.nodes import Tag


@dataclass
class Notes:
    """The footnotes of one passage, by their labels; a note that is only named here has no words here."""

    say: Callable[[object], str]
    said: dict[str, str] = field(default_factory=dict)

    def mark(self, tag: Tag) -> str:
        """The mark that stands in the text."""
        words = " ".join(self.say(tag.contents).split()) if tag.contents is not None else ""
        name, group = attribute(tag, "name"), attribute(tag, "group")
        if not words and not name:
            return ""
        label = f"{group}-{name}" if group else name
        label = re.sub(r"[^\w-]+", "-", label).strip("-") if name else ""
        label = label or "n" + hashlib.blake2b(f"{group}{words}".encode(), digest_size=3).hexdigest()
        if words or label not in self.said:
            self.said[label] = words
        return f"[^{label}]"


def attribute(tag: Tag, name: str) -> str:
    return str(tag.get(name).value).strip().strip("\"'") if tag.has(name) and tag.get(name).value else ""
