"""What people are called to look at: it fires, is acknowledged, passes; and how the staff wants to be called."""
