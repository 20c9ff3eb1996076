"""Polls of residents in frames and sentences: candidates, the wording of a question, the card, what came back."""
