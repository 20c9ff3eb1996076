"""What «Справочники» is made of: the list, the panel of one row, the plan of a file."""
