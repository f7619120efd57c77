"""What of a wiki cannot be kept, in the words in which it is told.

`name` says of what, `count` on how many pages or how often.
"""

from django.utils.translation import gettext_noop as _

Lost = tuple[str, str]
"""The words, and the name that stands in them; '' where none does."""

TAG = _("tag <%(name)s>, on pages: %(count)s")
TEMPLATE = _("template %(name)s, left as it was written, on pages: %(count)s")
SPECIAL_PAGES = _("links to special pages, on pages: %(count)s")
OTHER_WIKIS = _("links to other wikis, on pages: %(count)s")
OTHER_LANGUAGES = _("links to other languages, on pages: %(count)s")
NO_FILES = _("files that are not in the dump, on pages: %(count)s")
OWN_WORDS = _("versions of the software's own words (MediaWiki:): %(count)s")
SLOTS = _("texts beside a page's own (slots): %(count)s")
HIDDEN = _("versions whose text is hidden: %(count)s")
EARLIER = _("earlier versions of files: %(count)s")
ALIKE = _("titles that differ by capitals or accents only; their number stands behind them: %(count)s")
