"""What «Записка» is made of: the weeks, the sections with the words of people, the panel, the check of a file."""
