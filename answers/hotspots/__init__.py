"""«Проблемные точки»: the list, what made the growth, who keeps silent, what to ask people about."""
