"""The installation with its own server of mail, and somebody who is written to."""

from tests.reports.mail.test_deliver import post, settings

__all__ = ["post", "settings"]
