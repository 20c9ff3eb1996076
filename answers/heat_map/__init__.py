"""The heat map: what it colours by, and the numbers behind it."""
