"""The constants of the locator in one picture, so that a measurement says what was measured."""

from sociable.knowledge.expertise import evidence, fusion, views


def configuration() -> dict[str, object]:
    return {
        "views": list(views.VIEWS),
        "view_weights": dict(fusion.WEIGHTS),
        "depth": views.DEPTH,
        "role_weights": dict(evidence.ROLE_WEIGHTS),
        "other_role": evidence.OTHER_ROLE,
    }
