"""What the view «Сигналы» of «Качество ответов» is made of."""
