"""The screen «Сроки»."""
