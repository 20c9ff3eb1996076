"""The screen «Записи»."""
