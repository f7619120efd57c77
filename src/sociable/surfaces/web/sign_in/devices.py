"""A device as its owner would call it, from what a browser says of itself."""

from django.utils.translation import gettext as _

# The first that fits: Edge also says Chrome, and Chrome also says Safari.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS": "Firefox", "Chrom": "Chrome"}
BROWSERS |= {"CriOS": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Macintosh": "macOS"}
SYSTEMS |= {"CrOS": "ChromeOS", "Linux": "Linux"}


def describe(user_agent: str) -> str:
    """For instance "Firefox on Linux"."""
    browser, system = first_in(user_agent, BROWSERS), first_in(user_agent, SYSTEMS)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def first_in(user_agent: str, names: dict[str, str]) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
