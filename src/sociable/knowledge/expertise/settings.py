"""The constants of the locator in one picture, so that a measurement says what was measured."""

from sociable.knowledge.expertise import fusion, roles, views


def configuration() -> dict[str, object]:
    constants = {
        f"{module.__name__.rpartition('.')[2]}.{name.lower()}": value
        for module in (views, fusion)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, int | float)
    }
    return {"views": list(views.VIEWS), **constants, "role_weights": dict(roles.ROLE_WEIGHTS)}
