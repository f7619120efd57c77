"""What somebody's work is about, in their own words, and what they say of it themselves.

A topic is a word, or two that stand side by side, that comes back in what somebody did and is rare elsewhere: the
number of their things that hold it, damped, times its rarity in the index (Salton and Buckley, 1988). Only things
that the reader may see are read.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import F, Max, Q
from tantivy import Searcher
from typing_extensions import TypedDict

from sociable.knowledge.expertise.models import Evidence
from sociable.knowledge.expertise.says import readings_of
from sociable.knowledge.search.analysis import DEFAULT, LANGUAGES, fold, terms_of_token, tokens
from sociable.knowledge.search.find import Search
from sociable.knowledge.search.index import here
from sociable.knowledge.search.stopwords import STOPWORDS
from sociable.people.models import Person, Stance, Withheld
from sociable.publics.readers import Reader
from sociable.things.models import Tagging, Thing, Version

LATEST = 200
"""Things that are read, the latest: what somebody does now says more than what they did."""
BEGINNING = 400
"""Characters of each that are read: what a text is about is said at its beginning."""
FEW, TWICE, UNTAGGED = 10, 2, 4
"""Things from which on a word must come back in two; and in four, where tags were chosen and it is none of them."""
TITLE = 2
"""How much more a thing counts for a topic that stands in its title or its tags."""
WEIGHED = 300
"""Terms and pairs, those that come back most, whose rarity is looked up."""
PATH = re.compile(r"\S*/\S*|\S+[._]\w\S*")
"""Paths, addresses and names of code: in a text they say where something was done, not what it was about."""
BREAK = re.compile(r"[,;:!?()\[\]\n“”«»\"]+|\.\s")
"""What ends a phrase: two words on either side of it are no pair."""
PAIR = 0.6
"""Part of a word's things from which the pair that it stands in is told in its place."""
FUNCTION = frozenset().union(*STOPWORDS.values())
LOOKED_THROUGH = 20_000
"""Things of a person, the latest, among which evidence of a declared topic is looked for."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a person. `kind` is what they say of it: confirmed, hidden, declared; '' for nothing."""

    words: str
    things: int
    """How many of the things read show it."""
    kind: str = ""
    stance: int | None = None
    pending: bool = False
    """Declared, and nothing that the reader may see shows it yet."""


class TopicRecord(TypedDict):
    topic: str
    things: int
    kind: str | None
    stance: int | None
    pending: bool


def as_record(topic: Topic) -> TopicRecord:
    """The form for scripts, the same from the command line and the API."""
    return {
        "topic": topic.words,
        "things": topic.things,
        "kind": topic.kind or None,
        "stance": topic.stance,
        "pending": topic.pending,
    }


@dataclass(slots=True)
class Heard:
    """One term, or two side by side, as far as it was heard."""

    weight: int = 0
    things: int = 0
    spellings: Counter[str] = field(default_factory=Counter)
    tagged: bool = False
    """Whether somebody chose it as a tag, whole or with other words."""


Key = tuple[str, ...]


def topics_of(person: Person, reader: Reader, *, limit: int = 12, own: bool = False) -> list[Topic]:
    """What this person is found for, as this reader may know it: what they said themselves first, then what stands out.

    What they hide is left out, and shown to themselves only (`own`); so is everything, of who is not to be named.
    """
    if not own and Withheld.objects.filter(person=person.root_id).exists():
        return []
    said = said_by(person, reader)
    spoken = [readings_of(one.words) for one in said]
    found = [one for one in inferred(person, reader, limit + len(said)) if not covered(one.words, spoken)]
    shown = said if own else [one for one in said if one.kind != Stance.Kind.HIDDEN]
    return shown + found[:limit]


def covered(words: str, spoken: Iterable[tuple[frozenset[str], ...]]) -> bool:
    """Whether a topic that somebody spoke of stands whole in these words."""
    terms = frozenset().union(*readings_of(words))
    return any(topic and all(one & terms for one in topic) for topic in spoken)


def said_by(person: Person, reader: Reader) -> list[Topic]:
    """What stands of what they said of themselves, the latest first."""
    stances = Stance.objects.standing().of(person.root_id).order_by("-at", "-pk")
    return [
        Topic(one.topic, count, one.kind, one.pk, one.kind == Stance.Kind.DECLARED and not count)
        for one in stances
        for count in [evidence(person, one.topic, reader)]
    ]


def evidence(person: Person, topic: str, reader: Reader) -> int:
    """How many of their things, of those the reader may see, hold every word of a topic."""
    search, left = Search(topic, reader), latest(person, reader, LOOKED_THROUGH)
    for _count, terms in search.words.values():
        left = search.among(terms, left)
    return len(left) if search.words else 0


