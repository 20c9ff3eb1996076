"""What «Обязанности» is made of: the tables, the panel of one duty, the history of edits."""
