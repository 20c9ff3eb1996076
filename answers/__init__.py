"""Questions that screens and documents ask in common: the heat map, hotspots, deadlines ahead; frames and sentences."""
