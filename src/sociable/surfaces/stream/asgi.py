"""The streaming process starts here."""

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sociable.settings")
django.setup()
application = import_module("sociable.surfaces.stream.process").Stream()
