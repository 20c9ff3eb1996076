"""Documents for people outside the screen."""
