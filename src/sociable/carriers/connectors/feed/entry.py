"""An entry of a feed, whatever its format: what both formats are read into, and what a reject file holds."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def aware(moment: datetime | None) -> datetime | None:
    """A date without a zone means UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


Moment = Annotated[datetime | None, AfterValidator(aware)]


class Author(BaseModel):
    name: str = ""
    mail: str = ""


class Entry(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    """Markdown."""
    published: Moment = None
    changed: Moment = None
    authors: list[Author] = []
    contributors: list[Author] = []
    tags: list[str] = []
    language: str = ""
    reply_to: str = ""
    enclosures: list[str] = []
    """Addresses of files that come with it; they are named, not fetched."""
