"""`/api/v1/files`: a picture or a document for a text, kept as the editor keeps it."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import File, Form, Router, Status, UploadedFile
from typing_extensions import TypedDict

from sociable.kit.clock import now
from sociable.people.verbs import Refused
from sociable.surfaces.api.callers import me_of, needs
from sociable.surfaces.web.writing.files import address_of
from sociable.things.files import LARGEST, bring, markdown_of

router = Router(tags=["files"])


class FileRecord(TypedDict):
    """A file that I brought. `markdown` is how a text shows it: whoever may see that, once saved, sees the file."""

    id: int
    name: str
    type: str
    size: int
    width: int | None
    height: int | None
    alt: str
    markdown: str


@router.post(
    "",
    response={201: FileRecord},
    auth=needs("write"),
    operation_id="bring_file",
    summary=gettext_noop("Bring a picture or a document"),
    description=gettext_noop("A form with the file; “alt” says what it shows. Only you see it until a text shows it."),
)
def bring_(
    request: HttpRequest,
    file: Annotated[UploadedFile, File()],
    alt: Annotated[str, Form(max_length=500)] = "",
) -> Status[FileRecord]:
    if (file.size or 0) > LARGEST:
        raise Refused(_("A file has at most %(most)s MB.") % {"most": LARGEST // 1_000_000})
    made = bring(content=file.read(), name=file.name or "", alt=alt, by=me_of(request), at=now())
    told: FileRecord = {
        "id": made.pk,
        "name": made.name,
        "type": made.type,
        "size": made.size,
        "width": made.width,
        "height": made.height,
        "alt": made.alt,
        "markdown": markdown_of(made, address_of(made)),
    }
    return Status(201, told)
