"""Roadmaps (дорожные карты) as people keep them: read, written row by row, taken away and brought back as one table."""
