"""How people keep screens for themselves and for others: the last filters of each screen, saved views."""
