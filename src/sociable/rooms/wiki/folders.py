"""A space as a folder of Markdown files, and a folder of Markdown files as pages. Reads and writes; decides nothing."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from django.db.models import QuerySet

from sociable.rooms.wiki.models import TITLE, Page
from sociable.rooms.wiki.names import key_of
from sociable.rooms.wiki.pages import text_of, tree

FRONT = re.compile(r"\A---\n(.*?\n)?---\n+", re.DOTALL)
SAID = re.compile(r"^title:[ \t]*(?P<mark>[\"']?)(?P<title>.+?)(?P=mark)[ \t]*$\n?", re.MULTILINE)
HEADING = re.compile(r"\A# +(.+?)(?: +#+)?[ \t]*(?:\n+|\Z)")
LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(<?([^()<>\s#:]+\.(?:md|markdown))(#[^()\s>]*)?>?\)", re.IGNORECASE)
NAME = re.compile(r"\[\[([^\[\]|#\n]+)")
FRONTS = ("index", "readme", "_index")
"""Names of files that speak for their folder."""
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file as a page: where it was, what it is called and says, and the file of the page it stands under."""

    path: PurePosixPath
    title: str
    text: str
    under: PurePosixPath | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A file that is not taken in, and why."""

    path: PurePosixPath
    why: str


def read_folder(folder: Path) -> tuple[list[Leaf], list[Left]]:
    """The pages of a folder, each after the one it stands under, their links saying titles; and what was left."""
    leaves: dict[PurePosixPath, Leaf] = {}
    left: list[Left] = []
    for path in files_of(folder):
        read = read_file(folder, path)
        if isinstance(read, Leaf):
            leaves[path] = read
        else:
            left.append(read)
    titles = {path: leaf.title for path, leaf in leaves.items()}
    ordered = sorted(leaves.values(), key=lambda leaf: (depth_of(leaf.path), leaf.path))
    return [replace(one, text=relinked(one, titles), under=above(one.path, leaves)) for one in ordered], left


def files_of(folder: Path) -> Iterator[PurePosixPath]:
    """Every file beneath a folder, hidden ones aside. Links to elsewhere are not followed."""
    for root, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield PurePosixPath((Path(root) / name).relative_to(folder).as_posix())


def read_file(folder: Path, path: PurePosixPath) -> Leaf | Left:
    file = folder / path
    if path.suffix.lower() not in (".md", ".markdown"):
        return Left(path, "not Markdown")
    if file.is_symlink() or not file.is_file():
        return Left(path, "a link to elsewhere")
    if file.stat().st_size > LARGEST:
        return Left(path, "larger than a page may be")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Left(path, "not UTF-8")
    title, rest = titled(text, path)
    return Leaf(path, title, rest)


def titled(text: str, path: PurePosixPath) -> tuple[str, str]:
    """The title: a first heading, or what the front matter says, or the file's name. What else that says stays."""
    front = FRONT.match(text)
    fields = (front[1] or "") if front else ""
    rest = text[front.end() :] if front else text
    said = SAID.search(fields)
    others = SAID.sub("", fields, count=1).strip("\n")
    heading = None if said else HEADING.match(rest)
    if heading:
        rest = rest[heading.end() :]
    name = path.parent.name if path.stem.lower() in FRONTS and path.parent.name else path.stem
    title = said["title"] if said else heading[1] if heading else name
    kept = f"\n\n```yaml\n{others}\n```" if others else ""
    return plain_title(title) or name, rest.strip("\n") + kept


def plain_title(title: str) -> str:
    """A title as a page may have it."""
    return " ".join(re.sub(r"[\[\]|#]", " ", title).split())[:TITLE]


def relinked(leaf: Leaf, titles: Mapping[PurePosixPath, str]) -> str:
    """Links to files of the folder as links to pages; names of files in double brackets as titles."""
    stems = {key_of(path.stem): title for path, title in titles.items()}

    def by_path(link: re.Match[str]) -> str:
        target = titles.get(PurePosixPath(os.path.normpath(leaf.path.parent / link[2].replace("%20", " "))))
        return f"[[{target}|{link[1]}]]" if target else link[0]

    def by_name(link: re.Match[str]) -> str:
        known = key_of(link[1]) in {key_of(title) for title in titles.values()}
        return link[0] if known else f"[[{stems.get(key_of(link[1]), link[1])}"

    return NAME.sub(by_name, LINK.sub(by_path, leaf.text))


def depth_of(path: PurePosixPath) -> int:
    """How deep a page stands: what speaks for its folder stands with the folder."""
    return 2 * len(path.parts) - (1 if path.stem.lower() in FRONTS else 0)


def above(path: PurePosixPath, leaves: Mapping[PurePosixPath, Leaf]) -> PurePosixPath | None:
    """The page that speaks for the folder a file lies in, or for one above it."""
    by_name = {one.as_posix().lower(): one for one in leaves}
    folder = path.parent.parent if path.stem.lower() in FRONTS else path.parent
    while folder.parts:
        names = (f"{folder}.md", f"{folder}.markdown", *(f"{folder}/{front}.md" for front in FRONTS))
        for name in names:
            found = by_name.get(name.lower())
            if found and found != path:
                return found
        folder = folder.parent
    return None


def write_folder(pages: QuerySet[Page], folder: Path) -> int:
    """Writes pages as files: each under its parent's folder, its title as the first heading. Returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    places: dict[int, Path] = {}
    for branch in tree(pages):
        page = branch.page
        place = places.get(page.parent_id or 0, folder) / page.slug
        places[page.pk] = place
        place.parent.mkdir(parents=True, exist_ok=True)
        place.with_name(f"{page.slug}.md").write_text(f"# {page.thing.title}\n\n{text_of(page)}\n", encoding="utf-8")
    return len(places)
