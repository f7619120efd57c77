"""The constants of the locator in one picture, so that a measurement says what was measured."""

from collections.abc import Mapping
from types import ModuleType

from sociable.knowledge.expertise import fusion, likeness, locate, presence, roles, views, walk, worth
from sociable.knowledge.meaning.encoder import available
from sociable.knowledge.search import find


def without(view: str) -> Mapping[str, views.View]:
    return {name: one for name, one in views.VIEWS.items() if name != view}


SIGNALS: Mapping[str, tuple[tuple[ModuleType, str, object], ...]] = {
    "accord": ((views, "CONJUNCTION", 0.0),),
    "affinity": ((locate, "VIEWS", without("affinity")),),
    "age": ((worth, "LASTING", 1.0),),
    "documents": ((locate, "VIEWS", without("documents")),),
    "lead": ((find, "PAST", 1.0),),
    "pairs": ((find, "PAIR", 0.0),),
    "presence": ((presence, "REMAINS", 1.0),),
    "productive": ((views, "PRODUCTIVE", 0.0),),
    "profiles": ((locate, "VIEWS", without("profiles")), (fusion, "TURN", -100.0)),
    "replies": ((walk, "REPLY", 0.0),),
    "roles": ((roles, "ROLE_WEIGHTS", {}), (roles, "OTHER_ROLE", 1.0)),
    "thanks": ((worth, "ACCEPTED", 1.0), (worth, "THANKED", 0.0)),
    "walk": ((walk, "STEPS", 0),),
    "work": ((fusion, "PLENTY", 1e-9),),
}
"""What can be left out, to see what it brings, and how (`sociable eval --without`)."""


def leave_out(name: str) -> None:
    """Leaves a view or a signal out, for the rest of this process's life: for measuring only."""
    for module, constant, value in SIGNALS[name]:
        setattr(module, constant, value)


def configuration() -> dict[str, object]:
    encoder = available()
    constants = {
        f"{module.__name__.rpartition('.')[2]}.{name.lower()}": value
        for module in (views, walk, fusion, likeness, worth, presence, find)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, int | float)
    }
    return {
        "encoder": encoder.name if encoder else None,
        "views": list(views.VIEWS),
        **constants,
        "role_weights": dict(roles.ROLE_WEIGHTS),
    }
