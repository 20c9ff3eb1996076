"""The screen «Журнал»."""
