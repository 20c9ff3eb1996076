"""What to decide: signals that the numbers give, and the rules that speak of them."""
