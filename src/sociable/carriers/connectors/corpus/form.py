"""The lines of a corpus folder, checked and typed. What is absent may be left out, or null."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def whole_date(value: Any) -> Any:
    """ISO 8601 lets a date stop at the year or the month; the first day of it is meant."""
    if isinstance(value, str):
        if value.isdigit() and len(value) == 4:
            return f"{value}-01-01"
        if len(value) == 7 and value[4] == "-":
            return f"{value}-01"
        return value
    if value is None:
        return None
    raise ValueError("a date is written in ISO 8601, as text")


def nothing(default: Any) -> BeforeValidator:
    """Null says the same as leaving the field out."""
    return BeforeValidator(lambda value: default if value is None else value)


class Line(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, extra="ignore")

    id: str = Field(min_length=1, max_length=200)


class Dated(Line):
    date: Annotated[datetime | None, BeforeValidator(whole_date)] = None

    @property
    def at(self) -> datetime | None:
        return self.date.replace(tzinfo=UTC) if self.date and self.date.tzinfo is None else self.date


class Document(Dated):
    kind: Annotated[str, nothing("document")] = "document"
    title: Annotated[str, nothing("")] = ""
    text: Annotated[str, nothing("")] = ""
    tags: Annotated[list[str], nothing([])] = []
    score: Annotated[float, nothing(0)] = Field(default=0, ge=-1e9, le=1e9, allow_inf_nan=False)
    accepted: Annotated[bool, nothing(False)] = False
    reply_to: str | None = None
    cites: Annotated[list[str], nothing([])] = []
    people: Annotated[dict[str, list[str]], nothing({})] = {}


class Somebody(Line):
    name: Annotated[str, nothing("")] = ""
    candidate: Annotated[bool, nothing(True)] = True


class Query(Dated):
    title: Annotated[str, nothing("")] = ""
    text: Annotated[str, nothing("")] = ""
    tags: Annotated[list[str], nothing([])] = []
    exclude_people: Annotated[list[str], nothing([])] = []

    @property
    def question(self) -> str:
        return "\n".join(part for part in (self.title, self.text, " ".join(self.tags)) if part)
