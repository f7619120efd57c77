"""Where the work comes from, how much of it is here, and what could not be read, line by line with its reason."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sociable.carriers.models import Source
from sociable.surfaces.web.administration.doors import for_administrators

SHOWN = 50
LONGEST = 600
"""Characters of a rejected record that are shown: enough to find it where it came from."""


@dataclass(frozen=True, slots=True)
class RejectFile:
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A record that could not be taken in."""

    reason: str
    where: str
    record: str


@require_safe
@for_administrators
def imports(request: HttpRequest) -> HttpResponse:
    sources = (
        Source.objects.select_related("public")
        .annotate(things=Count("origins", distinct=True) + Count("carried", distinct=True))
        .order_by("name", "pk")
    )
    listed = [(one, next(iter(files_of(one)), None)) for one in sources]
    return render(request, "web/administration/imports.html", {"sources": listed})


@require_safe
@for_administrators
def rejects(request: HttpRequest, id_: int) -> HttpResponse:
    """What the last run that rejected anything could not read."""
    source = get_object_or_404(Source, pk=id_)
    files = files_of(source)
    wanted = request.GET.get("file") or (files[0].name if files else "")
    if wanted and wanted not in {one.name for one in files}:
        raise Http404
    lines = list(islice(lines_of(Path(settings.REJECTS_FOLDER) / wanted), SHOWN + 1)) if wanted else []
    context = {"source": source, "files": files, "file": wanted, "lines": lines[:SHOWN], "more": len(lines) > SHOWN}
    again = ["sociable", "import", source.connector, "--again", str(Path(settings.REJECTS_FOLDER) / wanted)]
    command = shlex.join([*again, "--name", source.name, source.location])
    return render(request, "web/administration/rejects.html", {**context, "command": command})


def files_of(source: Source) -> list[RejectFile]:
    """The reject files of a source, the latest first."""
    begin = f"{source.connector}-{source.pk}-"
    found = sorted(Path(settings.REJECTS_FOLDER).glob(f"{begin}*.jsonl"), reverse=True)
    return [RejectFile(one.name, datetime.fromtimestamp(one.stat().st_mtime, UTC)) for one in found]


def lines_of(file: Path) -> Iterator[Line]:
    """The lines of a reject file, read as they are asked for: it may be as large as what was imported."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                one = json.loads(line)
                record = one.get("record")
                said = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
                yield Line(str(one.get("reason", "")), str(one.get("where", "")), said[:LONGEST])
            except (ValueError, AttributeError):
                yield Line("", "", line[:LONGEST])
