"""Where the tests' site stands: loaded before anything reads a setting.

`SOCIABLE_TEST_ON` is `sqlite` (the default) or `postgresql`; then a server of our own is started, unless DATABASE_URL
names one. Of several processes each starts its own: what is settled waits for the oldest writer of the whole server.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

folder = tempfile.mkdtemp(prefix="sociable-test-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["SOCIABLE_DATA"] = folder
os.mkdir(os.path.join(folder, "static"))  # WhiteNoise warns of a folder that is not there
os.environ["SOCIABLE_LANGUAGE"] = "en"
source = str(Path(__file__).resolve().parents[1] / "src")  # for the commands that tests start
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))

if os.environ.get("SOCIABLE_TEST_ON", "sqlite") == "sqlite":
    os.environ["DATABASE_URL"] = ""
elif not os.environ.get("DATABASE_URL") or os.environ.get("PYTEST_XDIST_WORKER"):
    from tests.postgresql import start

    os.environ["DATABASE_URL"] = start()

from tests.house.messages import compile_stale  # noqa: E402 (Babel is asked only once the site is placed)

compile_stale()
