"""Deeds are tried over the same small installation as the accounts they belong to."""

from tests.access.conftest import bare, client, either, settings, time

__all__ = ["bare", "client", "either", "settings", "time"]
