"""The screen «Обращения»."""
