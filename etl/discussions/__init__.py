"""Public discussions: files of proposals, polls and hearings, and of comments on them, into tables of their own."""
