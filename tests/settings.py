"""The product's own settings, with the slow and outward parts made quick and local."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import databases

if "ALONGSIDE_DATA" not in os.environ:  # the workers of a run find the folder of the process that began it
    os.environ["ALONGSIDE_DATA"] = tempfile.mkdtemp(prefix="alongside-test-")
    atexit.register(shutil.rmtree, os.environ["ALONGSIDE_DATA"], ignore_errors=True)
_data = os.environ["ALONGSIDE_DATA"]
Path(_data, "static").mkdir(exist_ok=True)
os.environ.setdefault("ALONGSIDE_SECRET_KEY", "only-for-tests-and-never-anywhere-else-0123456789")
os.environ.setdefault("ALONGSIDE_DEMO", "1")

from alongside.settings import *  # noqa: E402, F403  the environment has to be set first
from alongside.settings import DATABASES as DATABASES_OF_THE_PRODUCT  # noqa: E402
from alongside.settings import Q_CLUSTER, STORAGES  # noqa: E402

DATABASES = databases.postgres() or databases.in_a_file(DATABASES_OF_THE_PRODUCT, _data)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
