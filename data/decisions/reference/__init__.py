"""Recipients and places as people keep them: one declaration of fields serves the form, the file and the edits."""
