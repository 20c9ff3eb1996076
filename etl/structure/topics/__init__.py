"""Topics of texts without a label: own lexicon and rules out of the box, a linear model once there is a history."""
