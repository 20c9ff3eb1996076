"""Signals about answers: what deserves a look, why, whose it is; and which of them people have dismissed."""
