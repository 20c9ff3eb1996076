"""What the card of one recipient is made of; on paper it is one page."""
