"""The screen «Проблемы»."""
