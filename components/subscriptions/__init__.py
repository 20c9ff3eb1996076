"""What «Подписки» is made of: the form, the list, the log of letters, the addresses."""
