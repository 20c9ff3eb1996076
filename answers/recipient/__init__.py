"""The card of one recipient: its numbers by its duties, and what they propose to decide."""
