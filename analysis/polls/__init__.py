"""Statistics of polls: whether to ask, whom, how many, and how far what came back can be trusted."""
