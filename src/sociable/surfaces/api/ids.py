"""Ids and slugs, as they stand in addresses."""

from typing import Annotated

from ninja import Path

Id = Annotated[int, Path(ge=0)]
