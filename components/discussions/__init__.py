"""«Обсуждения»: the list, the summaries, one discussion with its comments, files that bring them."""
