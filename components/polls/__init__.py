"""What «Опросы» and the screen of one poll are made of: lists, candidates, the card, what came back, the forms."""
