"""What somebody wrote in a mail, told apart from what it also carries: quotes, forwarded mails, signatures, footers.

Two libraries were measured on the cases of `tests/carriers/mail/said.toml` (docs/decisions/0006): both lose what stands
between quotes, and know few of the French forms.
"""

import re
from collections.abc import Callable

from sociable.carriers.connectors.mbox.marks import (
    ATTRIBUTION,
    BARE_DASHES,
    BEGINNING,
    DASHES,
    DATED_ATTRIBUTION,
    DEVICE,
    FOOTER_START,
    FROM,
    LEGAL,
    LEGAL_WORDS,
    LIST_FOOTER,
    LONGEST_DEVICE,
    LONGEST_FOOTER,
    LONGEST_SIGNATURE,
    ORIGINAL,
    OTHER_HEADER,
    QUOTED,
    RULER,
    SESSION,
    SUPERCITED,
)

Lines = list[str]
ATTRIBUTION_LINES = 4
HEADER_LINES = 12
LONGEST_MARK = 400
"""Longer lines are words: none of these marks is so long, and to look for them in there would take long."""
CLOSING = " \t*_\\\"'»\N{NO-BREAK SPACE}"
BLANKS = re.compile(r"\n{3,}")


def said_in(text: str) -> str:
    """The words of whoever sent it, in their order; '' if they only passed something on."""
    lines = [line.rstrip("\r\t") for line in text.strip("\n").split("\n")]
    lines = without_ends(without_quotes(without_forwarded(lines)))
    return BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def without_forwarded(lines: Lines) -> Lines:
    """Up to where another mail begins, by a ruler that says so, by its headers, or by a line that names whose it is.

    If that other mail stands in quotes, only its head goes: an answer may stand between them.
    """
    kept: Lines = []
    place = 0
    while place < len(lines):
        end = end_of_head(lines, place)
        if end == place:
            kept.append(lines[place])
            place += 1
            continue
        below = next((line for line in lines[end:] if line.strip()), "")
        if not QUOTED.match(below):
            return kept
        place = end
    return kept


def end_of_head(lines: Lines, start: int) -> int:
    """Where the head of another mail ends that begins here; `start` if none does."""
    if len(lines[start]) > LONGEST_MARK:
        return start
    if ORIGINAL.match(lines[start]):
        return end_of_headers(lines, start + 1)
    first = after_blanks(lines, start + 1) if RULER.match(lines[start]) else start
    if first < len(lines) and is_header_block(lines, first):
        return end_of_headers(lines, first)
    return end_of_dated(lines, start)


def after_blanks(lines: Lines, place: int) -> int:
    while place < len(lines) and not lines[place].strip():
        place += 1
    return place


def is_header_block(lines: Lines, start: int) -> bool:
    """`De : …`, and two more headers just below it: one alone may be a sentence, or a line of a log."""
    if not FROM.match(lines[start]):
        return False
    return sum(bool(OTHER_HEADER.match(line)) for line in lines[start + 1 : start + 6]) >= 2


def end_of_headers(lines: Lines, start: int) -> int:
    """After a block of headers, whatever they are; `start` where there is none."""
    first = after_blanks(lines, start)
    if first == len(lines) or not (FROM.match(lines[first]) or OTHER_HEADER.match(lines[first])):
        return start
    place = first
    while place < min(len(lines), first + HEADER_LINES) and lines[place].strip() and not QUOTED.match(lines[place]):
        place += 1
    return place


def end_of_dated(lines: Lines, start: int) -> int:
    """Where a line ends such as `Le 2 mars 2026 à 09:14, Ada <…> a écrit :`, over at most four lines."""
    if not lines[start].strip() or (start and lines[start - 1].strip() and not QUOTED.match(lines[start - 1])):
        return start
    for end in range(start + 1, min(start + ATTRIBUTION_LINES, len(lines)) + 1):
        if not lines[end - 1].strip() or QUOTED.match(lines[end - 1]):
            return start
        joined = " ".join(lines[start:end])
        if len(joined) > LONGEST_MARK or not BEGINNING.match(joined):
            return start
        if DATED_ATTRIBUTION.match(joined):
            return end
    return start


