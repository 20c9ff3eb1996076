"""Roadmaps in numbers and sentences: weekly counts against other places, the effect, what can be promised."""
