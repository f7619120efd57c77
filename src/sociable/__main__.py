"""The command line. The folder of the site is chosen before anything else is loaded: settings depend on it."""

import atexit
import os
import shutil
import sys
import tempfile

from sociable.kit.place import where_the_site_stands


def choose_site(words: list[str]) -> list[str]:
    """Takes `--data DIR` out of the words. An empty demo stands beside the office; what measures, nowhere for long."""
    if "--data" in words[:-1]:
        place = words.index("--data")
        os.environ["SOCIABLE_DATA"] = os.path.abspath(words[place + 1])
        words = words[:place] + words[place + 2 :]
    if words[:1] == ["demo"]:
        os.environ.setdefault("SOCIABLE_MAIL", "console")
    if words[:1] == ["demo"] and "--empty" in words:
        os.environ.setdefault("SOCIABLE_DATA", str(where_the_site_stands() / "empty"))
    if words[:1] in (["eval"], ["bench"]) and "--here" not in words:
        folder = tempfile.mkdtemp(prefix=f"sociable-{words[0]}-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ |= {"SOCIABLE_DATA": folder, "DATABASE_URL": ""}
    return words


def main() -> None:
    words = choose_site(sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sociable.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as mistake:
        sys.exit(f"The settings are off.\n{mistake}")
    from sociable.surfaces.cli.main import run

    run(words)


if __name__ == "__main__":
    main()
