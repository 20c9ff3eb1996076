"""The screen «Загрузка»."""
