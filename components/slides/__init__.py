"""What «Слайды» is made of: the sheets and the buttons under them."""
