"""What a signed-in person does: the right, the log, the deed and the snapshot after it, each once (`deeds.deed`)."""
