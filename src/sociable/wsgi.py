"""The pages' server starts here."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from sociable.kit.keeping import Kept

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sociable.settings")
pages = get_wsgi_application()
application = Kept(pages, settings.PAGES_KEPT) if settings.PAGES_KEPT else pages
