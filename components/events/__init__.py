"""«События»: the list and the panel of one event."""
