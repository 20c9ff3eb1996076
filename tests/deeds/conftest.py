"""Deeds are tried over the same small installation as the accounts they belong to."""

from tests.access.conftest import _quick_hashes, bare, client, either, settings, time

__all__ = ["_quick_hashes", "bare", "client", "either", "settings", "time"]
