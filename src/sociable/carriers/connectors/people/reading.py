"""A CSV file as people: whatever its encoding, its separator, and the language of its headings."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from sociable.carriers.connectors.people import cells
from sociable.carriers.connectors.people.headings import DAY_FIRST, columns_of, plain
from sociable.carriers.record import Away, BadRecord, Colleague, Reading, Reject
from sociable.kit.databases import one_line, text_to_stored
from sociable.people.identities import Handle, mail
from sociable.people.stances import folded

SEPARATORS = ",;\t"
MOST_BLANK = 20
"""Lines above the headings that may be blank, or a title."""
LONGEST = {"name": 200, "headline": 200, "languages": 80, "place": 120, "time_zone": 64}

Row = Mapping[str, str]


class PeopleFile:
    help = "A list of the organisation's people: a CSV file, with headings in French or English."
    schemes = ()
    lists_people = True

    def name_of(self, location: str) -> str:
        return Path(location).stem

    def read(self, location: str, name: str, cursor: Mapping[str, Any]) -> Reading:
        table = Table(Path(location))
        unread = [one for one in table.headings if one.strip() and one not in table.columns]
        notes = [f"columns that are not read: {', '.join(unread)}"] if unread else []
        return Reading(None, iter(()), colleagues=people_of(table.rows, table.columns), notes=notes)

    def again(self, location: str, name: str, rejects: Iterator[Any]) -> Reading:
        rows = [{str(key): str(cell) for key, cell in one.items()} for one in rejects if isinstance(one, dict)]
        columns = columns_of(dict.fromkeys(key for row in rows for key in row))
        return Reading(
            None,
            iter(()),
            colleagues=people_of(lambda: ((f"reject {number}", row) for number, row in enumerate(rows, 1)), columns),
        )


class Table:
    """A file with headings, opened as often as it is read."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise BadRecord(_("%(file)s is not a file."), file=str(file))
        self.file, self.encoding = file, encoding_of(file)
        self.first, self.separator, self.headings, self.columns = self.find_headings()

    def find_headings(self) -> tuple[int, str, list[str], dict[str, str]]:
        """The first line in which an address has a column, and the separator that says most."""
        with self.file.open(encoding=self.encoding, newline="") as lines:
            for number, line in zip(range(MOST_BLANK), lines, strict=False):
                found = [(one, cut(line, one)) for one in SEPARATORS]
                separator, headings = max(found, key=lambda one: len(columns_of(one[1])))
                if "address" in columns_of(headings).values():
                    return number, separator, headings, columns_of(headings)
        raise BadRecord(_("This list has no column of e-mail addresses. Call it “e-mail” or “courriel”."))

    def rows(self) -> Iterator[tuple[str, Row | Reject]]:
        with self.file.open(encoding=self.encoding, newline="") as lines:
            for _line in range(self.first + 1):
                lines.readline()
            reader = csv.reader(lines, delimiter=self.separator)
            while True:
                where = f"{self.file.name}, line {self.first + 2 + reader.line_num}"
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as mistake:
                    yield where, Reject(f"this line cannot be read: {mistake}", where, {})
                    continue
                if any(cell.strip() for cell in row):
                    yield where, self.row_of(row, where)

    def row_of(self, row: list[str], where: str) -> Row | Reject:
        if any(cell.strip() for cell in row[len(self.headings) :]):
            said = "there are more cells than headings; a cell with a separator in it stands between quotation marks"
            return Reject(said, where, dict(zip(self.headings, row, strict=False)))
        return dict(zip(self.headings, row, strict=False))


