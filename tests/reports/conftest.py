"""The installation of the door's tests: what a report says is compared with what the door answers."""

from tests.data.conftest import settings

__all__ = ["settings"]
