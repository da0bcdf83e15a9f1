"""The product's settings with the bare page beside its own, and the number of queries in a header."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.QueriesHeader", *MIDDLEWARE]
