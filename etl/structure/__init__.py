"""From what the file says to what the district means by it: topic, place, recipient, channel, kind and status."""