def latest(person: Person, reader: Reader, most: int) -> list[int]:
    """The things they stand behind that the reader may see, the latest first."""
    same = Person.objects.filter(Q(pk=person.root_id) | Q(same_as=person.root_id)).values_list("pk", flat=True)
    mine = Evidence.objects.filter(person__in=list(same), standing=True)
    seen = mine.filter(thing__public_id__in=reader.publics, thing__withdrawn_at=None)
    rows = seen.values("thing_id").annotate(last=Max("at")).order_by("-last", "-thing_id")[:most]
    return [row["thing_id"] for row in rows]


def inferred(person: Person, reader: Reader, limit: int) -> list[Topic]:
    """What stands out in their latest things, most first, each under the spelling it has most often."""
    things = latest(person, reader, LATEST)
    heard = listen(things, {fold(word) for word in tokens(person.name)})
    untagged = UNTAGGED if any(one.tagged for one in heard.values()) else TWICE
    least = {True: TWICE, False: untagged} if len(things) >= FEW else {True: 1, False: 1}
    often = [(key, one) for key, one in heard.items() if one.things >= (least[one.tagged] if len(key) == 1 else 2)]
    often.sort(key=lambda one: (-one[1].weight, one[0]))
    searcher = here().searcher()
    scores = {key: (1 + math.log(one.weight)) * rarity(key, searcher) for key, one in often[:WEIGHED]}
    ranked = sorted(scores, key=lambda key: (-scores[key], key))
    told: list[Key] = []
    for key in ranked:
        if len(told) < limit and not any(same_topic(key, other, heard) for other in told):
            told.append(key)
    return [Topic(heard[key].spellings.most_common(1)[0][0], heard[key].things) for key in told]


def same_topic(key: Key, other: Key, heard: dict[Key, Heard]) -> bool:
    """Whether a word is mostly heard in a pair that is told already, or a pair holds a word that is; or whether both
    are written alike, in two languages."""
    if spelling(key, heard) == spelling(other, heard):
        return True
    if set(key) < set(other):
        return heard[other].things >= PAIR * heard[key].things
    return bool(set(key) & set(other))


def spelling(key: Key, heard: dict[Key, Heard]) -> str:
    return fold(heard[key].spellings.most_common(1)[0][0])


def listen(things: list[int], names: set[str]) -> dict[Key, Heard]:
    """Every term and pair of these things, counted once a thing. Words of the person's own name say nothing of it."""
    tags: dict[int, list[str]] = {}
    for thing, tag in Tagging.objects.filter(thing__in=things).values_list("thing_id", "tag__name"):
        tags.setdefault(thing, []).append(tag)
    titles = dict(Thing.objects.filter(pk__in=things).values_list("pk", "title"))
    current = Version.objects.filter(thing__in=things, number=F("thing__revision"))
    heard: dict[Key, Heard] = {}
    for thing, language, text in current.values_list("thing_id", "thing__language", "text"):
        known = language if language in LANGUAGES else DEFAULT
        tagged = phrases(tags.get(thing, ()), known, names)
        title = phrases([titles[thing]], known, names)
        count(heard, title | tagged, phrases([PATH.sub(" ", text[:BEGINNING])], known, names))
        for key in tagged:
            heard[key].tagged = True
    return heard


def count(heard: dict[Key, Heard], title: dict[Key, str], text: dict[Key, str]) -> None:
    for key, spelling in (text | title).items():
        one = heard.setdefault(key, Heard())
        one.things += 1
        one.weight += TITLE if key in title else 1
        one.spellings[spelling] += 1


def phrases(texts: Iterable[str], language: str, names: set[str]) -> dict[Key, str]:
    """The terms and the pairs of these texts, each with how it is written."""
    found: dict[Key, str] = {}
    for piece in (piece for text in texts for piece in BREAK.split(text)):
        words = list(content(piece, language, names))
        found.update({(term,): word for word, term in words if term})
        found.update({(a, b): f"{one} {two}" for (one, a), (two, b) in pairwise(words) if a and b and a != b})
    return found


def content(text: str, language: str, names: set[str]) -> Iterator[tuple[str, str]]:
    """Each word with its term; the term is '' for words that cannot be a topic, and break a pair."""
    for word in tokens(text):
        plain = fold(word)
        terms = terms_of_token(word, language)
        is_topic = len(plain) > 1 and plain not in FUNCTION and plain not in names and not plain[0].isdigit()
        yield word, terms[0] if terms and is_topic else ""


def rarity(key: Key, searcher: Searcher | None) -> float:
    """The engine's inverse document frequency of a term; of a pair, that of its rarer word and half of the other's."""
    if searcher is None:
        return 0.0
    documents = searcher.num_docs
    counts = [min(documents, searcher.doc_freq("body", term)) for term in key]
    each = sorted(math.log(1 + (documents - count + 0.5) / (count + 0.5)) for count in counts)
    return each[-1] + sum(each[:-1]) / 2
