"""One room for each kind of source. A connector only translates: it reads a source and gives records.

A room holds a `connector` of the protocol in `sociable.carriers.record`. Delete its folder, and the rest still works.
"""

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sociable.carriers.record import Connector


def connectors() -> "dict[str, Connector]":
    """Every connector there is, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").connector for name in names}
