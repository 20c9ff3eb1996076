"""What applicants answered when they were asked: read within a scope, written down and taken back as a whole."""
