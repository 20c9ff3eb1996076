"""What «Качество ответов» is made of."""
