"""Where the code lies, and where a site stands unless somebody says otherwise. Read before the settings are."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent
INSTALLED = not (CHECKOUT / "pyproject.toml").exists()


def where_the_site_stands() -> Path:
    """A checkout keeps its site beside the code; an installed package keeps it with the person's other data."""
    return Path.home() / ".local" / "share" / "sociable" if INSTALLED else CHECKOUT / "data"
