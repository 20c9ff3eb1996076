"""What people have decided: what a name means, what one record is about, which records are one problem."""
