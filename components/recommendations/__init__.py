"""What «Рекомендации» is made of: the cards, the panel of a decision, the decided ones."""
