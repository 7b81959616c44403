"""Settings of the service under test: a home of its own, thrown away at the end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HOME = tempfile.mkdtemp(prefix="bridgehead-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["BRIDGEHEAD_HOME"] = _HOME
Path(_HOME, "bridgehead.sqlite3").touch()  # to commands a home; the tests' database is another

from bridgehead.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; what is tested is not the hash
REQUESTS_A_MINUTE = 0  # every test asks from one address