def cut(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:  # longer than any line of headings
        return []


def encoding_of(file: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else what Windows calls ANSI here."""
    with file.open("rb") as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            with file.open(encoding=encoding) as text:
                for _line in iter(lambda text=text: text.read(1 << 16), ""):  # type: ignore[misc]
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadRecord(_("The letters of this file cannot be read: save it as CSV in UTF-8."))


def people_of(
    rows: Callable[[], Iterator[tuple[str, Row | Reject]]], columns: Mapping[str, str]
) -> Iterator[Colleague | Reject]:
    """Each row as somebody. The file is read twice: a stand-in may be named before they come."""
    functions, names, met = cells.known_functions(), by_name(rows(), columns), set[str]()
    day_first = any(plain(heading) in DAY_FIRST for heading in columns)
    for where, row in rows():
        if isinstance(row, Reject):
            yield row
            continue
        said = {column: row[heading].strip() for heading, column in columns.items() if row.get(heading, "").strip()}
        try:
            one = colleague_of(said, functions, names, day_first=day_first)
        except cells.Unclear as reason:
            yield Reject(str(reason), where, dict(row))
            continue
        if one.handle.value in met:
            yield Reject("this address stands twice in the list", where, dict(row))
            continue
        met.add(one.handle.value)
        yield Colleague(one.handle, one.profile, one.functions, one.away, where, dict(row))


def by_name(rows: Iterator[tuple[str, Row | Reject]], columns: Mapping[str, str]) -> dict[str, str]:
    """Addresses of the people of the list by their names; blank where two share one."""
    found: dict[str, str] = {}
    for _where, row in rows:
        if not isinstance(row, Reject):
            said = {column: row.get(heading, "").strip() for heading, column in columns.items()}
            name = folded(name_of(said))
            found[name] = "" if name in found else said.get("address", "")
    return found


def name_of(said: Mapping[str, str]) -> str:
    return said.get("name") or " ".join(part for part in (said.get("first"), said.get("last")) if part)


def colleague_of(
    said: Mapping[str, str], functions: Mapping[str, str], names: Mapping[str, str], *, day_first: bool
) -> Colleague:
    """Somebody as their cells say. Raises Unclear."""
    if "address" not in said:
        raise cells.Unclear("there is no e-mail address; people are known by it")
    profile = {key: one_line(text_to_stored(said[key])) for key in ("headline", "place") if key in said}
    if name := one_line(text_to_stored(name_of(said))):
        profile["name"] = name
    if "languages" in said:
        profile["languages"] = cells.languages(said["languages"])
    if "time_zone" in said:
        profile["time_zone"] = cells.time_zone(said["time_zone"])
    for field, longest in LONGEST.items():
        if len(profile.get(field, "")) > longest:
            raise cells.Unclear(f"{field.replace('_', ' ')}: at most {longest} characters")
    handle = mail(cells.address(said["address"]), name)
    return Colleague(
        handle,
        profile,
        cells.functions(said["functions"], functions) if "functions" in said else (),
        away_of(said, handle, names, day_first=day_first),
    )


def away_of(said: Mapping[str, str], person: Handle, names: Mapping[str, str], *, day_first: bool) -> Away | None:
    if "away_from" not in said:
        if other := next((one for one in ("away_until", "back_on", "stand_in") if one in said), None):
            raise cells.Unclear(f"{other.replace('_', ' ')}: says nothing without the day on which they go away")
        return None
    zone = said.get("time_zone") or settings.TIME_ZONE
    begins = cells.moment(said["away_from"], zone, day_first=day_first, whole_day=False)
    ends = None
    if until := said.get("away_until") or said.get("back_on"):
        ends = cells.moment(until, zone, day_first=day_first, whole_day="away_until" in said)
        if ends <= begins:
            raise cells.Unclear("the absence ends before it begins")
    return Away(begins, ends, stand_in_of(said["stand_in"], person, names) if "stand_in" in said else None)


def stand_in_of(cell: str, person: Handle, names: Mapping[str, str]) -> Handle:
    found = cell if "@" in cell else names.get(folded(cell), "")
    if not found:
        raise cells.Unclear(f"stand-in: give an address, or a name that stands once in this list; not {cell!r}")
    stand_in = mail(cells.address(found))
    if stand_in.key == person.key:
        raise cells.Unclear("stand-in: nobody stands in for themselves")
    return stand_in
