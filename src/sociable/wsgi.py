"""The pages' server starts here."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from sociable.kit.keeping import Kept

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sociable.settings")
pages = get_wsgi_application()
application = Kept(pages, settings.PAGES_KEPT) if settings.PAGES_KEPT else pages

# What is loaded by now stays. An answer makes thousands of objects and hardly a cycle: looking for cycles after each
# 700 of them took a fifteenth of its time.
gc.freeze()
gc.set_threshold(10_000, 10, 10)