def without_quotes(lines: Lines) -> Lines:
    """Without the quotes, and the lines above them that say whose they are."""
    marked = [is_quote(line) for line in lines]
    attributed = any(is_attributed(lines, place) for place, quote in enumerate(marked) if quote)
    if not attributed and all(SESSION.match(line) for line, quote in zip(lines, marked, strict=True) if quote):
        return lines
    named = any(is_attribution(line) for line in lines)
    kept: Lines = []
    for line, quote in zip(lines, marked, strict=True):
        if quote or (named and SUPERCITED.match(line)):
            take_attribution_off(kept)
        else:
            kept.append(line)
    return kept if not named else without_lone_attribution(kept)


def is_quote(line: str) -> bool:
    return bool(QUOTED.match(line))


def is_attribution(line: str) -> bool:
    return len(line) <= LONGEST_MARK and line.rstrip(CLOSING).endswith((":", "：")) and bool(ATTRIBUTION.match(line))


def is_attributed(lines: Lines, place: int) -> bool:
    above = [line for line in lines[max(0, place - 3) : place] if line.strip()]
    return bool(above) and is_attribution(above[-1])


def take_attribution_off(kept: Lines) -> None:
    """Takes off what introduces the quote that begins now: its last lines, if they end as such a line does."""
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    if not end or not is_attribution(kept[end - 1]):
        return
    start = end - 1
    while start and end - start < ATTRIBUTION_LINES and kept[start - 1].strip() and not begins(kept[start]):
        start -= 1
    if begins(kept[start]) or start == end - 1 or not kept[start - 1 : start] or not kept[start - 1].strip():
        del kept[start if begins(kept[start]) or end - start < ATTRIBUTION_LINES else end - 1 :]


def begins(line: str) -> bool:
    return bool(BEGINNING.match(line))


def without_lone_attribution(lines: Lines) -> Lines:
    """Without one that nothing follows any more."""
    while lines and (not lines[-1].strip() or (is_attribution(lines[-1]) and begins(lines[-1]))):
        lines = lines[:-1]
    return lines


def without_ends(lines: Lines) -> Lines:
    """Without what hangs below the words: footers of lists, notices, what a telephone adds, the signature."""
    ways: tuple[Callable[[Lines], Lines], ...] = (without_footer, without_device, without_notice, without_signature)
    before = -1
    while len(lines) != before:
        before = len(lines)
        for way in ways:
            lines = without_blank_end(way(lines))
    return lines


def without_blank_end(lines: Lines) -> Lines:
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].strip().strip("_") == ""):
        end -= 1
    return lines[:end]


def without_footer(lines: Lines) -> Lines:
    for place in range(len(lines) - 1, max(-1, len(lines) - LONGEST_FOOTER), -1):
        if FOOTER_START.match(lines[place]):
            return lines[:place] if any(LIST_FOOTER.search(line) for line in lines[place:]) else lines
    return lines


def without_device(lines: Lines) -> Lines:
    return lines[:-1] if lines and len(lines[-1]) < LONGEST_DEVICE and DEVICE.match(lines[-1]) else lines


def without_notice(lines: Lines) -> Lines:
    """Without a last paragraph that only lawyers read."""
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    last = " ".join(lines[start:])
    return lines[:start] if LEGAL.match(last) and LEGAL_WORDS.search(last) else lines


def without_signature(lines: Lines) -> Lines:
    """Up to the line of two dashes. Without its blank it may be a ruler: then it counts if it is the only one."""
    exact = [place for place, line in enumerate(lines) if DASHES.match(line)]
    bare = [place for place, line in enumerate(lines) if BARE_DASHES.match(line)]
    if exact and len(lines) - exact[-1] <= 2 * LONGEST_SIGNATURE:
        return lines[: exact[-1]]
    if len(bare) == 1 and len(lines) - bare[0] <= LONGEST_SIGNATURE and not exact:
        return lines[: bare[0]]
    return lines
