"""People in texts: found, masked, turned into pseudonyms."""
