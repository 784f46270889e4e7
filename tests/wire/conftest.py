"""The loopback's fixtures, for every test on the wire."""

from tests.loopback.fixtures import *  # noqa: F403
