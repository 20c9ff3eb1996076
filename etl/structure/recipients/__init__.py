"""The responsible body behind a name."""
