"""What «Совещания» and one meeting are made of: orders, the agenda, forms."""
