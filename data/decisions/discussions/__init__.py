"""Public discussions as people look at them, and what they say of the categories of other platforms."""
