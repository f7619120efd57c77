"""Links of wikitext: pages, files, categories, other wikis."""

import hashlib
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from mwparserfromhell.nodes import Wikilink

from sociable.carriers.articles import PLACE
from sociable.carriers.connectors.mediawiki.form import CATEGORY, FILE, MAIN, MEDIA, SPECIAL, USER
from sociable.carriers.connectors.mediawiki.held import escaped
from sociable.carriers.connectors.mediawiki.lost import NO_FILES, OTHER_LANGUAGES, OTHER_WIKIS, SPECIAL_PAGES, Lost
from sociable.carriers.connectors.mediawiki.names import Names, plain

TONGUE = re.compile(r"[a-z]{2,3}(?:-[a-z]+)?:", re.IGNORECASE)
ELSEWHERE = {
    "w": "https://en.wikipedia.org/wiki/",
    "wikipedia": "https://en.wikipedia.org/wiki/",
    "wikt": "https://en.wiktionary.org/wiki/",
    "wiktionary": "https://en.wiktionary.org/wiki/",
    "commons": "https://commons.wikimedia.org/wiki/",
    "meta": "https://meta.wikimedia.org/wiki/",
    "mw": "https://www.mediawiki.org/wiki/",
    "mediawikiwiki": "https://www.mediawiki.org/wiki/",
    "d": "https://www.wikidata.org/wiki/",
}
OPTION = re.compile(
    r"(?:thumb|thumbnail|vignette|frame|cadre|framed|frameless|sans_cadre|border|bordure|left|gauche|right|droite|"
    r"center|centre|centré|none|néant|baseline|middle|milieu|sub|super|top|haut|text-top|bottom|bas|text-bottom|"
    r"upright(?:[ =].*)?|redresse(?:[ =].*)?|\d*(?:x\d+)?\s*px|"
    r"(?:link|lien|lang|page|class|width|height|start|end)=.*)",
    re.IGNORECASE,
)
APART = re.compile(r"(?:thumb|thumbnail|vignette|frame|cadre|framed)\Z", re.IGNORECASE)


@dataclass
class Links:
    """The links of one passage. `lost` says what of them could not be kept."""

    names: Names
    files: Container[str]
    """Keys of the files that are at hand."""
    title: str
    say: Callable[[object], str]
    """Wikitext as Markdown."""
    tags: list[str] = field(default_factory=list)
    lost: set[Lost] = field(default_factory=set)

    def shown(self, link: Wikilink) -> str:
        written = " ".join(str(link.title).replace("_", " ").split())
        words = self.say(link.text).strip() if link.text is not None else ""
        is_said = written.startswith(":")
        target = self.whole(written.lstrip(":").strip())
        space, rest = self.names.split(target)
        if space == CATEGORY and not is_said:
            self.tags.append(rest.strip().partition("#")[0])
            return ""
        if space == FILE and not is_said:
            return self.picture(target, link)
        if space == MEDIA:
            return self.file(target, words or rest)
        if space == MAIN and not target.startswith("#") and self.is_elsewhere(target):
            return self.elsewhere(target, words, is_said=is_said)
        if space == SPECIAL:
            self.lost.add((SPECIAL_PAGES, ""))
            return words or escaped(target)
        return self.page(target, words, space)

    def whole(self, target: str) -> str:
        """A target below or beside this page, in full."""
        if target.startswith("/"):
            return f"{self.title}/{target.strip('/')}"
        here = self.title
        while target.startswith("../"):
            here, target = here.rpartition("/")[0], target[3:]
            target = f"{here}/{target}" if here and not target.startswith("../") and target else target or here
        return target

    def is_elsewhere(self, target: str) -> bool:
        if self.names.full(target.partition("#")[0]) in self.names.numbers:
            return False
        return target.partition(":")[0].lower() in ELSEWHERE or bool(TONGUE.match(target))

    def elsewhere(self, target: str, words: str, *, is_said: bool) -> str:
        prefix, _colon, rest = target.partition(":")
        if home := ELSEWHERE.get(prefix.lower()):
            return f"[{words or escaped(rest)}](<{home}{rest.strip().replace(' ', '_')}>)"
        self.lost.add((OTHER_WIKIS if is_said else OTHER_LANGUAGES, ""))
        return words or escaped(target) if is_said else ""

    def page(self, target: str, words: str, space: int) -> str:
        name, sign, heading = target.partition("#")
        full = self.names.full(name) if name.strip() else ""
        if space in (USER, USER + 1) and full not in self.names.numbers:
            return words or escaped(full.partition(":")[2])
        here = self.names.here(full) if full else ""
        place = f"#{plain(heading)}" if sign and heading.strip() else ""
        shown = unmarked(words) or (f"{name}{sign}{heading}" if not full or place else name)
        return f"[[{here}{place}]]" if shown == here and not place else f"[[{here}{place}|{plain_words(shown)}]]"

    def file(self, target: str, words: str) -> str:
        key = key_of(self.names.split(target)[1])
        return f"[{unmarked(words)}]({PLACE.format(key=key)})" if key in self.files else words

    def picture(self, target: str, link: Wikilink) -> str:
        """The picture; below it, where it stands apart, what is said of it."""
        parts = str(link.text).split("|") if link.text is not None else []
        options = [one.strip() for one in joined(parts)]
        alt = next((one.partition("=")[2] for one in options if one.lower().startswith("alt=")), "")
        said = [one for one in options if one and not OPTION.fullmatch(one) and not one.lower().startswith("alt=")]
        caption = " ".join(self.say(said[-1]).split()) if said else ""
        shown = self.image(target, alt or caption)
        if any(APART.match(one) for one in options):
            return f"\n\n{with_caption(shown, caption)}\n\n"
        return shown

    def image(self, target: str, words: str) -> str:
        key, full = key_of(self.names.split(target)[1]), self.names.full(target)
        described = plain_words(unmarked(words)) or full.partition(":")[2]
        if key in self.files:
            return f"![{described}]({PLACE.format(key=key)})"
        self.lost.add((NO_FILES, ""))
        return f"[[{self.names.here(full)}|{described}]]"


def with_caption(shown: str, caption: str) -> str:
    """A picture, and below it what is said of it; a file that is not here is called so already."""
    if not caption or not shown.startswith("!"):
        return shown
    return f"{shown}\n\n{caption}" if set("*[_") & set(caption) else f"{shown}\n\n*{caption}*"


def joined(parts: list[str]) -> list[str]:
    """Options cut at bars, but for those within links and templates."""
    made: list[str] = []
    for part in parts:
        if made and (made[-1].count("[[") > made[-1].count("]]") or made[-1].count("{{") > made[-1].count("}}")):
            made[-1] += f"|{part}"
        else:
            made.append(part)
    return made


def key_of(name: str) -> str:
    """By which a file is named in texts, until it is here."""
    tidy = " ".join(name.replace("_", " ").split())
    return hashlib.blake2b((tidy[:1].upper() + tidy[1:]).encode(), digest_size=12).hexdigest()


def unmarked(words: str) -> str:
    """Words without the marks of Markdown: what stands between brackets is plain."""
    without = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]|!?\[([^\[\]]*)\]\([^()]*\)", r"\1\2", words)
    return re.sub(r"<[^<>]*>|\\(?=[\\`*_\[\]<&])|\*{1,3}|`", "", without).strip()


def plain_words(words: str) -> str:
    return " ".join(re.sub(r"[\[\]|\n]", " ", words).split())
