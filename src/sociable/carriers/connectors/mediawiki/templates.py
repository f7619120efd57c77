"""Templates as far as they go: what only puts words together is filled in; what computes stays legible, as code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import mwparserfromhell
from mwparserfromhell.nodes import Template
from mwparserfromhell.wikicode import Wikicode

from sociable.carriers.connectors.mediawiki.held import OPAQUE, Held, fenced, inline
from sociable.carriers.connectors.mediawiki.lost import TEMPLATE, Lost
from sociable.carriers.connectors.mediawiki.names import Names

ARGUMENT = re.compile(r"\{\{\{([^{}|]*)(\|(?:[^{}]|\{\{[^{}]*\}\})*)?\}\}\}")
"""Whose default may hold a template: `{{{name|{{PAGENAME}}}}}`."""
NOT_INCLUDED = re.compile(r"<noinclude>.*?(?:</noinclude>|\Z)", re.DOTALL | re.IGNORECASE)
ONLY = re.compile(r"<onlyinclude>(.*?)</onlyinclude>", re.DOTALL | re.IGNORECASE)
INCLUDED = re.compile(r"</?includeonly>", re.IGNORECASE)
SAYS_NOTHING = re.compile(r"(?:defaultsort|displaytitle|clé de tri|#seo|short description)\s*[:|}]", re.IGNORECASE)
NOTES = frozenset({"reflist", "references", "références", "notelist"})
"""Templates that show footnotes where they stand: ours stand at the end."""
DEEPEST, MOST, LONGEST = 6, 300, 200_000


@dataclass
class Expansion:
    """The templates of one passage. `kept` are the names of those that stay as they are written."""

    names: Names
    bodies: Mapping[str, str]
    title: str
    held: Held
    kept: set[Lost] = field(default_factory=set)
    count: int = 0

    def filled(self, text: str, depth: int = 0) -> str:
        if "{{" not in text:
            return text
        code = mwparserfromhell.parse(text, skip_style_tags=True)
        for one in code.filter_templates(recursive=Wikicode.RECURSE_OTHERS):
            code.replace(one, self.shown(one, depth))
        return str(code)

    def shown(self, template: Template, depth: int) -> str:
        name = " ".join(str(template.name).replace("_", " ").split())
        said = self.word(name)
        if said is not None:
            return said
        self.count += 1
        body = self.bodies.get(self.names.end_of(self.names.full(f"Template:{name}")))
        if body is None or depth >= DEEPEST or self.count > MOST:
            return self.legible(template, name)
        text = with_arguments(body, arguments_of(template))
        if "{{#" in text or len(text) > LONGEST:
            return self.legible(template, name)
        # What a template begins with may be a table or a list: those begin a line.
        text = OPAQUE.sub(self.held.held, text)
        return self.filled(f"\n{text}" if text.startswith(("{|", "*", "#", ":", ";")) else text, depth + 1)

    def word(self, name: str) -> str | None:
        """What the words that every wiki knows stand for."""
        space, rest = self.names.split(self.title)
        known = {
            "!": "|",
            "=": "=",
            "PAGENAME": rest,
            "FULLPAGENAME": self.title,
            "SUBPAGENAME": rest.rpartition("/")[2],
            "BASEPAGENAME": rest.rpartition("/")[0] or rest,
            "NAMESPACE": self.names.site.namespaces.get(space, ""),
            "SITENAME": self.names.site.name,
        }
        if SAYS_NOTHING.match(f"{name}}}") or name.casefold() in NOTES:
            return ""
        return known.get(name)

    def legible(self, template: Template, name: str) -> str:
        self.kept.add((TEMPLATE, name.partition(":")[0][:60]))
        written = self.held.back(str(template)).strip()
        shown = fenced(written, None) if "\n" in written else inline(written)
        return f"\n\n{self.held.hold(shown)}\n\n" if "\n" in written else self.held.hold(shown)


def body_of(text: str) -> str:
    """What a template's page gives to the pages that use it."""
    only = ONLY.findall(text)
    return INCLUDED.sub("", "".join(only) if only else NOT_INCLUDED.sub("", text))


def arguments_of(template: Template) -> dict[str, str]:
    return {str(one.name).strip(): str(one.value).strip() if one.showkey else str(one.value) for one in template.params}


def with_arguments(body: str, said: Mapping[str, str]) -> str:
    def one(found: re.Match[str]) -> str:
        name = found[1].strip()
        return said[name] if name in said else (found[2] or "|")[1:]

    for _depth in range(DEEPEST):
        if len(body) > LONGEST or not ARGUMENT.search(body):
            break
        body = ARGUMENT.sub(one, body)
    return body
