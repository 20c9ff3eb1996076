"""«Оповещения»: the bell of every screen, the list, how people are called."""
