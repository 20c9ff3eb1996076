"""Russian of the program: numbers, dates, plurals, texts of the interface."""
