"""Reports that people of the staff have asked to be mailed, and what became of every letter."""
