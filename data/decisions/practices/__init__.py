"""Best practices: what has worked, here or elsewhere."""
